import { type CollectionStep, type OrderState, type PhotoState, Problem } from '@tucai/contract'
import type { Address } from '../address/address.ts'

/** How far one graduate has come, as stored. A graduate who has not begun has no row: every part is null. */
export interface Collection {
  graduateId: string
  informationConfirmedAt: Date | null
  /** The take being looked at: the confirmed one, or the newest. */
  photoId: string | null
  photoConfirmedAt: Date | null
  paper: boolean | null
  address: Address | null
  correctionSentAt: Date | null
}

export const notBegun: Omit<Collection, 'graduateId'> = {
  informationConfirmedAt: null,
  photoId: null,
  photoConfirmedAt: null,
  paper: null,
  address: null,
  correctionSentAt: null,
}

/** What the next step depends on. */
export interface Advance {
  informationConfirmedAt: Date | null
  photoState: PhotoState | null
  photoConfirmedAt: Date | null
  paper: boolean | null
  orderState: OrderState | null
}

/** The step of 线上采集 that is next. */
export function nextStep(advance: Advance): CollectionStep {
  if (advance.orderState === 'paid') return 'done'
  if (advance.informationConfirmedAt === null) return 'information'
  if (advance.photoConfirmedAt === null) {
    const canBeLookedAt = advance.photoState === 'developing' || advance.photoState === 'finished'
    return canBeLookedAt ? 'confirm' : 'photo'
  }
  return advance.paper === null ? 'paper' : 'order'
}

/** What each action needs to have been done before it. */
export type Action = 'confirm-information' | 'take-photo' | 'confirm-photo' | 'choose-paper' | 'place-order'

const needs: Record<Action, (advance: Advance) => boolean> = {
  'confirm-information': () => true,
  'take-photo': (advance) => advance.informationConfirmedAt !== null,
  'confirm-photo': (advance) => advance.informationConfirmedAt !== null,
  'choose-paper': (advance) => advance.informationConfirmedAt !== null && advance.photoConfirmedAt !== null,
  'place-order': (advance) =>
    advance.informationConfirmedAt !== null && advance.photoConfirmedAt !== null && advance.paper !== null,
}

/**
 * Steps may be gone back to as often as wanted until the order is paid, and none may be jumped over.
 * @throws Problem collection-complete or step-not-reached
 */
export function requireAction(advance: Advance, action: Action): void {
  if (advance.orderState === 'paid') throw new Problem('collection-complete')
  if (!needs[action](advance)) throw new Problem('step-not-reached')
}
