import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openDataFolder } from './data-folder.ts'
import { refusalOfFileError, StartRefused } from './start-refused.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tucai-folder-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('makes the folder and leaves nothing in it', () => {
  openDataFolder(join(folder, 'a', 'b'))
  openDataFolder(join(folder, 'a', 'b'))
  expect(readdirSync(join(folder, 'a', 'b'))).toEqual([])
})

it.each([
  ['a file in its place', () => fileIn('data'), 'not a folder'],
  ['a file above it', () => join(fileIn('above'), 'data'), 'not a folder'],
  ['a place where nothing can be made', () => '/proc/tucai', "can't be used"],
])('refuses %s, naming the setting', (_what, make, words) => {
  const path = make()
  expect(() => openDataFolder(path)).toThrow(StartRefused)
  expect(() => openDataFolder(path)).toThrow(words)
  expect(() => openDataFolder(path)).toThrow('TUCAI_DATA_DIR')
})

it('refuses a folder without the right to write', () => {
  chmodSync(folder, 0o555)
  asOrdinaryUser(() => {
    expect(() => openDataFolder(join(folder, 'data'))).toThrow('not writable')
    expect(() => openDataFolder(folder)).toThrow('not writable')
  })
  chmodSync(folder, 0o755)
})

it.each([
  [{ code: 'ENOSPC' }, 'is full'],
  [{ code: 'EDQUOT' }, 'is full'],
  [new Error('could not extend file: No space left on device'), 'is full'],
  [{ code: 'EROFS' }, 'not writable'],
  [{ code: 'EACCES' }, 'not writable'],
])('says in one line what to do about %j', (error, words) => {
  const refusal = refusalOfFileError(error, '/srv/data')
  expect(refusal?.message).toContain(words)
  expect(refusal?.message).toContain('/srv/data')
  expect(refusal?.message).not.toContain('\n')
})

it('leaves every other error what it is', () => {
  expect(refusalOfFileError(new Error('a bug'), '/srv/data')).toBeUndefined()
})

/** Root may write everywhere: it does without that right for a moment. */
function asOrdinaryUser(act: () => void): void {
  if (process.getuid?.() !== 0) {
    act()
    return
  }
  process.seteuid?.(65534)
  try {
    act()
  } finally {
    process.seteuid?.(0)
  }
}

function fileIn(name: string): string {
  writeFileSync(join(folder, name), '')
  return join(folder, name)
}
