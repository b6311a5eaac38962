import { loadStandard } from '@tucai/portrait/standards'
import { sql } from 'kysely'
import { Type } from 'typebox'
import { rowOf, rowsOf, type Tx } from '../platform/db.ts'
import { defineJob, type Jobs } from '../platform/jobs.ts'
import type { PhotoRecord } from './measured.ts'
import { type Photo, photoKey } from './photo.ts'

/** What is delivered of a photo by one standard; all parts are null where it does not meet the standard. */
export interface Derivative {
  photoId: string
  standard: string
  /** Of the finished photo that it belongs to. */
  finishedSha256: string
  key: string | null
  sha256: string | null
  bytes: number | null
}

/** Pictures that are made of every approved photo, besides the finished one: for the degree, and on white for the enrolment. */
const derivedStandards: readonly string[] = ['degree-tongji', 'enrol-guet-2025']

/** Standards of what is delivered of photos that were approved by `standard`. */
export function standardsOf(standard: string): string[] {
  return [standard, ...derivedStandards.filter((derived) => derived !== standard)]
}

/** What to call a standard, and the size of its pictures. */
export function describeStandard(standard: string): { title: string; widthPx: number; heightPx: number } {
  const { title, widthPx, heightPx } = loadStandard(standard)
  return { title, widthPx, heightPx }
}

/**
 * Makes what is delivered of one photo. Its original is developed again, which takes a photo worker; `since` is when
 * it came first, where it gave way to students who wait for theirs and came again.
 */
export const deriveJob = defineJob(
  'photo-derive',
  Type.Object({ photoId: Type.String(), since: Type.Optional(Type.String()) }),
  { retryLimit: 8, timeLimitSeconds: 180 },
)

/** Has everything made of these photos that is not there. Answers how many photos that are. */
export async function deriveMissing(tx: Tx, jobs: Pick<Jobs, 'enqueue'>, photoIds: string[]): Promise<number> {
  const rows = await rowsOf<{ id: string; standard: string; made: string[] }>(
    tx,
    sql`SELECT p.id, p.standard, coalesce(array_agg(d.standard) FILTER (WHERE d.standard IS NOT NULL), '{}') AS made
      FROM photo p LEFT JOIN derivative d ON d.photo_id = p.id AND d.finished_sha256 = p.finished_sha256
      WHERE p.id = ANY(${photoIds}) AND p.state = 'finished' GROUP BY p.id`,
  )
  const missing = rows.filter(({ standard, made }) => standardsOf(standard).some((one) => !made.includes(one)))
  for (const { id } of missing) await jobs.enqueue(tx, deriveJob, { photoId: id })
  return missing.length
}

/** The crop that a reviewer chose for the finished photo, in upright source pixels; undefined where it was found. */
export async function cropByHandOf(
  tx: Tx,
  { id, finishedKey }: Photo,
): Promise<NonNullable<PhotoRecord['crop']> | undefined> {
  if (finishedKey === photoKey(id, 'finished.jpg')) return undefined
  const row = await rowOf<{ crop: PhotoRecord['crop'] | null }>(
    tx,
    sql`SELECT record->'crop' AS crop FROM photo WHERE id = ${id}`,
  )
  return row?.crop ?? undefined
}

/** What is there of these photos, by photo and standard. */
export async function derivativesOf(
  tx: Tx,
  photoIds: string[],
  standards: string[],
): Promise<Map<string, Map<string, Derivative>>> {
  const rows = await rowsOf<Derivative>(
    tx,
    sql`SELECT photo_id, standard, finished_sha256, key, sha256, bytes FROM derivative
      WHERE photo_id = ANY(${photoIds}) AND standard = ANY(${standards})`,
  )
  const found = new Map<string, Map<string, Derivative>>()
  for (const row of rows) {
    const ofPhoto = found.get(row.photoId) ?? new Map<string, Derivative>()
    found.set(row.photoId, ofPhoto.set(row.standard, row))
  }
  return found
}

/** Puts on record what was made of a photo; one made for other bytes before is replaced. */
export async function keepDerivative(
  tx: Tx,
  photo: Pick<Photo, 'identityId' | 'schoolId'>,
  { photoId, standard, finishedSha256, key, sha256, bytes }: Derivative,
  at: Date,
): Promise<void> {
  await sql`INSERT INTO derivative (photo_id, standard, identity_id, school_id, finished_sha256, key, sha256, bytes, made_at)
    VALUES (${photoId}, ${standard}, ${photo.identityId}, ${photo.schoolId}, ${finishedSha256}, ${key}, ${sha256},
      ${bytes}, ${at})
    ON CONFLICT (photo_id, standard) DO UPDATE SET finished_sha256 = excluded.finished_sha256, key = excluded.key,
      sha256 = excluded.sha256, bytes = excluded.bytes, made_at = excluded.made_at`.execute(tx)
}
