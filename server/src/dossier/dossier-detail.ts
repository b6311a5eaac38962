import type { GraduateOrderView, GraduateTake, StaffGraduateDetail } from '@tucai/contract'
import { sql } from 'kysely'
import { accountOfIdentity } from '../account/accounts.ts'
import { campaignOf } from '../campaign/campaigns.ts'
import { correctionsOf } from '../collection/collections.ts'
import { newestConsents } from '../consent/consents.ts'
import type { Graduate } from '../graduate/graduate.ts'
import { enrolmentsOf, hasBegun } from '../graduate/graduates.ts'
import { documentNumber } from '../identity/identities.ts'
import { maskMail, maskPhone } from '../notice/notice.ts'
import { ordersOf } from '../order/orders.ts'
import { rowOf, rowsOf, type Tx } from '../platform/db.ts'
import type { StaffActor } from '../platform/http/route-table.ts'
import type { Secrets } from '../platform/secrets.ts'
import { reasonWords } from '../review/review.ts'
import { reviewsOf } from '../review/reviews.ts'
import { lineView } from './dossier.ts'
import { dossierLine, dossierLines } from './dossiers.ts'

/** Everything about one enrolment. A school is not shown where prints are sent, nor what was agreed to with the centre. */
export async function dossierDetail(
  tx: Tx,
  secrets: Secrets,
  actor: StaffActor,
  graduate: Graduate,
): Promise<StaffGraduateDetail> {
  const { id, identityId, campaignId, gender, studyYears, graduationYear, schoolName } = graduate
  const [line, campaign] = [await dossierLine(tx, id), await campaignOf(tx, campaignId)]
  const account = await accountOfIdentity(tx, secrets, identityId)
  const own = await rowOf<{ addedAt: Date; informationConfirmedAt: Date | null }>(
    tx,
    sql`SELECT g.created_at AS added_at, c.information_confirmed_at FROM graduate g
      LEFT JOIN collection c ON c.graduate_id = g.id WHERE g.id = ${id}`,
  )
  return {
    ...lineView(line!, await documentNumber(tx, secrets, identityId)),
    ...{ campaignId, campaignTitle: campaign!.title, schoolName, gender, studyYears, graduationYear },
    addedAt: own!.addedAt.toISOString(),
    maskedPhone: account ? maskPhone(account.phone) : null,
    maskedMail: account ? maskMail(account.mail) : null,
    numberOpen: !(await hasBegun(tx, id)),
    informationConfirmedAt: own!.informationConfirmedAt?.toISOString() ?? null,
    corrections: (await correctionsOf(tx, secrets, id)).reverse().map(({ text, sentAt, settledAt }) => ({
      ...{ text, sentAt: sentAt.toISOString(), settledAt: settledAt?.toISOString() ?? null },
    })),
    enrolments: await enrolmentLines(tx, identityId),
    consents: actor.schoolId === null ? await consentLines(tx, identityId) : null,
    takes: await takesOf(tx, id),
    orders: (await ordersOf(tx, secrets, identityId))
      .filter(({ graduateId }) => graduateId === id)
      .map((order) => orderLine(order, actor.schoolId === null)),
  }
}

async function enrolmentLines(tx: Tx, identityId: string): Promise<StaffGraduateDetail['enrolments']> {
  const enrolments = await enrolmentsOf(tx, identityId)
  const lines = new Map(
    (
      await dossierLines(
        tx,
        enrolments.map(({ id }) => id),
      )
    ).map((line) => [line.id, line]),
  )
  const titles = await rowsOf<{ id: string; title: string }>(
    tx,
    sql`SELECT id, title FROM campaign WHERE id = ANY(${enrolments.map(({ campaignId }) => campaignId)})`,
  )
  return enrolments.map(({ id, campaignId, schoolName, major, level, graduationYear }) => ({
    ...{ graduateId: id, campaignId, schoolName, major, level, graduationYear },
    campaignTitle: titles.find((title) => title.id === campaignId)!.title,
    photoStage: lines.get(id)!.photoStage,
  }))
}

async function consentLines(tx: Tx, identityId: string): Promise<StaffGraduateDetail['consents']> {
  return [...(await newestConsents(tx, identityId)).entries()].map(([purpose, { version, givenAt, withdrawnAt }]) => ({
    ...{ purpose, version, givenAt: givenAt.toISOString(), withdrawnAt: withdrawnAt?.toISOString() ?? null },
  }))
}

type TakeRow = Omit<GraduateTake, 'takenAt' | 'review'> & { takenAt: Date }

/** Every take with its submission, the latest first. */
async function takesOf(tx: Tx, graduateId: string): Promise<GraduateTake[]> {
  const rows = await rowsOf<TakeRow>(
    tx,
    sql`SELECT p.id AS photo_id, p.taken_at, p.state, p.source, p.standard, p.findings, p.geometry, p.finished_sha256,
        (p.record->'file'->>'bytes')::integer AS finished_bytes, p.original_removed_at IS NULL AS original_kept,
        c.photo_id IS NOT NULL AS present
      FROM photo p LEFT JOIN collection c ON c.graduate_id = p.graduate_id AND c.photo_id = p.id
        AND c.photo_confirmed_at IS NOT NULL
      WHERE p.graduate_id = ${graduateId} ORDER BY p.taken_at DESC, p.id`,
  )
  const reviews = await reviewsOf(tx, graduateId)
  return rows.map(({ takenAt, ...take }) => {
    const place = reviews.findIndex(({ photoId }) => photoId === take.photoId)
    const review = reviews[place]
    return {
      ...take,
      takenAt: takenAt.toISOString(),
      review:
        review === undefined
          ? null
          : {
              ...{ reviewId: review.id, attempt: reviews.length - place, state: review.state, note: review.note },
              submittedAt: review.submittedAt.toISOString(),
              decidedAt: review.decidedAt?.toISOString() ?? null,
              reasons: reasonWords(review.reasons),
              dueAt: review.dueAt?.toISOString() ?? null,
              forGood: review.forGood,
            },
    }
  })
}

type Order = Awaited<ReturnType<typeof ordersOf>>[number]

function orderLine(order: Order, showsRegion: boolean): GraduateOrderView {
  const { id, number, kind, state, lines, totalFen, schoolFen, placedAt, paidAt, address } = order
  return {
    ...{ orderId: id, number, kind, state, lines, totalFen, schoolFen },
    placedAt: placedAt.toISOString(),
    paidAt: paidAt?.toISOString() ?? null,
    region: showsRegion ? (address?.region ?? null) : null,
    byStation: order.delivery === 'station',
  }
}
