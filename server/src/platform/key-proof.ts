import { sql } from 'kysely'
import { type Db, inTransaction, rowsOf, SYSTEM, type Tx } from './db.ts'
import type { Secrets } from './secrets.ts'
import { StartRefused } from './start-refused.ts'

const PURPOSE = 'key-proof'
/** Two programs that start for the first time agree on the keys of one of them. */
const LOCK = 7_201_843

/**
 * Makes sure that these keys are those of the database; a database without any takes them for its own. With other keys
 * nobody could be found any more, and what is sealed would stay sealed.
 * @throws StartRefused
 */
export async function proveKeys(db: Db, secrets: Secrets, keysFolder: string): Promise<void> {
  await inTransaction(db, SYSTEM, async (tx) => {
    await sql`SELECT pg_advisory_xact_lock(${LOCK})`.execute(tx)
    const stored = (await rowsOf<{ proof: string }>(tx, sql`SELECT proof FROM key_proof`)).map(({ proof }) => proof)
    const own = keyProofs(secrets)
    if (stored.length > 0 && !own.some((proof) => stored.includes(proof)))
      throw new StartRefused(
        `The keys in ${keysFolder} are not those of this database: put a copy of the right ones there, or name their folder with TUCAI_KEYS_DIR.`,
      )
    await addProof(tx, own[0]!)
  })
}

/** What a database would hold as proof of these keys, the present ones first. */
export function keyProofs(secrets: Secrets): string[] {
  return secrets.blindIndexes(PURPOSE, '')
}

/** From now on the present keys alone are the database's: the older ones are forgotten. */
export async function proveOnlyPresentKeys(tx: Tx, secrets: Secrets): Promise<void> {
  const present = secrets.blindIndex(PURPOSE, '')
  await addProof(tx, present)
  await sql`DELETE FROM key_proof WHERE proof <> ${present}`.execute(tx)
}

async function addProof(tx: Tx, proof: string): Promise<void> {
  await sql`INSERT INTO key_proof (proof) VALUES (${proof}) ON CONFLICT DO NOTHING`.execute(tx)
}
