import { type CodeState, type CollectionSummary, type CollectionView, Problem } from '@tucai/contract'
import type { Account } from '../account/account.ts'
import { accountOf } from '../account/accounts.ts'
import {
  type Campaign,
  campaignView,
  isOpen,
  isPaperOffered,
  openingOf,
  requireOpen,
  windowOf,
} from '../campaign/campaign.ts'
import { campaignOf } from '../campaign/campaigns.ts'
import { hasCode } from '../code/codes.ts'
import { requireConsents } from '../consent/consent.ts'
import { newestConsents } from '../consent/consents.ts'
import { isSameName } from '../contact/contact.ts'
import { handedOver } from '../delivery/deliveries.ts'
import { type Graduate, graduateView } from '../graduate/graduate.ts'
import { enrolmentsOf, graduateOf } from '../graduate/graduates.ts'
import { documentNumber } from '../identity/identities.ts'
import { isPaid, type Order } from '../order/order.ts'
import { orderShown, presentOrder, retakeOrders } from '../order/orders.ts'
import { type Photo, photoView } from '../photo/photo.ts'
import { photoOf } from '../photo/photos.ts'
import type { Tx } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import type { StudentActor } from '../platform/http/route-table.ts'
import { reviewView } from '../review/review.ts'
import { type Action, type Advance, type Collection, nextStep, requireAction, submissionsLeft } from './collection.ts'
import { collectionOf, lockCollection } from './collections.ts'
import { consentsFor } from './consent-gate.ts'
import { type Standing, standingOf } from './submitting.ts'

/** Everything about one enrolment of the signed-in student. */
export interface Enrolment {
  account: Account
  graduate: Graduate
  campaign: Campaign
  collection: Collection
  photo: Photo | null
  /** Of the collection, neither cancelled nor given back. */
  order: Order | null
  standing: Standing
}

type Needs = Pick<Engines, 'secrets' | 'clock'>

/**
 * Loads an enrolment for looking at it.
 * @throws Problem not-found for somebody else's, enrolment-missing when the school submitted another name
 */
export async function enrolmentOf(tx: Tx, needs: Needs, actor: StudentActor, graduateId: string): Promise<Enrolment> {
  const found = await matchedGraduate(tx, needs, actor, graduateId)
  const collection = await collectionOf(tx, needs.secrets, graduateId)
  return complete(tx, needs, found, collection, false)
}

/**
 * Loads an enrolment for a step of it, and keeps collection and order from changing until the transaction ends.
 * @throws Problem also consent-needed, campaign-closed and its like, replacement-overdue, collection-complete or
 *   step-not-reached
 */
export async function enrolmentFor(
  tx: Tx,
  needs: Needs,
  actor: StudentActor,
  graduateId: string,
  action: Action,
): Promise<Enrolment> {
  const found = await matchedGraduate(tx, needs, actor, graduateId)
  const collection = await lockCollection(tx, needs.secrets, found.graduate)
  const enrolment = await complete(tx, needs, found, collection, true)
  requireAction(advanceOf(enrolment), action)
  await requireStanding(tx, enrolment, action)
  const paper = action === 'place-order' && collection.paper === true
  requireConsents(await newestConsents(tx, actor.identityId), consentsFor(action, paper))
  requireTime(enrolment, needs.clock.now())
  return enrolment
}

/**
 * A photo that was rejected or sent back may be replaced until the day that was named, at any hour and also when the campaign has
 * closed; afterwards not without an extension.
 */
function requireTime({ campaign, standing: { review } }: Enrolment, now: Date): void {
  const isToReplace = review?.state === 'rejected' || review?.state === 'withdrawn'
  const dueAt = isToReplace ? review.dueAt : null
  if (campaign.cancelledAt !== null || dueAt === null) requireOpen(campaign, now)
  else if (now > dueAt) throw new Problem('replacement-overdue')
}

/** A photo needs the code that the campaign asks for, and nothing is promised before the school has confirmed. */
async function requireStanding(tx: Tx, { graduate, campaign }: Enrolment, action: Action): Promise<void> {
  if (graduate.standing === 'refused') throw new Problem('graduate-refused')
  if (graduate.standing === 'withdrawn') throw new Problem('graduate-withdrawn')
  if (action === 'place-order' && graduate.standing === 'unconfirmed') throw new Problem('graduate-unconfirmed')
  const isCodeAction = action === 'take-photo' || action === 'place-order'
  if (isCodeAction && (await codeStateOf(tx, { graduate, campaign })) === 'missing') throw new Problem('code-missing')
}

/** In a hybrid campaign the roster is proof enough for whoever is on it. */
async function codeStateOf(
  tx: Tx,
  { graduate, campaign }: Pick<Enrolment, 'graduate' | 'campaign'>,
): Promise<CodeState> {
  const isAsked =
    campaign.identityMode === 'code' || (campaign.identityMode === 'hybrid' && graduate.standing !== 'confirmed')
  if (!isAsked) return 'not-asked'
  return (await hasCode(tx, graduate.id)) ? 'accepted' : 'missing'
}

async function matchedGraduate(tx: Tx, { secrets }: Needs, actor: StudentActor, graduateId: string) {
  const graduate = await graduateOf(tx, graduateId)
  if (graduate?.identityId !== actor.identityId) throw new Problem('not-found')
  const account = await accountOf(tx, secrets, actor.accountId)
  if (!isSameName(account.name, graduate.name)) throw new Problem('enrolment-missing')
  return { account, graduate }
}

async function complete(
  tx: Tx,
  { secrets }: Needs,
  { account, graduate }: { account: Account; graduate: Graduate },
  collection: Collection,
  lock: boolean,
): Promise<Enrolment> {
  const campaign = (await campaignOf(tx, graduate.campaignId))!
  const order = (await presentOrder(tx, secrets, graduate.id, { lock })) ?? null
  const photo = collection.photoId === null ? null : ((await photoOf(tx, collection.photoId)) ?? null)
  const standing = await standingOf(tx, { secrets }, graduate)
  return { account, graduate, campaign, collection, photo, order, standing }
}

function advanceOf({ campaign, collection, photo, order, standing }: Enrolment): Advance {
  const { informationConfirmedAt, photoConfirmedAt, paper } = collection
  const { review, isRetakeDue } = standing
  return {
    ...{ informationConfirmedAt, photoConfirmedAt, paper, payWhen: campaign.payWhen, isRetakeDue },
    photoState: photo?.state ?? null,
    orderState: order?.state ?? null,
    reviewState: review?.state ?? null,
    isOver: review?.state === 'rejected' && review.forGood,
  }
}

/** The order that is next to be paid or looked at: a retake's while it is due. */
async function shownOrder(tx: Tx, { secrets }: Needs, { graduate, collection, order, standing }: Enrolment) {
  if (!standing.isRetakeDue || collection.photoConfirmedAt === null) return order
  return (await retakeOrders(tx, secrets, graduate.id)).find(({ state }) => state === 'unpaid') ?? null
}

export async function collectionView(tx: Tx, { secrets, clock }: Needs, enrolment: Enrolment): Promise<CollectionView> {
  const { account, graduate, campaign, collection, photo } = enrolment
  const { number } = await documentNumber(tx, secrets, graduate.identityId)
  const shown = await shownOrder(tx, { secrets, clock }, enrolment)
  const { review } = enrolment.standing
  const handed = review?.state === 'approved' ? await handedOver(tx, review.id) : undefined
  return {
    step: nextStep(advanceOf(enrolment)),
    codeState: await codeStateOf(tx, enrolment),
    graduate: graduateView(graduate, number),
    campaign: campaignView(campaign, clock.now()),
    phone: account.phone,
    mail: account.mail,
    informationConfirmedAt: collection.informationConfirmedAt?.toISOString() ?? null,
    photo: photo && photoView(photo),
    photoConfirmedAt: collection.photoConfirmedAt?.toISOString() ?? null,
    paper: collection.paper,
    printSets: collection.printSets,
    delivery: collection.delivery,
    address: collection.address,
    order: shown && (await orderShown(tx, shown)),
    reviewState: review?.state ?? null,
    submissionsLeft: submissionsLeft(campaign.submissionsMost, enrolment.standing.submissions),
    review: review && reviewView(review),
    handedToChsi: handed === undefined ? null : { at: handed.at.toISOString(), result: handed.result },
    correctionSentAt: collection.correctionSentAt?.toISOString() ?? null,
  }
}

/** The student's enrolments whose name agrees with what was registered. */
export async function collectionSummaries(tx: Tx, needs: Needs, actor: StudentActor): Promise<CollectionSummary[]> {
  const account = await accountOf(tx, needs.secrets, actor.accountId)
  const graduates = await enrolmentsOf(tx, actor.identityId)
  const summaries: CollectionSummary[] = []
  for (const graduate of graduates.filter(({ name }) => isSameName(name, account.name))) {
    const collection = await collectionOf(tx, needs.secrets, graduate.id)
    const enrolment = await complete(tx, needs, { account, graduate }, collection, false)
    summaries.push(summaryOf(enrolment, needs.clock.now()))
  }
  return summaries
}

function summaryOf(enrolment: Enrolment, now: Date): CollectionSummary {
  const { graduate, campaign, collection, order, standing } = enrolment
  const paidAt = isPaid(order) ? order!.paidAt!.toISOString() : null
  return {
    graduateId: graduate.id,
    schoolName: graduate.schoolName,
    campaignTitle: campaign.title,
    major: graduate.major,
    level: graduate.level,
    graduationYear: graduate.graduationYear,
    standing: graduate.standing,
    open: isOpen(campaign, now),
    opening: openingOf(campaign, now),
    window: windowOf(campaign),
    payWhen: campaign.payWhen,
    paperOffered: isPaperOffered(campaign),
    step: nextStep(advanceOf(enrolment)),
    completedAt: paidAt,
    photoId: isPaid(order) ? order!.photoId : collection.photoId,
    reviewState: standing.review?.state ?? null,
  }
}
