import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isPaidState } from '../order/order.ts'
import { type Action, type Advance, nextStep, requireAction } from './collection.ts'

const at = new Date('2026-11-22T04:00:00Z')
const nothing: Advance = {
  informationConfirmedAt: null,
  photoState: null,
  photoConfirmedAt: null,
  paper: null,
  orderState: null,
  payWhen: 'after-photo',
  reviewState: null,
  isOver: false,
  isRetakeDue: false,
}
const informed = { ...nothing, informationConfirmedAt: at }
const photographed = { ...informed, photoState: 'finished' as const }
const confirmed = { ...photographed, photoConfirmedAt: at }
const chosen = { ...confirmed, paper: false }

describe('the next step', () => {
  it.each([
    ['information', nothing],
    ['photo', informed],
    ['confirm', { ...informed, photoState: 'developing' as const }],
    ['confirm', photographed],
    ['photo', { ...informed, photoState: 'refused' as const }],
    ['photo', { ...informed, photoState: 'failed' as const }],
    ['paper', confirmed],
    ['order', chosen],
    ['order', { ...chosen, orderState: 'unpaid' as const }],
    ['done', { ...chosen, orderState: 'paid' as const }],
    ['done', { ...chosen, orderState: 'paid' as const, reviewState: 'waiting' as const }],
    ['done', { ...chosen, orderState: 'shipped' as const, reviewState: 'approved' as const }],
    [
      'photo',
      {
        ...chosen,
        photoState: null,
        photoConfirmedAt: null,
        orderState: 'paid' as const,
        reviewState: 'rejected' as const,
      },
    ],
    ['order', { ...chosen, orderState: 'paid' as const, reviewState: 'rejected' as const, isRetakeDue: true }],
    ['done', { ...informed, reviewState: 'rejected' as const, isOver: true }],
    ['paper', { ...informed, payWhen: 'before-photo' as const }],
    ['order', { ...informed, paper: false, payWhen: 'before-photo' as const }],
    ['photo', { ...informed, paper: false, payWhen: 'before-photo' as const, orderState: 'paid' as const }],
    ['confirm', { ...chosen, photoConfirmedAt: null, orderState: 'unpaid' as const }],
  ])('is %s', (step, advance) => {
    expect(nextStep(advance)).toBe(step)
  })
})

const instant = fc.constantFrom(null, at)
const advance: fc.Arbitrary<Advance> = fc.record({
  informationConfirmedAt: instant,
  photoState: fc.constantFrom(null, 'developing', 'finished', 'refused', 'failed'),
  photoConfirmedAt: instant,
  paper: fc.constantFrom(null, true, false),
  orderState: fc.constantFrom(null, 'unpaid', 'paid', 'producing', 'shipped', 'done'),
  payWhen: fc.constantFrom('after-photo', 'before-photo'),
  reviewState: fc.constantFrom(null, 'waiting', 'approved', 'rejected'),
  isOver: fc.constant(false),
  isRetakeDue: fc.boolean(),
})
const actions: Action[] = ['confirm-information', 'take-photo', 'confirm-photo', 'choose-paper', 'place-order']

it('nothing changes any more once the order is paid and the photo is with the reviewers', () => {
  fc.assert(
    fc.property(advance, fc.constantFrom(...actions), (given, action) => {
      expect(() => requireAction({ ...given, orderState: 'paid', reviewState: 'waiting' }, action)).toThrow(
        'collection-complete',
      )
    }),
  )
})

it('what the next step asks for is always allowed', () => {
  const asks = {
    information: 'confirm-information',
    photo: 'take-photo',
    confirm: 'confirm-photo',
    paper: 'choose-paper',
    order: 'place-order',
  } as const
  fc.assert(
    fc.property(advance, (given) => {
      const step = nextStep(given)
      if (step !== 'done') expect(() => requireAction(given, asks[step])).not.toThrow()
    }),
  )
})

it('no order is placed without information, a confirmed photo and a choice of paper', () => {
  fc.assert(
    fc.property(advance, (given) => {
      fc.pre(!isPaidState(given.orderState) && given.payWhen === 'after-photo')
      fc.pre(!given.informationConfirmedAt || !given.photoConfirmedAt || given.paper === null)
      expect(() => requireAction(given, 'place-order')).toThrow('step-not-reached')
    }),
  )
})
