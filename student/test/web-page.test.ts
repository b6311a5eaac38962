import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const part = path.resolve(import.meta.dirname, '..')
const built = mkdtempSync(path.join(tmpdir(), 'tucai-web-page-'))
/** Scripts and style sheets of the first screen, as a phone loads them. */
const firstScreenMaxBytes = 200 * 1024
/** What the capture screen loads besides, the larger of both kinds of WebAssembly taken. */
const guidanceMaxBytes = 2.6 * 1024 * 1024

const files = (folder: string) => readdirSync(path.join(built, folder)).map((name) => `${folder}/${name}`)
const text = (file: string) => readFileSync(path.join(built, file), 'utf8')
const gzipped = (names: string[]) =>
  names.reduce((sum, name) => sum + gzipSync(readFileSync(path.join(built, name)), { level: 9 }).length, 0)

describe('the web page', () => {
  beforeAll(async () => {
    const taro = path.join(path.dirname(createRequire(import.meta.url).resolve('@tarojs/cli/package.json')), 'bin/taro')
    await promisify(execFile)(process.execPath, [taro, 'build', '--type', 'h5'], {
      cwd: part,
      env: { ...process.env, NODE_ENV: 'production', TUCAI_OUTPUT: built },
      maxBuffer: 50 * 1024 * 1024,
    })
  }, 300_000)
  afterAll(() => rmSync(built, { recursive: true, force: true }))

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
