import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { BackupDamaged, readSealed, writeSealed } from './sealed-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'tucai-sealed-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const HEAD = 56
const PIECE = 256 * 1024 + 16
const key = randomBytes(32)
/** Two whole pieces, so that the end of the file is no other than that of a piece. */
const content = randomBytes(2 * 256 * 1024)
let file: Buffer

beforeAll(async () => {
  const writer = await writeSealed(join(folder, 'whole'), key, 'backup/a')
  for (let from = 0; from < content.length; from += 100_000) await writer.write(content.subarray(from, from + 100_000))
  expect(await writer.end()).toBe(HEAD + 2 * PIECE)
  file = readFileSync(join(folder, 'whole'))
})

async function read(bytes: Uint8Array, part = 'backup/a', withKey = key): Promise<Buffer> {
  writeFileSync(join(folder, 'read'), bytes)
  const chunks: Buffer[] = []
  for await (const chunk of readSealed(join(folder, 'read'), withKey, part)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

const [head, first, second] = [() => file.subarray(0, HEAD), () => piece(0), () => piece(1)]
const piece = (place: number) => file.subarray(HEAD + place * PIECE, HEAD + (place + 1) * PIECE)

it('gives back what was written, nothing too', async () => {
  expect((await read(file)).equals(content)).toBe(true)
  const writer = await writeSealed(join(folder, 'empty'), key, 'backup/a')
  await writer.end()
  expect(await read(readFileSync(join(folder, 'empty')))).toHaveLength(0)
})

it.each([
  ['cut off at the end of a piece', () => [head(), first()]],
  ['without its first piece', () => [head(), second()]],
  ['with pieces in another order', () => [head(), second(), first()]],
  ['with a piece twice', () => [head(), first(), first(), second()]],
  ['with something behind its end', () => [file, Buffer.from('x')]],
  ['with another salt', () => [head().subarray(0, 24), randomBytes(32), first(), second()]],
  ['of the head alone', () => [head()]],
])('a file %s is refused', async (_, parts) => {
  await expect(read(Buffer.concat(parts()))).rejects.toThrow(BackupDamaged)
})

it('a file in the place of another, and one of another key, are refused', async () => {
  await expect(read(file, 'backup/b')).rejects.toThrow('damaged')
  await expect(read(file, 'backup/a', randomBytes(32))).rejects.toThrow('another backup key')
})
