import type { DeliverySettings } from '@tucai/contract'
import { type RawBuilder, sql } from 'kysely'
import { rowsOf, type Tx } from '../platform/db.ts'
import { liveStates } from './delivery.ts'

/** An approved photo and whose it is. */
export interface Candidate {
  graduateId: string
  identityId: string
  schoolId: string
  reviewId: string
  photoId: string
  finishedSha256: string
  /** By which the photo was approved. */
  ownStandard: string
  name: string
  studentNumber: string
  examNumber: string | null
  college: string
  className: string
  major: string
  level: string
  graduationYear: number
  schoolName: string
  standing: string
  orderId: string | null
  isConsentWithdrawn: boolean
}

/** Who is meant, in the order of the package; read some at a time, a campaign never lies in memory as a whole. */
export interface Meant {
  graduateIds: string[]
  /** Those of some graduates that are approved at this moment, in the order of the package. */
  read(tx: Tx, graduateIds: string[]): Promise<Candidate[]>
}

const CANDIDATE = sql`SELECT r.graduate_id, r.identity_id, r.school_id, r.id AS review_id, r.photo_id, r.finished_sha256,
    p.standard AS own_standard, g.name, g.student_number, g.extra->>'examNumber' AS exam_number, g.college, g.class_name, g.major, g.level, g.graduation_year,
    s.name AS school_name, g.standing, o.id AS order_id, coalesce(agreed.withdrawn_at IS NOT NULL, false) AS is_consent_withdrawn
  FROM review r JOIN graduate g ON g.id = r.graduate_id JOIN school s ON s.id = r.school_id
  JOIN photo p ON p.id = r.photo_id
  LEFT JOIN "order" o ON o.graduate_id = g.id AND o.kind = 'collection' AND o.state NOT IN ('cancelled', 'refunded')
  LEFT JOIN LATERAL (SELECT withdrawn_at FROM consent WHERE identity_id = r.identity_id AND purpose = 'delivery'
    ORDER BY given_at DESC, id DESC LIMIT 1) agreed ON true`
const ORDER = sql`ORDER BY g.college, g.class_name, g.student_number, r.graduate_id`

/** What this target has of a graduate, or is about to get. */
const latestFor = (target: RawBuilder<unknown>) => sql`LEFT JOIN LATERAL (
  SELECT i.finished_sha256, i.review_id, i.result FROM delivery_item i JOIN delivery d ON d.id = i.delivery_id
  WHERE i.graduate_id = r.graduate_id AND d.target = ${target} AND d.state = ANY(${liveStates}) AND i.state <> 'left-out'
  ORDER BY d.made_at DESC, d.id LIMIT 1) latest ON true`

/** A photo that failed and was approved again is another try, even where its bytes are the same. */
const failedBefore = sql`latest.result = 'compare-failed' AND latest.review_id IS DISTINCT FROM r.id`
const inScope: Record<DeliverySettings['scope'], RawBuilder<unknown>> = {
  all: sql`true`,
  changes: sql`(latest.finished_sha256 IS DISTINCT FROM r.finished_sha256 OR (${failedBefore}))`,
  failed: failedBefore,
}

/** The approved photos of a campaign that the settings mean. */
export async function candidatesIn(
  tx: Tx,
  campaignId: string,
  { scope, target }: Pick<DeliverySettings, 'scope' | 'target'>,
): Promise<Meant> {
  const graduateIds = await idsOf(
    tx,
    sql`SELECT r.graduate_id AS id FROM review r JOIN graduate g ON g.id = r.graduate_id ${latestFor(sql`${target}`)}
      WHERE r.campaign_id = ${campaignId} AND r.state = 'approved' AND ${inScope[scope]} ${ORDER}`,
  )
  return {
    graduateIds,
    read: (tx, some) =>
      rowsOf<Candidate>(tx, sql`${CANDIDATE} WHERE r.state = 'approved' AND r.graduate_id = ANY(${some}) ${ORDER}`),
  }
}

/** Those of a delivery that are to be packed, as long as their approval stands for the same bytes. */
export async function candidatesOf(tx: Tx, deliveryId: string): Promise<Meant> {
  const graduateIds = await idsOf(
    tx,
    sql`SELECT r.graduate_id AS id FROM delivery_item r JOIN graduate g ON g.id = r.graduate_id
      WHERE r.delivery_id = ${deliveryId} AND r.state = 'waiting' ${ORDER}`,
  )
  return {
    graduateIds,
    read: (tx, some) =>
      rowsOf<Candidate>(
        tx,
        sql`${CANDIDATE} JOIN delivery_item i ON i.review_id = r.id AND i.finished_sha256 = r.finished_sha256
          WHERE i.delivery_id = ${deliveryId} AND i.graduate_id = ANY(${some}) AND r.state = 'approved' ${ORDER}`,
      ),
  }
}

async function idsOf(tx: Tx, query: RawBuilder<unknown>): Promise<string[]> {
  return (await rowsOf<{ id: string }>(tx, query)).map(({ id }) => id)
}
