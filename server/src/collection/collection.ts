import {
  type CollectionStep,
  type Delivery,
  type OrderState,
  type PayWhen,
  type PhotoState,
  Problem,
  type ReviewState,
} from '@tucai/contract'
import type { Address } from '../address/address.ts'
import { isPaidState } from '../order/order.ts'

/** How far one graduate has come, as stored. A graduate who has not begun has no row: every part is null. */
export interface Collection {
  graduateId: string
  informationConfirmedAt: Date | null
  /** The take being looked at: the confirmed one, or the newest. */
  photoId: string | null
  photoConfirmedAt: Date | null
  paper: boolean | null
  printSets: number
  delivery: Delivery
  address: Address | null
  correctionSentAt: Date | null
}

export const notBegun: Omit<Collection, 'graduateId'> = {
  informationConfirmedAt: null,
  photoId: null,
  photoConfirmedAt: null,
  paper: null,
  printSets: 0,
  delivery: 'none',
  address: null,
  correctionSentAt: null,
}

/** What the next step depends on. */
export interface Advance {
  informationConfirmedAt: Date | null
  photoState: PhotoState | null
  photoConfirmedAt: Date | null
  paper: boolean | null
  /** Of the order that is neither cancelled nor given back. */
  orderState: OrderState | null
  payWhen: PayWhen
  /** Of the newest submission; null before the first, and once one was withdrawn. */
  reviewState: ReviewState | null
  /** The photo was rejected for good: nothing more is asked for. */
  isOver: boolean
  /** Taking the photo anew costs something that is not paid yet. */
  isRetakeDue: boolean
}

/** The step of 线上采集 that is next. */
export function nextStep(advance: Advance): CollectionStep {
  if (advance.isOver || isSettled(advance)) return 'done'
  if (isPaidState(advance.orderState)) {
    if (advance.photoConfirmedAt === null) return photoStep(advance)
    return advance.isRetakeDue ? 'order' : 'done'
  }
  if (advance.informationConfirmedAt === null) return 'information'
  if (advance.payWhen === 'after-photo' && advance.photoConfirmedAt === null) return photoStep(advance)
  return advance.paper === null ? 'paper' : 'order'
}

function photoStep({ photoState }: Advance): CollectionStep {
  return photoState === 'developing' || photoState === 'finished' ? 'confirm' : 'photo'
}

/** Paid, and the photo is with the reviewers or through: nothing can be changed. */
function isSettled({ orderState, reviewState }: Advance): boolean {
  return isPaidState(orderState) && (reviewState === 'waiting' || reviewState === 'approved')
}

/** What each action needs to have been done before it. */
export type Action = 'confirm-information' | 'take-photo' | 'confirm-photo' | 'choose-paper' | 'place-order'

const isInformed = (advance: Advance) => advance.informationConfirmedAt !== null
/** The photo, where it comes before paying. */
const isPhotoThere = (advance: Advance) => advance.payWhen === 'before-photo' || advance.photoConfirmedAt !== null
const mayTakePhoto = (advance: Advance) => isInformed(advance) && advance.payWhen === 'after-photo'

const needsBeforePaying: Record<Action, (advance: Advance) => boolean> = {
  'confirm-information': () => true,
  'take-photo': mayTakePhoto,
  'confirm-photo': mayTakePhoto,
  'choose-paper': (advance) => isInformed(advance) && isPhotoThere(advance),
  'place-order': (advance) => isInformed(advance) && isPhotoThere(advance) && advance.paper !== null,
}

/** What a paid order still leaves open: a photo that is missing, was rejected or withdrawn. */
const openAfterPaying: Record<Action, (advance: Advance) => boolean> = {
  'confirm-information': () => false,
  'take-photo': () => true,
  'confirm-photo': () => true,
  'choose-paper': () => false,
  'place-order': ({ isRetakeDue, photoConfirmedAt }) => isRetakeDue && photoConfirmedAt !== null,
}

/**
 * Steps may be gone back to as often as wanted until the order is paid, and none may be jumped over.
 * @throws Problem collection-over, collection-complete or step-not-reached
 */
export function requireAction(advance: Advance, action: Action): void {
  if (advance.isOver) throw new Problem('collection-over')
  if (!isPaidState(advance.orderState)) {
    if (!needsBeforePaying[action](advance)) throw new Problem('step-not-reached')
  } else if (isSettled(advance) || !openAfterPaying[action](advance)) throw new Problem('collection-complete')
}

/** How many retakes are to be paid for: rejections beyond those that are free. */
export function retakesToPay(rejections: number, freeRetakes: number | null, retakeFeeFen: number): number {
  return freeRetakes === null || retakeFeeFen === 0 ? 0 : Math.max(0, rejections - freeRetakes)
}

/** How often a photo may still be handed in; null: as often as wanted. */
export function submissionsLeft(submissionsMost: number | null, submissions: number): number | null {
  return submissionsMost === null ? null : Math.max(0, submissionsMost - submissions)
}
