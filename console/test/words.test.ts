import { expect, test } from 'vitest'
import { en } from '../src/words/en.ts'
import { zhCN } from '../src/words/zh-CN.ts'

const texts = (words: object): string[] =>
  Object.values(words).flatMap((word) => {
    if (typeof word === 'string') return [word]
    if (typeof word === 'function') return [word('1', '2', '3')]
    return texts(word)
  })
const chinese = /\p{Script=Han}/u

test('English pages hold no Chinese words, and no word is of spaces alone', () => {
  expect(texts(en).filter((text) => /^\s+$/.test(text))).toEqual([])
  expect(texts(en).filter((text) => chinese.test(text))).toEqual([])
})

test('Chinese pages hold no English words', () => {
  const english = /[a-z]{3,}/i
  expect(texts(zhCN).filter((text) => !chinese.test(text) && english.test(text))).toEqual([])
})
