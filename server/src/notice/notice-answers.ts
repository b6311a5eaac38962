import type { NoticeAnswers } from '@tucai/contract'
import { sql } from 'kysely'
import { rowOf, rowsOf, type Tx } from '../platform/db.ts'
import type { Language } from './field.ts'

/** Keeps what a student answered when WeChat asked; the newest answer to each template counts. */
export async function keepAnswers(
  tx: Tx,
  identityId: string,
  { answers, language }: NoticeAnswers,
  now: Date,
): Promise<void> {
  for (const { templateId, answer } of answers) {
    await sql`INSERT INTO notice_answer (identity_id, template_id, answer, language, answered_at)
      VALUES (${identityId}, ${templateId}, ${answer}, ${language}, ${now})
      ON CONFLICT (identity_id, template_id)
        DO UPDATE SET answer = EXCLUDED.answer, language = EXCLUDED.language, answered_at = EXCLUDED.answered_at`.execute(
      tx,
    )
  }
}

/** Templates whose messages the student banned, or turned down when last asked. */
export async function declinedTemplates(tx: Tx, identityId: string): Promise<Set<string>> {
  return templatesAnswered(tx, identityId, ['reject', 'ban'])
}

export async function bannedTemplates(tx: Tx, identityId: string): Promise<Set<string>> {
  return templatesAnswered(tx, identityId, ['ban'])
}

async function templatesAnswered(tx: Tx, identityId: string, answers: string[]): Promise<Set<string>> {
  const rows = await rowsOf<{ templateId: string }>(
    tx,
    sql`SELECT template_id FROM notice_answer WHERE identity_id = ${identityId} AND answer = ANY(${answers})`,
  )
  return new Set(rows.map(({ templateId }) => templateId))
}

/** The language in which the student used the mini program last; null when that is not known. */
export async function languageOf(tx: Tx, identityId: string): Promise<Language | null> {
  const row = await rowOf<{ language: Language }>(
    tx,
    sql`SELECT language FROM notice_answer WHERE identity_id = ${identityId} ORDER BY answered_at DESC LIMIT 1`,
  )
  return row?.language ?? null
}
