import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addKeys } from './keyring.ts'
import { openSecrets, type Secrets } from './secrets.ts'

let folder: string
let secrets: Secrets
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tucai-secrets-'))
  secrets = openSecrets(folder)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('a sealed value', () => {
  it('opens to what was sealed, and no two seals are alike', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const [one, other] = [secrets.seal(text, 'row/column'), secrets.seal(text, 'row/column')]
        expect(one).not.toBe(other)
        expect(secrets.open(one, 'row/column')).toBe(text)
      }),
    )
  })

  it('does not open when it was changed or moved to another row', () => {
    const sealed = secrets.seal('310115200503129076', 'idn_1/number')
    expect(() => secrets.open(sealed, 'idn_2/number')).toThrow()
    const place = sealed.length - 3
    const changed = sealed.slice(0, place) + (sealed[place] === 'A' ? 'B' : 'A') + sealed.slice(place + 1)
    expect(() => secrets.open(changed, 'idn_1/number')).toThrow()
  })

  it('opens after a restart, and with older keys once there is a newer one', () => {
    const sealed = secrets.seal('text', 'row')
    expect(openSecrets(folder).open(sealed, 'row')).toBe('text')
    addKeys(folder)
    const newer = openSecrets(folder)
    expect(newer.open(sealed, 'row')).toBe('text')
    expect(newer.seal('text', 'row')).toMatch(/^2\./)
    expect(secrets.keyVersion()).toBe('2')
  })
})

it('the keys are readable by their owner only', () => {
  expect(statSync(join(folder, 'secrets.json')).mode & 0o777).toBe(0o600)
})

it('a keyring of the first form, with one index key for all time, is read and rotates', () => {
  const old = mkdtempSync(join(tmpdir(), 'tucai-secrets-'))
  const key = (fill: number) => Buffer.alloc(32, fill).toString('base64')
  const ring = { current: '1', encryption: { 1: key(1) }, index: key(2), pepper: key(3) }
  writeFileSync(join(old, 'secrets.json'), JSON.stringify(ring))
  const opened = openSecrets(old)
  const index = opened.blindIndex('phone', 'a')
  addKeys(old)
  expect(opened.blindIndexes('phone', 'a')).toEqual([opened.blindIndex('phone', 'a'), index])
  expect(opened.blindIndex('phone', 'a')).not.toBe(index)
  rmSync(old, { recursive: true })
})

it('damaged keys stop the program instead of being replaced', () => {
  const damaged = mkdtempSync(join(tmpdir(), 'tucai-secrets-'))
  writeFileSync(join(damaged, 'secrets.json'), '{"current":"1"}')
  expect(() => openSecrets(damaged)).toThrow('restore it from a backup')
  rmSync(damaged, { recursive: true })
})

it('equal values have equal indexes for one purpose, and different ones for another', () => {
  expect(secrets.blindIndex('phone', '+8613800138000')).toBe(secrets.blindIndex('phone', '+8613800138000'))
  expect(secrets.blindIndex('phone', 'a')).not.toBe(secrets.blindIndex('mail', 'a'))
})

it('a password is verified by its argon2id hash, which is worth nothing without the pepper', async () => {
  const stored = await secrets.hashPassword('a long own password')
  expect(stored).toMatch(/^\$argon2id\$/)
  expect(await secrets.verifyPassword(stored, 'a long own password')).toBe(true)
  expect(await secrets.verifyPassword(stored, 'another')).toBe(false)
  const elsewhere = mkdtempSync(join(tmpdir(), 'tucai-secrets-'))
  expect(await openSecrets(elsewhere).verifyPassword(stored, 'a long own password')).toBe(false)
  rmSync(elsewhere, { recursive: true })
})
