import { spawn } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { drawPerson } from './drawn-person.ts'

const main = path.join(import.meta.dirname, '..', 'src', 'cli', 'main.ts')
let folder = ''

/** Runs the command in the folder of the test, as npm would from there. */
function portrait(...args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [main, ...args], { env: { ...process.env, INIT_CWD: folder } })
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (text) => (stdout += text))
    child.stderr.on('data', (text) => (stderr += text))
    child.on('close', (code) => resolve({ code, stdout, stderr }))
  })
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'portrait-'))
  const drawn = drawPerson({ seed: 41 }, { widthPx: 900, heightPx: 1200 })
  await sharp(drawn.rgb, { raw: { width: 900, height: 1200, channels: 3 } })
    .jpeg({ quality: 95 })
    .toFile(path.join(folder, 'one.jpg'))
  await copyFile(path.join(folder, 'one.jpg'), path.join(folder, 'two.jpg'))
  await mkdir(path.join(folder, 'other'))
  await copyFile(path.join(folder, 'one.jpg'), path.join(folder, 'other', 'one.png'))
  await writeFile(path.join(folder, 'broken.jpg'), 'this is no photo')
}, 60_000)

afterAll(() => rm(folder, { recursive: true, force: true }))

describe('portrait make', () => {
  it('writes every file asked for, reports in the order of the arguments and goes on after a bad photo', async () => {
    const args = ['make', 'one.jpg', 'broken.jpg', 'two.jpg', '--out', 'out', '--jobs', '2', '--report', 'report.json']
    const { code, stderr } = await portrait(...args, '--matte', '--lossless', '--master')
    expect(code).toBe(2)
    expect(stderr).toContain('[3/3]')
    const names = (await readdir(path.join(folder, 'out'))).sort()
    const made = ['.jpg', '.master.jpg', '.matte.png', '.png']
    expect(names).toEqual(['one', 'two'].flatMap((stem) => made.map((ending) => stem + ending)))
    const reports = JSON.parse(await readFile(path.join(folder, 'report.json'), 'utf8'))
    expect(reports.map(({ input, ok }: { input: string; ok: boolean }) => [input, ok])).toEqual([
      ['one.jpg', true],
      ['broken.jpg', false],
      ['two.jpg', true],
    ])
    const [one, broken] = reports
    expect(broken.findings.map(({ code: found }: { code: string }) => found)).toEqual(['FILE_UNREADABLE'])
    expect(one.source).toEqual({ widthPx: 900, heightPx: 1200 })
    expect(Object.keys(one.crop)).toEqual(['leftPx', 'topPx', 'widthPx', 'heightPx'])
    expect(Object.keys(one.face)).toEqual([
      'pupilLeft',
      'pupilRight',
      'chin',
      'crown',
      'faceLeftPx',
      'faceRightPx',
      'rollDegrees',
      'yawDegrees',
      'pitchDegrees',
    ])
    expect(Object.keys(one.geometry)).toEqual(['hairTopPx', 'eyeLinePx', 'faceWidthPx', 'centerXPx'])
    expect(Object.keys(one.file)).toEqual(['bytes', 'quality', 'sha256'])
    expect(Object.keys(one.timings)).toEqual([
      'decodeMs',
      'faceMs',
      'maskMs',
      'matteMs',
      'encodeMs',
      'totalMs',
      'cpuMs',
    ])
    expect(one.peakRssBytes).toBeGreaterThan(0)
    expect((await readFile(path.join(folder, 'out', 'one.jpg'))).length).toBe(one.file.bytes)
  }, 60_000)

  it('writes one more file for each further standard, and refuses a standard that it does not know', async () => {
    const { code } = await portrait('make', 'one.jpg', '--out', 'more', '--also', 'chsi-2017-white,degree-tongji')
    expect(code).toBe(0)
    const names = await readdir(path.join(folder, 'more'))
    expect(names.sort()).toEqual(['one.chsi-2017-white.jpg', 'one.degree-tongji.jpg', 'one.jpg'])
    const { width, height } = await sharp(path.join(folder, 'more', 'one.degree-tongji.jpg')).metadata()
    expect([width, height]).toEqual([390, 567])
    const unknown = await portrait('make', 'one.jpg', '--out', 'none', '--also', 'chsi-2017-white,chsi-2018')
    expect(unknown.code).toBe(1)
    expect(unknown.stderr).toContain('unknown standard chsi-2018; known: chsi-2017-blue,')
    await expect(readdir(path.join(folder, 'none'))).rejects.toThrow()
  }, 60_000)

  it('refuses two inputs of one output name before any work', async () => {
    const { code, stderr } = await portrait('make', 'one.jpg', 'other/one.png', '--out', 'collision')
    expect(code).toBe(1)
    expect(stderr).toContain('two inputs')
    await expect(readdir(path.join(folder, 'collision'))).rejects.toThrow()
  })

  it('refuses to overwrite an input', async () => {
    const before = await readFile(path.join(folder, 'one.jpg'))
    const { code, stderr } = await portrait('make', 'one.jpg', '--out', '.')
    expect(code).toBe(1)
    expect(stderr).toContain('overwritten')
    expect(await readFile(path.join(folder, 'one.jpg'))).toEqual(before)
  })

  it('answers a wrong call with one sentence, the usage and exit code 1', async () => {
    for (const args of [
      [],
      ['paint'],
      ['make'],
      ['make', 'one.jpg'],
      ['make', 'one.jpg', '--out', 'x', '--standard', 'no'],
    ]) {
      const { code, stderr } = await portrait(...args)
      expect(code, args.join(' ')).toBe(1)
      expect(stderr, args.join(' ')).toContain('portrait make IN')
    }
  }, 30_000)
})

describe('portrait inspect', () => {
  it('tells the findings in words and writes no picture', async () => {
    const before = await readdir(folder)
    const { code, stdout } = await portrait('inspect', 'one.jpg', 'broken.jpg')
    expect(code).toBe(2)
    expect(stdout).toContain('FILE_UNREADABLE')
    expect(await readdir(folder)).toEqual(before)
  }, 30_000)
})
