import type {
  Finding,
  PhotoGeometry,
  ReviewLook,
  StaffReview,
  StaffReviewLine,
  StaffReviewQuery,
  StaffRole,
} from '@tucai/contract'
import { sql } from 'kysely'
import { surnameOf } from '../contact/contact.ts'
import { measuredOf, type PhotoRecord } from '../photo/photo.ts'
import { allOf, equal, rowsOf, type Tx } from '../platform/db.ts'
import { shownLooks } from './looks.ts'
import { endOfChinaDay, type Review, reasonWords } from './review.ts'

interface Line {
  id: string
  photoId: string | null
  state: Review['state']
  name: string
  schoolName: string
  campaignId: string
  campaignTitle: string
  submittedAt: Date
  decidedAt: Date | null
  decidedByLogin: string | null
  claimedByLogin: string | null
  claimedUntil: Date | null
  doubt: number
  secondLookAt: Date | null
  forLeaderAt: Date | null
}

interface Whole
  extends Line,
    Pick<Review, 'reasons' | 'note' | 'forGood' | 'dueAt' | 'withdrawnAt' | 'withdrawalReason'> {
  source: 'camera' | 'file' | null
  standard: string | null
  takenAt: Date | null
  findings: Finding[] | null
  geometry: PhotoGeometry | null
  record: PhotoRecord | null
  gender: string
  level: string
  college: string
  studentNumber: string
  attempt: number
  replaceWithinDays: number
  submissionsLeft: number | null
  leaderNote: string | null
}

const LINE = sql`r.id, r.photo_id, r.state, g.name, s.name AS school_name, r.campaign_id, c.title AS campaign_title,
  r.submitted_at, r.decided_at, d.login AS decided_by_login, k.login AS claimed_by_login, r.claimed_until,
  r.doubt, r.second_look_at, r.for_leader_at`
const FROM = sql`FROM review r JOIN graduate g ON g.id = r.graduate_id JOIN school s ON s.id = r.school_id
  JOIN campaign c ON c.id = r.campaign_id LEFT JOIN staff d ON d.id = r.decided_by LEFT JOIN staff k ON k.id = r.claimed_by`

/** What a member of staff may see, and when: the role decides how much of the name. */
export interface Looking {
  role: StaffRole
  now: Date
}

/** Reviews with everything that the desk shows, in the order of the ids; ids of nothing are left out. */
export async function staffReviews(tx: Tx, ids: string[], looking: Looking): Promise<StaffReview[]> {
  const rows = await rowsOf<Whole>(
    tx,
    sql`SELECT ${LINE}, r.reasons, r.note, r.for_good, r.due_at, r.withdrawn_at, r.withdrawal_reason,
        r.leader_note, p.source, p.standard, p.taken_at, p.findings, p.geometry, p.record,
        g.gender, g.level, g.college, g.student_number, c.replace_within_days,
        CASE WHEN c.submissions_most IS NOT NULL THEN greatest(0, c.submissions_most - 1 - (SELECT count(*)
          FROM review e WHERE e.graduate_id = r.graduate_id AND e.state = 'rejected'))::int END AS submissions_left,
        (SELECT count(*) FROM review e WHERE e.graduate_id = r.graduate_id AND e.submitted_at <= r.submitted_at)::int
          AS attempt
      ${FROM} LEFT JOIN photo p ON p.id = r.photo_id WHERE r.id = ANY(${ids})`,
  )
  const byId = new Map(rows.map((row) => [row.id, row]))
  // Whoever takes the second look must not know of the first.
  const looks = looking.role === 'administrator' ? await shownLooks(tx, ids) : new Map<string, ReviewLook[]>()
  return ids.flatMap((id) => {
    const row = byId.get(id)
    return row === undefined ? [] : [{ ...wholeView(row, looking), looks: looks.get(id) ?? [] }]
  })
}

/** A page of reviews: the waiting ones from the oldest, all others from the newest. */
export async function staffReviewPage(
  tx: Tx,
  { campaignId, state, offset = 0, limit = 50 }: StaffReviewQuery,
  looking: Looking,
): Promise<{ total: number; reviews: StaffReviewLine[] }> {
  const where = allOf(equal(sql`r.campaign_id`, campaignId), equal(sql`r.state`, state))
  const [counted] = await rowsOf<{ total: number }>(tx, sql`SELECT count(*)::int AS total FROM review r WHERE ${where}`)
  const order = state === 'waiting' ? sql`r.submitted_at, r.id` : sql`r.submitted_at DESC, r.id`
  const rows = await rowsOf<Line>(
    tx,
    sql`SELECT ${LINE} ${FROM} WHERE ${where} ORDER BY ${order} LIMIT ${limit} OFFSET ${offset}`,
  )
  return { total: counted!.total, reviews: rows.map((row) => lineView(row, looking)) }
}

function lineView(row: Line, { role, now }: Looking): StaffReviewLine {
  const isClaimed = row.claimedUntil !== null && row.claimedUntil > now
  return {
    reviewId: row.id,
    photoId: row.photoId,
    state: row.state,
    name: role === 'administrator' ? row.name : surnameOf(row.name),
    schoolName: row.schoolName,
    campaignId: row.campaignId,
    campaignTitle: row.campaignTitle,
    submittedAt: row.submittedAt.toISOString(),
    decidedAt: row.decidedAt?.toISOString() ?? null,
    decidedBy: row.decidedByLogin,
    claimedBy: isClaimed ? row.claimedByLogin : null,
    claimedUntil: isClaimed ? row.claimedUntil!.toISOString() : null,
    doubt: row.doubt,
    secondLook: row.secondLookAt !== null,
    forLeader: row.forLeaderAt !== null,
  }
}

function wholeView(row: Whole, looking: Looking): Omit<StaffReview, 'looks'> {
  const { source, standard, geometry, note, forGood, withdrawalReason } = row
  return {
    ...lineView(row, looking),
    ...{ source, standard, geometry, note, forGood, withdrawalReason },
    ...{ gender: row.gender, level: row.level, college: row.college, attempt: row.attempt },
    maskedStudentNumber: maskStudentNumber(row.studentNumber),
    dueIfRejected: endOfChinaDay(looking.now, row.replaceWithinDays).toISOString(),
    submissionsLeft: row.submissionsLeft,
    measured: measuredOf(row.record),
    leaderNote: looking.role === 'administrator' ? row.leaderNote : null,
    takenAt: row.takenAt?.toISOString() ?? null,
    findings: row.findings ?? [],
    reasons: reasonWords(row.reasons),
    dueAt: row.dueAt?.toISOString() ?? null,
    withdrawnAt: row.withdrawnAt?.toISOString() ?? null,
  }
}

/** First four and last two characters; of a short one only the first two. */
function maskStudentNumber(number: string): string {
  if (number.length < 8) return `${number.slice(0, 2)}****`
  return `${number.slice(0, 4)}****${number.slice(-2)}`
}
