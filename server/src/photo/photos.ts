import { sql } from 'kysely'
import { countOf, rowOf, rowsOf, type Tx } from '../platform/db.ts'
import { doubtOf } from './doubt.ts'
import type { DevelopedRecord } from './measured.ts'
import type { Photo } from './photo.ts'

const COLUMNS = sql`id, graduate_id, identity_id, school_id, source, standard, state, taken_at, original_key,
  original_sha256, original_bytes, finished_key, finished_sha256, master_key, findings, geometry,
  CASE WHEN finished_key IS NOT NULL AND record->>'crop' IS NOT NULL
    THEN jsonb_build_object('source', record->'source', 'crop', record->'crop') END AS framing`

export async function photoOf(tx: Tx, photoId: string): Promise<Photo | undefined> {
  return rowOf<Photo>(tx, sql`SELECT ${COLUMNS} FROM photo WHERE id = ${photoId}`)
}

export async function photosOf(tx: Tx, photoIds: string[]): Promise<Photo[]> {
  return rowsOf<Photo>(tx, sql`SELECT ${COLUMNS} FROM photo WHERE id = ANY(${photoIds})`)
}

type Outcome = 'state' | 'finishedKey' | 'finishedSha256' | 'masterKey' | 'findings' | 'geometry' | 'framing'
export type NewPhoto = Omit<Photo, Outcome>

export async function addPhoto(tx: Tx, photo: NewPhoto): Promise<void> {
  await sql`INSERT INTO photo (id, graduate_id, identity_id, school_id, source, standard, state, taken_at,
      original_key, original_sha256, original_bytes)
    VALUES (${photo.id}, ${photo.graduateId}, ${photo.identityId}, ${photo.schoolId}, ${photo.source},
      ${photo.standard}, 'developing', ${photo.takenAt}, ${photo.originalKey}, ${photo.originalSha256},
      ${photo.originalBytes})`.execute(tx)
}

/** Moves a take out of `developing`. False when it had left it before: developing twice changes nothing. */
export async function endDeveloping(tx: Tx, photoId: string, end: DevelopedRecord, at: Date): Promise<boolean> {
  const moved = await countOf(
    tx,
    sql`UPDATE photo SET state = ${end.state}, developed_at = ${at}, doubt = ${doubtIn(end)}, findings = ${json(end.findings)},
      geometry = ${json(end.geometry)}, record = ${json(end.record)},
      finished_key = ${end.finished?.key ?? null}, finished_sha256 = ${end.finished?.sha256 ?? null},
      master_key = ${end.master?.key ?? null}, master_sha256 = ${end.master?.sha256 ?? null}
      WHERE id = ${photoId} AND state = 'developing'`,
  )
  return moved === 1
}

function doubtIn({ findings, record }: Pick<DevelopedRecord, 'findings' | 'record'>): number {
  return doubtOf(findings, record?.checks ?? [])
}

function json(value: unknown) {
  return value === null ? null : sql`${JSON.stringify(value)}::jsonb`
}

/** Puts other files of the same original in the place of those that the photo was read with. False when it has others. */
export async function replaceFinished(
  tx: Tx,
  photo: Pick<Photo, 'id' | 'finishedKey'>,
  { findings, geometry, record, finished, master }: Omit<DevelopedRecord, 'state'>,
): Promise<boolean> {
  const replaced = await countOf(
    tx,
    sql`UPDATE photo SET doubt = ${doubtIn({ findings, record })}, findings = ${json(findings)}, geometry = ${json(geometry)}, record = ${json(record)},
      finished_key = ${finished?.key ?? null}, finished_sha256 = ${finished?.sha256 ?? null},
      master_key = ${master?.key ?? null}, master_sha256 = ${master?.sha256 ?? null}
      WHERE id = ${photo.id} AND state = 'finished' AND finished_key = ${photo.finishedKey}`,
  )
  return replaced === 1
}

export {
  type Derivative,
  derivativesOf,
  deriveJob,
  deriveMissing,
  describeStandard,
  keepDerivative,
  standardsOf,
} from './derivatives.ts'

export type { DevelopedRecord } from './measured.ts'
export { type RecropGround, recropPhoto } from './recropping.ts'
