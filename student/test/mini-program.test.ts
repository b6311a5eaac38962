import { execFile } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'

const part = path.resolve(import.meta.dirname, '..')
const built = path.join(part, 'dist/weapp')
/** What WeChat takes as a main package. */
const packageMaxBytes = 2 * 1024 * 1024

function bytesBelow(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return files.reduce((sum, file) => sum + statSync(path.join(file.parentPath, file.name)).size, 0)
}

describe('the mini program', () => {
  beforeAll(async () => {
    const taro = path.join(path.dirname(createRequire(import.meta.url).resolve('@tarojs/cli/package.json')), 'bin/taro')
    await promisify(execFile)(process.execPath, [taro, 'build', '--type', 'weapp'], {
      cwd: part,
      env: { ...process.env, NODE_ENV: 'production' },
      maxBuffer: 50 * 1024 * 1024,
    })
  }, 240_000)

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

  it('fits into the package that WeChat takes', () => {
    expect(bytesBelow(built)).toBeLessThan(packageMaxBytes)
  })
})
