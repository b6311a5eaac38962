import type { DeliveryLeftReason, DeliverySettings } from '@tucai/contract'
import { type RawBuilder, sql } from 'kysely'
import { codeTexts } from '../code/codes.ts'
import { documentNumbers } from '../identity/identities.ts'
import { type Derivative, derivativesOf } from '../photo/photos.ts'
import { rowsOf, type Tx } from '../platform/db.ts'
import type { Secrets } from '../platform/secrets.ts'
import { ordersWithOpenRefund } from '../refund/refunds.ts'
import { liveStates } from './delivery.ts'
import { type NameFields, nameFile, openSpelling, parseNames, placeOf, wordsIn } from './names.ts'

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

/** A photo that can be packed: its place, and its pictures by the standards of the package, in their order. */
export interface Packable {
  candidate: Candidate
  folder: string
  name: string
  idNumber: string | null
  code: string | null
  pictures: (Derivative & { key: string; sha256: string; bytes: number })[]
}

export interface Left {
  candidate: Candidate
  reason: DeliveryLeftReason
  detail: string
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
): Promise<Candidate[]> {
  return rowsOf<Candidate>(
    tx,
    sql`${CANDIDATE} ${latestFor(sql`${target}`)} WHERE r.campaign_id = ${campaignId} AND r.state = 'approved'
      AND ${inScope[scope]} ${ORDER}`,
  )
}

/** Those of a delivery that are to be packed, as long as their approval stands for the same bytes. */
export async function candidatesOf(tx: Tx, deliveryId: string): Promise<Candidate[]> {
  return rowsOf<Candidate>(
    tx,
    sql`${CANDIDATE} JOIN delivery_item i ON i.review_id = r.id AND i.finished_sha256 = r.finished_sha256
      WHERE i.delivery_id = ${deliveryId} AND i.state = 'waiting' AND r.state = 'approved'
      ${ORDER}`,
  )
}

/**
 * Who can be packed under which name, and who can't and why. Two files of one name are both left out: nobody can say
 * whose it is.
 * @throws Problem delivery-name-wrong
 */
export async function sortOut(
  tx: Tx,
  secrets: Secrets,
  candidates: Candidate[],
  settings: Omit<DeliverySettings, 'scope'>,
): Promise<{ packable: Packable[]; left: Left[] }> {
  const template = parseNames(settings)
  const words = wordsIn(template)
  const spell = await openSpelling(settings.utf8)
  const ids = candidates.map(({ graduateId }) => graduateId)
  const refunding = await ordersWithOpenRefund(
    tx,
    candidates.map(({ orderId }) => orderId).filter((id) => id !== null),
  )
  const numbers = words.has('idNo')
    ? await documentNumbers(
        tx,
        secrets,
        candidates.map(({ identityId }) => identityId),
      )
    : new Map()
  // CHSI links a photo to its enrolment by the code.
  const wantsCodes = words.has('code') || settings.target === 'chsi'
  const codes = wantsCodes ? await codeTexts(tx, secrets, ids) : new Map<string, string>()
  const made = await derivativesOf(
    tx,
    candidates.map(({ photoId }) => photoId),
    settings.standards,
  )

  const packable: Packable[] = []
  const left: Left[] = []
  for (const candidate of candidates) {
    const out = (reason: DeliveryLeftReason, detail = '') => void left.push({ candidate, reason, detail })
    const barred = barOf(candidate, refunding)
    if (barred !== undefined) {
      out(barred)
      continue
    }
    const pictures = picturesOf(candidate, settings.standards, made.get(candidate.photoId))
    if ('reason' in pictures) {
      out(pictures.reason, pictures.standard)
      continue
    }
    const idNumber = numbers.get(candidate.identityId)?.number ?? null
    const code = codes.get(candidate.graduateId) ?? null
    const named = nameFile(template, fieldsOf(candidate, idNumber, code), spell)
    if ('missing' in named) out('field-missing', named.missing)
    else if ('illegal' in named) out('name-illegal', named.illegal)
    else packable.push({ candidate, ...named, idNumber, code, pictures: pictures.found })
  }
  return withoutDoubles(packable, left)
}

function barOf({ standing, orderId, isConsentWithdrawn }: Candidate, refunding: Set<string>) {
  if (standing === 'withdrawn' || standing === 'refused') return 'graduate-withdrawn'
  if (isConsentWithdrawn) return 'consent-withdrawn'
  return orderId !== null && refunding.has(orderId) ? 'refund-open' : undefined
}

/** What is there for the approved bytes. What was made for others is as good as missing. */
function picturesOf(
  { finishedSha256, ownStandard }: Candidate,
  standards: string[],
  made: Map<string, Derivative> | undefined,
): { found: Packable['pictures'] } | { reason: DeliveryLeftReason; standard: string } {
  const found: Packable['pictures'] = []
  for (const standard of standards) {
    const derivative = made?.get(standard)
    if (derivative === undefined || derivative.finishedSha256 !== finishedSha256)
      return { reason: 'derivative-missing', standard }
    const { key, sha256, bytes } = derivative
    if (standard === ownStandard && sha256 !== finishedSha256) return { reason: 'derivative-missing', standard }
    if (key === null || sha256 === null || bytes === null) return { reason: 'derivative-refused', standard }
    found.push({ ...derivative, key, sha256, bytes })
  }
  return { found }
}

function fieldsOf(candidate: Candidate, idNo: string | null, code: string | null): NameFields {
  const { studentNumber, examNumber, name, className, college, major, schoolName } = candidate
  const known = { studentNo: studentNumber, examNo: examNumber, idNo, code, name, class: className }
  const { level, graduationYear } = candidate
  return { ...known, college, major, school: schoolName, level, year: String(graduationYear) }
}

function withoutDoubles(packable: Packable[], left: Left[]): { packable: Packable[]; left: Left[] } {
  const counts = new Map<string, number>()
  const places = packable.map(placeOf)
  for (const place of places) counts.set(place, (counts.get(place) ?? 0) + 1)
  const isAlone = (_: Packable, at: number) => counts.get(places[at]!) === 1
  const doubles = packable
    .filter((one, at) => !isAlone(one, at))
    .map(({ candidate }): Left => ({ candidate, reason: 'name-taken', detail: '' }))
  return { packable: packable.filter(isAlone), left: [...left, ...doubles] }
}
