import type { CollectionStep } from '@tucai/contract'
import { expect, test } from 'vitest'
import { currentCollection, isReached, pageOf, placeOf, runningCollections } from '../src/steps.ts'

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
  const done = { step: 'done', open: true } as const
  const closed = { step: 'photo', open: false } as const
  const running = { step: 'paper', open: true } as const
  expect(runningCollections([done, closed, running])).toEqual([running])
  expect(currentCollection([done, closed, running])).toBe(running)
  expect(currentCollection([done, closed])).toBe(closed)
  expect(currentCollection([done])).toBe(done)
  expect(currentCollection([])).toBeUndefined()
})
