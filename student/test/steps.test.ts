import type { CollectionStep } from '@tucai/contract'
import { expect, test } from 'vitest'
import {
  type Course,
  currentCollection,
  isReached,
  lacksEnrolment,
  pageOf,
  pageOfView,
  placeOf,
  runningCollections,
  statableCampaigns,
  stepStates,
  stepsOf,
  waitsForCode,
} from '../src/steps.ts'

const steps: CollectionStep[] = ['information', 'photo', 'confirm', 'paper', 'order', 'done']

test('开始线上采集 leads to the screen of the step that is next', () => {
  expect(steps.map(pageOf)).toEqual(['information', 'guide', 'confirm', 'paper', 'order', 'collected'])
})

const usual: Course = { payWhen: 'after-photo', paperOffered: true }
const payFirst: Course = { payWhen: 'before-photo', paperOffered: true }
const noPaper: Course = { payWhen: 'after-photo', paperOffered: false }

test('the places follow the course of the campaign, and done lies behind the last', () => {
  expect(steps.map((step) => placeOf(step, usual))).toEqual([1, 2, 3, 4, 5, 6])
  expect(steps.map((step) => placeOf(step, payFirst))).toEqual([1, 4, 5, 2, 3, 6])
  expect(stepsOf(noPaper)).toEqual(['information', 'photo', 'confirm', 'order'])
  expect(placeOf('paper', noPaper)).toBe(placeOf('order', noPaper))
})

test('a step is reached when it is the next one or lies before it', () => {
  expect(isReached('information', 'photo', usual, false)).toBe(true)
  expect(isReached('photo', 'photo', usual, false)).toBe(true)
  expect(isReached('confirm', 'photo', usual, false)).toBe(false)
  expect(isReached('order', 'information', usual, false)).toBe(false)
  expect(isReached('photo', 'order', payFirst, false)).toBe(false)
  expect(isReached('paper', 'order', payFirst, false)).toBe(true)
})

test('once the order is paid, the photo alone can be gone back to, and an order for taking it anew', () => {
  const reached = (next: CollectionStep) =>
    steps.filter((step) => step !== 'done' && isReached(step, next, usual, true))
  expect(reached('photo')).toEqual(['photo'])
  expect(reached('confirm')).toEqual(['photo', 'confirm'])
  expect(reached('order')).toEqual(['photo', 'confirm', 'order'])
  expect(reached('done')).toEqual([])
})

test('what was paid for stays done while the photo is taken, for the first time or anew', () => {
  const shown = (next: CollectionStep, course: Course, paid: boolean) =>
    stepStates(next, course, paid).map(({ step, state }) => `${step} ${state}`)
  expect(shown('photo', payFirst, true)).toEqual([
    ...['information done', 'paper done', 'order done', 'photo now', 'confirm todo'],
  ])
  expect(shown('photo', usual, true)).toEqual([
    ...['information done', 'photo now', 'confirm todo', 'paper done', 'order done'],
  ])
  expect(shown('paper', usual, false)).toEqual([
    ...['information done', 'photo done', 'confirm done', 'paper now', 'order todo'],
  ])
  expect(shown('done', noPaper, true).every((each) => each.endsWith('done'))).toBe(true)
})

test('a closed or complete collection is not running; the main screen speaks of a running one first', () => {
  const standing = 'confirmed' as const
  const done = { step: 'done', open: true, standing } as const
  const closed = { step: 'photo', open: false, standing } as const
  const running = { step: 'paper', open: true, standing } as const
  expect(runningCollections([done, closed, running])).toEqual([running])
  expect(currentCollection([done, closed, running])).toBe(running)
  expect(currentCollection([done, closed])).toBe(closed)
  expect(currentCollection([done])).toBe(done)
  expect(currentCollection([])).toBeUndefined()
})

test('what a school refused is not worked on, and stands in nobody’s way', () => {
  const refused = { step: 'photo', open: true, standing: 'refused' } as const
  const done = { step: 'done', open: true, standing: 'confirmed' } as const
  expect(runningCollections([refused])).toEqual([])
  expect(currentCollection([refused, done])).toBe(done)
  expect(currentCollection([refused])).toBe(refused)
  expect([lacksEnrolment([]), lacksEnrolment([refused]), lacksEnrolment([refused, done])]).toEqual([true, true, false])
})

test('an enrolment is stated where a campaign knows its graduates by their codes', () => {
  const modes = (['roster', 'code', 'hybrid'] as const).map((identityMode) => ({ identityMode }))
  expect(statableCampaigns(modes).map(({ identityMode }) => identityMode)).toEqual(['code', 'hybrid'])
})

test('before the photo comes the code that the campaign asks for, and only there', () => {
  expect(pageOfView({ step: 'photo', codeState: 'missing' })).toBe('collection-code')
  expect(pageOfView({ step: 'photo', codeState: 'accepted' })).toBe('guide')
  expect(pageOfView({ step: 'photo', codeState: 'not-asked' })).toBe('guide')
  expect(pageOfView({ step: 'information', codeState: 'missing' })).toBe('information')
  expect(waitsForCode('photo', { codeState: 'missing' })).toBe(true)
  expect(waitsForCode('information', { codeState: 'missing' })).toBe(false)
  expect(waitsForCode('photo', { codeState: 'accepted' })).toBe(false)
})
