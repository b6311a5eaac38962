import { afterAll, beforeAll, expect, it } from 'vitest'
import { openWechatEmulator, type WechatEmulator } from '../../../emulators/wechat.ts'
import { openWechatApi, WechatAway } from './wechat-api.ts'

const app = { appId: 'wx1', appSecret: 'app-secret' }
let emulator: WechatEmulator
beforeAll(async () => {
  emulator = await openWechatEmulator(app)
})
afterAll(() => emulator.close())

let nowMs = Date.parse('2026-11-22T04:00:00Z')
const clock = { now: () => new Date(nowMs) }
const openApi = (changed: object = {}) => openWechatApi({ ...app, apiUrl: emulator.url, ...changed }, clock)
const phone = { countryCode: '86', purePhoneNumber: '13900000126' }

it('a code of wx.login gives its openid once', async () => {
  const api = openApi()
  const code = emulator.loginCode('openid-1')
  expect(await api.openIdOf(code)).toBe('openid-1')
  expect(await api.openIdOf(code)).toBeNull()
  expect(await api.openIdOf('invented')).toBeNull()
})

it('phones are asked for with one access token for all, until it is about to end', async () => {
  const api = openApi()
  const before = emulator.tokensGiven
  const asked = [1, 2, 3, 4].map(() => api.phoneOf(emulator.phoneCode(phone)))
  expect(await Promise.all(asked)).toEqual(Array(4).fill('+8613900000126'))
  expect(emulator.tokensGiven - before).toBe(1)
  nowMs += 7200_000 - 4 * 60_000
  expect(await api.phoneOf(emulator.phoneCode({ countryCode: '852', purePhoneNumber: '51234567' }))).toBe(
    '+85251234567',
  )
  expect(emulator.tokensGiven - before).toBe(2)
})

it('a token that somebody else ended is asked for anew, without a word to the student', async () => {
  const api = openApi()
  await api.phoneOf(emulator.phoneCode(phone))
  emulator.endToken()
  expect(await api.phoneOf(emulator.phoneCode(phone))).toBe('+8613900000126')
  expect(await api.phoneOf('invented')).toBeNull()
})

it('a wrong secret, a failing or a missing WeChat is told apart from a wrong code, and never names the secret', async () => {
  emulator.failing = true
  const failures = [openApi().openIdOf('x'), openApi().phoneOf('x')]
  const settled = await Promise.allSettled(failures)
  emulator.failing = false
  settled.push(...(await Promise.allSettled([openApi({ appSecret: 's3cret' }).openIdOf('x')])))
  settled.push(...(await Promise.allSettled([openApi({ apiUrl: 'http://127.0.0.1:9' }).openIdOf('x')])))
  for (const outcome of settled) {
    expect(outcome.status).toBe('rejected')
    const { reason } = outcome as PromiseRejectedResult
    expect(reason).toBeInstanceOf(WechatAway)
    expect(String(reason)).not.toMatch(/secret/)
  }
})
