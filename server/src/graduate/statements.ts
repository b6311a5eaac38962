import { Problem } from '@tucai/contract'
import { sql } from 'kysely'
import { countOf, isDuplicate, type Tx } from '../platform/db.ts'
import { addGraduate, type NewGraduate } from './graduates.ts'

/** What a student states of an enrolment that is on no roster; it waits for the school. @throws Problem graduate-known */
export async function stateGraduate(tx: Tx, graduate: NewGraduate): Promise<string> {
  try {
    return await addGraduate(tx, graduate, 'unconfirmed')
  } catch (error) {
    if (isDuplicate(error)) throw new Problem('graduate-known')
    throw error
  }
}

/** The school’s word on a statement. False when it is no statement that waits. */
export async function settleStatement(tx: Tx, graduateId: string, to: 'confirmed' | 'refused', at: Date) {
  const moved = await countOf(
    tx,
    sql`UPDATE graduate SET standing = ${to}, updated_at = ${at}
      WHERE id = ${graduateId} AND standing = 'unconfirmed'`,
  )
  return moved === 1
}
