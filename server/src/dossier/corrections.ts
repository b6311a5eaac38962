import { type GraduateCorrect, Problem } from '@tucai/contract'
import { sql } from 'kysely'
import { parseName } from '../contact/contact.ts'
import { searchTextOf } from '../graduate/graduate.ts'
import { graduateOf, hasBegun } from '../graduate/graduates.ts'
import { ensureIdentity } from '../identity/identities.ts'
import { normaliseNumber, parseNumber } from '../identity/identity.ts'
import { isDuplicate, type Tx } from '../platform/db.ts'
import type { Secrets } from '../platform/secrets.ts'

/**
 * The school's word on what is on record, and its answer to whatever the student said is wrong.
 * @throws Problem graduate-number-fixed once anything has begun, graduate-number-taken, and those of names and numbers
 */
export async function correctGraduate(
  tx: Tx,
  secrets: Secrets,
  graduateId: string,
  { number, documentKind = 'idcard', ...given }: GraduateCorrect,
  now: Date,
): Promise<void> {
  await sql`SELECT 1 FROM graduate WHERE id = ${graduateId} FOR UPDATE`.execute(tx)
  const graduate = (await graduateOf(tx, graduateId))!
  const next = { ...graduate, ...tidied(given) }
  if (number !== undefined) {
    next.identityId = await ensureIdentity(tx, secrets, parseNumber(documentKind, normaliseNumber(number), now))
    if (next.identityId !== graduate.identityId && (await hasBegun(tx, graduateId)))
      throw new Problem('graduate-number-fixed', { field: 'number' })
  }
  try {
    await sql`UPDATE graduate SET identity_id = ${next.identityId}, name = ${next.name}, gender = ${next.gender},
        college = ${next.college}, major = ${next.major}, class_name = ${next.className},
        student_number = ${next.studentNumber}, level = ${next.level}, study_years = ${next.studyYears},
        graduation_year = ${next.graduationYear}, search_text = ${searchTextOf(next)}, updated_at = ${now}
      WHERE id = ${graduateId}`.execute(tx)
  } catch (error) {
    throw isDuplicate(error) ? new Problem('graduate-number-taken') : error
  }
  await sql`UPDATE correction SET settled_at = ${now} WHERE graduate_id = ${graduateId} AND settled_at IS NULL`.execute(
    tx,
  )
  await sql`UPDATE collection SET correction_sent_at = NULL WHERE graduate_id = ${graduateId}`.execute(tx)
}

function tidied(given: Omit<GraduateCorrect, 'number' | 'documentKind'>): typeof given {
  return Object.fromEntries(
    Object.entries(given).map(([field, value]) => [field, typeof value === 'string' ? tidyText(field, value) : value]),
  )
}

function tidyText(field: string, value: string): string {
  const text = value
    .normalize('NFC')
    .replace(/[\s\p{Z}]+/gu, ' ')
    .trim()
  if (field === 'name') return parseName(text)
  if (/[\p{Cc}\uFFFD]/u.test(text)) throw new Problem('request-malformed', { field })
  if (field !== 'studentNumber') return text
  if (!/^[\p{L}\p{N}._-]{1,30}$/u.test(text)) throw new Problem('request-malformed', { field })
  return text.normalize('NFKC')
}
