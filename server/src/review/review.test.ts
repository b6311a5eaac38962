import { rejectReasons } from '@tucai/contract'
import { describe, expect, it } from 'vitest'
import { surnameOf } from '../contact/contact.ts'
import { endOfChinaDay, reasonWords, requireNote, requireReviewMove } from './review.ts'

describe('the moves of a review', () => {
  const states = ['waiting', 'approved', 'rejected', 'withdrawn'] as const
  it('are these and no others', () => {
    const allowed = states.flatMap((from) =>
      states
        .filter((to) => {
          try {
            requireReviewMove(from, to)
            return true
          } catch {
            return false
          }
        })
        .map((to) => `${from} ${to}`),
    )
    expect(allowed).toEqual(['waiting approved', 'waiting rejected', 'waiting withdrawn', 'approved withdrawn'])
  })
})

describe('the day until which a photo is replaced', () => {
  it.each([
    ['2026-04-18T15:59:59Z', 2, '2026-04-20T15:59:59.000Z'],
    ['2026-04-18T16:00:00Z', 2, '2026-04-21T15:59:59.000Z'],
    ['2026-12-31T01:00:00Z', 1, '2027-01-01T15:59:59.000Z'],
  ])('from %s, %i days on, ends at midnight in China: %s', (now, days, end) => {
    expect(endOfChinaDay(new Date(now), days).toISOString()).toBe(end)
  })
})

describe('reasons', () => {
  it('say what is wrong and what to change, in both languages', () => {
    for (const [code, { fault, change }] of Object.entries(rejectReasons)) {
      expect(code).toMatch(/^[A-Z]+(_[A-Z]+)*$/)
      expect(fault.zh + change.zh, code).toMatch(/^\p{Script=Han}[^!！。]+$/u)
      expect(fault.en, code).toMatch(/^[A-Z][^\p{Script=Han}.]+$/u)
      expect(change.en, code).toMatch(/^[A-Z][^\p{Script=Han}]+\.$/u)
    }
    expect(reasonWords(['POSE_YAW'])).toEqual([
      { code: 'POSE_YAW', zh: '脸没有正对镜头：请正面看镜头', en: 'The face is turned aside. Face the camera.' },
    ])
  })

  it('that are none of the listed ones need a note', () => {
    expect(() => requireNote({ reasons: ['OTHER'], note: null })).toThrow('review-note-missing')
    expect(() => requireNote({ reasons: ['OTHER'], note: '请重新拍摄' })).not.toThrow()
    expect(() => requireNote({ reasons: ['POSE_YAW'], note: null })).not.toThrow()
  })
})

it.each([
  ['林知远', '林'],
  ['欧阳若溪', '欧阳'],
  ['欧阳', '欧'],
  ['慕容雪', '慕容'],
  ['阿依古丽·买买提', '阿·买'],
  ['ANNA MARTIN', 'A·M'],
  ['阿卜杜拉艾山江', '阿'],
  ['𠮷田', '𠮷'],
  ["Jean-Luc O'Neill", 'J·L·O·N'],
])('of %s a reviewer sees %s', (name, shown) => {
  expect(surnameOf(name)).toBe(shown)
})
