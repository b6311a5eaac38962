import type { Finding, PhotoGeometry } from '@tucai/contract'
import { sql } from 'kysely'
import { countOf, rowOf, rowsOf, type Tx } from '../platform/db.ts'
import type { Photo } from './photo.ts'

const COLUMNS = sql`id, graduate_id, identity_id, school_id, source, standard, state, taken_at, original_key,
  original_sha256, original_bytes, finished_key, finished_sha256, master_key, findings, geometry`

export async function photoOf(tx: Tx, photoId: string): Promise<Photo | undefined> {
  return rowOf<Photo>(tx, sql`SELECT ${COLUMNS} FROM photo WHERE id = ${photoId}`)
}

export async function photosOf(tx: Tx, photoIds: string[]): Promise<Photo[]> {
  return rowsOf<Photo>(tx, sql`SELECT ${COLUMNS} FROM photo WHERE id = ANY(${photoIds})`)
}

export type NewPhoto = Omit<Photo, 'state' | 'finishedKey' | 'finishedSha256' | 'masterKey' | 'findings' | 'geometry'>

export async function addPhoto(tx: Tx, photo: NewPhoto): Promise<void> {
  await sql`INSERT INTO photo (id, graduate_id, identity_id, school_id, source, standard, state, taken_at,
      original_key, original_sha256, original_bytes)
    VALUES (${photo.id}, ${photo.graduateId}, ${photo.identityId}, ${photo.schoolId}, ${photo.source},
      ${photo.standard}, 'developing', ${photo.takenAt}, ${photo.originalKey}, ${photo.originalSha256},
      ${photo.originalBytes})`.execute(tx)
}

/** What developing brought: files when there is a picture, findings in any case. */
export interface DevelopedRecord {
  state: 'finished' | 'refused' | 'failed'
  findings: Finding[]
  geometry: PhotoGeometry | null
  record: object | null
  finished?: { key: string; sha256: string }
  master?: { key: string; sha256: string }
}

/** Moves a take out of `developing`. False when it had left it before: developing twice changes nothing. */
export async function endDeveloping(tx: Tx, photoId: string, end: DevelopedRecord, at: Date): Promise<boolean> {
  const moved = await countOf(
    tx,
    sql`UPDATE photo SET state = ${end.state}, developed_at = ${at}, findings = ${json(end.findings)},
      geometry = ${json(end.geometry)}, record = ${json(end.record)},
      finished_key = ${end.finished?.key ?? null}, finished_sha256 = ${end.finished?.sha256 ?? null},
      master_key = ${end.master?.key ?? null}, master_sha256 = ${end.master?.sha256 ?? null}
      WHERE id = ${photoId} AND state = 'developing'`,
  )
  return moved === 1
}

function json(value: unknown) {
  return value === null ? null : sql`${JSON.stringify(value)}::jsonb`
}

export {
  type Derivative,
  derivativesOf,
  derivedStandards,
  deriveJob,
  deriveMissing,
  describeStandard,
  keepDerivative,
  standardsOf,
} from './derivatives.ts'
