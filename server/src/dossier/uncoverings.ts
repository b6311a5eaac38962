import { type GraduateUncover, Problem, type UncoverField } from '@tucai/contract'
import { sql } from 'kysely'
import { accountOfIdentity } from '../account/accounts.ts'
import type { Graduate } from '../graduate/graduate.ts'
import { documentNumber } from '../identity/identities.ts'
import type { Tx } from '../platform/db.ts'
import { newId } from '../platform/ids.ts'
import type { SealedColumn } from '../platform/sealed-columns.ts'
import type { Secrets } from '../platform/secrets.ts'

export const sealedInUncoverings: SealedColumn[] = [
  { table: 'uncovering', key: 'id', column: 'note_sealed', boundTo: (id) => `${id}/note` },
]

/** How long one whole value is shown. */
export const SHOWN_SECONDS = 60

/** The whole value of a field. @throws Problem uncover-nothing while there is none */
export async function wholeValue(tx: Tx, secrets: Secrets, graduate: Graduate, field: UncoverField): Promise<string> {
  if (field === 'name' || field === 'studentNumber') return graduate[field]
  if (field === 'number') return (await documentNumber(tx, secrets, graduate.identityId)).number
  const account = await accountOfIdentity(tx, secrets, graduate.identityId)
  if (account === undefined) throw new Problem('uncover-nothing')
  return field === 'phone' ? account.phone.replace(/^\+86/, '') : account.mail
}

/** Keeps who was shown what, and why. Answers its id. @throws Problem uncover-note-missing */
export async function addUncovering(
  tx: Tx,
  secrets: Secrets,
  { graduate, staffId, asked }: { graduate: Graduate; staffId: string; asked: GraduateUncover },
  now: Date,
): Promise<string> {
  const note = asked.note?.trim() ?? ''
  if (asked.reason === 'other' && note === '') throw new Problem('uncover-note-missing', { field: 'note' })
  const id = newId('unc')
  await sql`INSERT INTO uncovering (id, graduate_id, school_id, staff_id, field, reason, note_sealed, at)
    VALUES (${id}, ${graduate.id}, ${graduate.schoolId}, ${staffId}, ${asked.field}, ${asked.reason},
      ${note === '' ? null : secrets.seal(note, `${id}/note`)}, ${now})`.execute(tx)
  return id
}
