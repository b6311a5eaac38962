import { photoMaxBytes as contractPhotoMaxBytes, problems } from '@tucai/contract'
import { expect, test } from 'vitest'
import { photoMaxBytes } from '../src/photo-limit.ts'
import { en } from '../src/words/en.ts'
import { zhCN } from '../src/words/zh-CN.ts'

type Table = { [key: string]: unknown }

function shape(table: unknown, path = ''): string[] {
  if (Array.isArray(table)) return [`${path}[${table.length}]`]
  if (typeof table === 'object' && table !== null) {
    return Object.entries(table as Table).flatMap(([key, value]) => shape(value, `${path}.${key}`))
  }
  return [`${path}: ${typeof table}`]
}

function texts(table: unknown): string[] {
  if (typeof table === 'string') return [table]
  if (typeof table === 'object' && table !== null) return Object.values(table).flatMap(texts)
  return []
}

test('every word exists in both languages', () => {
  expect(shape(en)).toEqual(shape(zhCN))
})

test('no word is empty, and Chinese has no exclamation marks', () => {
  for (const text of [...texts(zhCN), ...texts(en)]) expect(text.trim()).not.toBe('')
  for (const text of texts(zhCN)) expect(text).not.toMatch(/[!！]/)
})

test('English words hold no Chinese, but for the switch to it', () => {
  const chinese = texts(en).filter((text) => /\p{Script=Han}/u.test(text))
  expect(chinese).toEqual([en.welcome.otherLanguage])
})

test("what is checked here is refused in the server's own words", () => {
  for (const [code, words] of Object.entries(zhCN.problems)) {
    const known = problems[code as keyof typeof zhCN.problems]
    expect(words).toBe(known.zh)
    expect(en.problems[code as keyof typeof en.problems]).toBe(known.en)
  }
})

test("the manual's own words stand where the manual has them", () => {
  expect(zhCN.number.placeholder).toBe('请输入身份证号或护照号')
  expect(zhCN.register.phonePlaceholder).toBe('请输入手机号')
  expect(zhCN.register.namePlaceholder).toBe('请输入姓名')
  expect(zhCN.register.mailPlaceholder).toBe('请输入邮箱')
  expect(zhCN.signIn.passwordNote).toBe('如无修改，密码为身份证或护照号后六位')
  expect(zhCN.home.steps).toEqual(['信息采集', '拍照采集', '照片确认', '邮寄信息', '订单'])
})

test('the limit of a photo is the one of the contract', () => {
  expect(photoMaxBytes).toBe(contractPhotoMaxBytes)
})
