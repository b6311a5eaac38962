import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

const part = path.resolve(import.meta.dirname, '..')
/** As `npm test` has built it. */
const built = path.join(part, 'dist/weapp')
/** WeChat takes 2 MB; with a little more than half of it the first opening stays short. */
const packageMaxBytes = 1.2 * 1024 * 1024

function bytesBelow(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return files.reduce((sum, file) => sum + statSync(path.join(file.parentPath, file.name)).size, 0)
}

describe('the mini program', () => {
  it('is built with every screen of the map, each with its script and its markup', () => {
    const { pages } = JSON.parse(readFileSync(path.join(built, 'app.json'), 'utf8')) as { pages: string[] }
    const map = readFileSync(path.join(part, 'src/app.config.ts'), 'utf8')
    expect(pages).toEqual([...map.matchAll(/'(pages\/[^']+)'/g)].map((match) => match[1]))
    for (const page of pages) {
      for (const ending of ['js', 'json', 'wxml']) {
        expect(existsSync(path.join(built, `${page}.${ending}`)), `${page}.${ending}`).toBe(true)
      }
    }
  })

  it('has WeChat ask about privacy before anything private is used, and shares a card without anybody on it', () => {
    const text = (file: string) => readFileSync(path.join(built, file), 'utf8')
    const app = JSON.parse(text('app.json')) as { pages: string[]; __usePrivacyCheck__?: boolean }
    expect(app.__usePrivacyCheck__).toBe(true)
    expect(existsSync(path.join(built, 'share-card.png'))).toBe(true)
    const shared = app.pages.filter((page) => text(`${page}.js`).includes('enableShareAppMessage'))
    expect(shared).toEqual(['pages/welcome/welcome', 'pages/home/home'])
  })

  it('is light enough to open quickly', () => {
    expect(bytesBelow(built)).toBeLessThan(packageMaxBytes)
  })
})
