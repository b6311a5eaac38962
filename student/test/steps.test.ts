import type { CollectionStep } from '@tucai/contract'
import { expect, test } from 'vitest'
import {
  currentCollection,
  isReached,
  lacksEnrolment,
  pageOf,
  pageOfView,
  placeOf,
  runningCollections,
  statableCampaigns,
  waitsForCode,
} from '../src/steps.ts'

const steps: CollectionStep[] = ['information', 'photo', 'confirm', 'paper', 'order', 'done']

test('开始线上采集 leads to the screen of the step that is next', () => {
  expect(steps.map(pageOf)).toEqual(['information', 'guide', 'confirm', 'paper', 'order', 'collected'])
})

test('the five places follow each other, and done lies behind the last', () => {
  expect(steps.map(placeOf)).toEqual([1, 2, 3, 4, 5, 6])
})

test('a step is reached when it is the next one or lies before it', () => {
  expect(isReached('information', 'photo')).toBe(true)
  expect(isReached('photo', 'photo')).toBe(true)
  expect(isReached('confirm', 'photo')).toBe(false)
  expect(isReached('order', 'information')).toBe(false)
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
