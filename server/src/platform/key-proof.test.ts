import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestDatabase } from '../../test/database.ts'
import { type Db, inTransaction, openDatabase, SYSTEM } from './db.ts'
import { proveKeys, proveOnlyPresentKeys } from './key-proof.ts'
import { addKeys, dropOldKeys } from './keyring.ts'
import { openSecrets } from './secrets.ts'

const folder = mkdtempSync(join(tmpdir(), 'tucai-proof-'))
let db: Db
beforeAll(async () => {
  db = openDatabase((await createTestDatabase()).connectionUrls.app)
})
afterAll(async () => {
  await db.close()
  rmSync(folder, { recursive: true, force: true })
})

const keysIn = (name: string) => {
  const keysFolder = join(folder, name)
  const secrets = openSecrets(keysFolder)
  return { keysFolder, secrets, prove: () => proveKeys(db, secrets, keysFolder) }
}

it('a database takes the first keys for its own, also while they rotate, and refuses all others', async () => {
  const [one, other] = [keysIn('one'), keysIn('other')]
  const first = await Promise.allSettled([one.prove(), other.prove()])
  expect(first.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  const [own, foreign] = first[0].status === 'fulfilled' ? [one, other] : [other, one]
  await expect(foreign.prove()).rejects.toThrow(`The keys in ${foreign.keysFolder} are not those of this database`)

  addKeys(own.keysFolder)
  await own.prove()
  dropOldKeys(own.keysFolder)
  await inTransaction(db, SYSTEM, (tx) => proveOnlyPresentKeys(tx, own.secrets))
  await own.prove()
  await expect(foreign.prove()).rejects.toThrow('TUCAI_KEYS_DIR')
})
