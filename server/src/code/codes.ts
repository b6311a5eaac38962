import { sql } from 'kysely'
import type { Graduate } from '../graduate/graduate.ts'
import { countOf, rowOf, rowsOf, type Tx } from '../platform/db.ts'
import type { SealedColumn } from '../platform/sealed-columns.ts'
import type { Secrets } from '../platform/secrets.ts'

const INDEX = 'collection-code'

export const sealedInCodes: SealedColumn[] = [
  {
    ...{ table: 'collection_code', key: 'graduate_id', column: 'payload_sealed', boundTo },
    index: { column: 'payload_index', purpose: () => INDEX },
  },
]

/**
 * Keeps the code of an enrolment, in place of the one before. False when another enrolment has it, unless that is the
 * student’s own and the school refused it.
 */
export async function keepCode(
  tx: Tx,
  secrets: Secrets,
  graduate: Graduate,
  payload: Uint8Array,
  at: Date,
): Promise<boolean> {
  const text = Buffer.from(payload).toString('base64')
  const indexes = secrets.blindIndexes(INDEX, text)
  const { id, identityId, schoolId } = graduate
  await sql`DELETE FROM collection_code c USING graduate g WHERE g.id = c.graduate_id AND g.standing = 'refused'
    AND g.id <> ${id} AND c.identity_id = ${identityId} AND c.payload_index = ANY(${indexes})`.execute(tx)
  const kept = await countOf(
    tx,
    sql`INSERT INTO collection_code (graduate_id, identity_id, school_id, payload_sealed, payload_index, accepted_at)
      SELECT ${id}, ${identityId}, ${schoolId}, ${secrets.seal(text, boundTo(id))}, ${indexes[0]}, ${at}::timestamptz
        WHERE NOT EXISTS (SELECT 1 FROM collection_code WHERE payload_index = ANY(${indexes}) AND graduate_id <> ${id})
      ON CONFLICT (graduate_id) DO UPDATE SET payload_sealed = excluded.payload_sealed,
        payload_index = excluded.payload_index, accepted_at = excluded.accepted_at`,
  )
  return kept === 1
}

export async function hasCode(tx: Tx, graduateId: string): Promise<boolean> {
  return (await rowOf(tx, sql`SELECT 1 FROM collection_code WHERE graduate_id = ${graduateId}`)) !== undefined
}

/** The codes of graduates as text, for CHSI, which alone can read what they hold; one that is no text is in base 64. */
export async function codeTexts(tx: Tx, secrets: Secrets, graduateIds: string[]): Promise<Map<string, string>> {
  const rows = await rowsOf<{ graduateId: string; payloadSealed: string }>(
    tx,
    sql`SELECT graduate_id, payload_sealed FROM collection_code WHERE graduate_id = ANY(${graduateIds})`,
  )
  return new Map(
    rows.map(({ graduateId, payloadSealed }) => {
      const base64 = secrets.open(payloadSealed, boundTo(graduateId))
      const bytes = Buffer.from(base64, 'base64')
      const text = bytes.toString('utf8')
      return [graduateId, Buffer.from(text).equals(bytes) && !/\p{Cc}/u.test(text) ? text : base64]
    }),
  )
}

function boundTo(graduateId: string): string {
  return `${graduateId}/payload`
}
