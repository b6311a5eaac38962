import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'

const part = path.resolve(import.meta.dirname, '..')
/** As `npm test` has built it. */
const built = path.join(part, 'dist/h5')
/** Scripts and style sheets of the first screen, as a phone loads them. */
const firstScreenMaxBytes = 200 * 1024
/** What the capture screen loads besides, the larger of both kinds of WebAssembly taken. */
const guidanceMaxBytes = 2.6 * 1024 * 1024

/** Without what the server has made beside: it keeps each file packed, too. */
const files = (folder: string) =>
  readdirSync(path.join(built, folder))
    .filter((name) => !name.endsWith('.gz'))
    .map((name) => `${folder}/${name}`)
const text = (file: string) => readFileSync(path.join(built, file), 'utf8')
const gzipped = (names: string[]) =>
  names.reduce((sum, name) => sum + gzipSync(readFileSync(path.join(built, name)), { level: 9 }).length, 0)

describe('the web page', () => {
  /** What the page itself names, and the screens that the first of them comes with. */
  const firstScreen = () => {
    const named = [...text('index.html').matchAll(/(?:src|href)="\/((?:js|css)\/[^"]+)"/g)].map((match) => match[1])
    return [...named, ...[...files('chunk'), ...files('css')].filter((name) => /\/screens\./.test(name))]
  }

  it('shows its first screen after 200 KB of scripts and style sheets', () => {
    const names = firstScreen()
    expect(names.filter((name) => name.endsWith('.js')).length).toBeGreaterThan(1)
    expect(names.filter((name) => name.endsWith('.css')).length).toBeGreaterThan(1)
    expect(gzipped(names)).toBeLessThanOrEqual(firstScreenMaxBytes)
  })

  it('brings neither the rules of guidance nor its face finder before the capture screen', () => {
    const marks = /blazeface|importScripts|getImageData|wallLevels/
    for (const name of firstScreen()) expect(text(name), name).not.toMatch(marks)
    const guidance = files('chunk').filter((name) => marks.test(text(name)))
    expect(guidance.length).toBe(2)
  })

  it('keeps what guidance loads small, named by its content, and with its licences', () => {
    const loaded = files('guidance').filter((name) => !/LICENSES|wasm\.[0-9a-f]+\.wasm$/.test(name))
    expect(gzipped(loaded)).toBeLessThanOrEqual(guidanceMaxBytes)
    for (const name of loaded) expect(name).toMatch(/\.[0-9a-f]{16}\.(js|json|bin|wasm)$/)
    expect(text('guidance/LICENSES.txt')).toMatch(/MIT License[\s\S]*Apache License/)
  })
})
