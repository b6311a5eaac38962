import { mkdtemp, rm } from 'node:fs/promises'
import type { IncomingHttpHeaders } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Problem } from '@tucai/contract'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openWechatPayEmulator } from '../../../emulators/wechat-pay/emulator.ts'
import { aPaymentRequest, merchantOf } from '../../test/a-merchant.ts'
import { noticeMutations } from '../../test/notice-mutations.ts'
import { systemClock } from '../platform/clock.ts'
import { openApp } from '../platform/http/open-app.ts'
import { openRouteTable } from '../platform/http/route-table.ts'
import { openLog } from '../platform/log.ts'
import { paymentNoticeRoutes } from './payment-notice-routes.ts'
import { NoticeRefused, ProviderAway, type ProviderNotice } from './provider.ts'
import { openWechatPay } from './wechat-pay/wechat-pay.ts'

let folder: string
let close: () => Promise<unknown>
let url: string
const seen: { headers: Record<string, unknown>; body: Buffer }[] = []
let readNotice: (headers: IncomingHttpHeaders, body: Buffer) => Promise<ProviderNotice>
let settleNotice: (notice: ProviderNotice) => Promise<void>
const other = async () => ({ kind: 'other' as const })
const nothing = async () => {}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tucai-notices-'))
  const log = openLog({ logsFolder: folder })
  const app = await openApp(log)
  const nobody = { student: async () => undefined, staff: async () => undefined }
  const wechatPay = {
    readNotice(headers: IncomingHttpHeaders, body: Buffer) {
      seen.push({ headers, body })
      return readNotice(headers, body)
    },
  }
  const handling = { wechatPay, settleNotice: (notice: ProviderNotice) => settleNotice(notice) }
  paymentNoticeRoutes(openRouteTable(app, nobody, undefined, { once: (_, __, work) => work() }), { log }, handling)
  url = `${await app.listen({ host: '127.0.0.1', port: 0 })}/api/payments/wechat-pay/notices`
  close = () => app.close()
})
afterAll(async () => {
  await close()
  await rm(folder, { recursive: true })
})

const post = async (body: Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) => {
  const reply = await fetch(url, { method: 'POST', body, headers })
  return { status: reply.status, text: await reply.text() }
}

it('a notice reaches its reader byte by byte, whatever media type it names, and done is answered with 204 and nothing', async () => {
  readNotice = other
  settleNotice = nothing
  const bytes = Buffer.from('{ "b":1,\r\n"a":  "\u00e9\ud83d\ude00" }\n')
  for (const type of ['application/json', 'application/json; charset=utf-8', 'text/plain', 'multipart/form-data', '']) {
    const headers = { 'wechatpay-nonce': 'n', ...(type === '' ? {} : { 'content-type': type }) }
    expect(await post(bytes, headers)).toEqual({ status: 204, text: '' })
    const last = seen.at(-1)
    expect(last?.body.equals(bytes)).toBe(true)
    expect(last?.headers['wechatpay-nonce']).toBe('n')
  }
  expect((await post(Buffer.from('{"broken": '), { 'content-type': 'application/json' })).status).toBe(204)
  expect((await post(Buffer.alloc(0))).status).toBe(204)
  expect(seen.at(-1)?.body).toEqual(Buffer.alloc(0))
})

it.each([
  ['refused', new NoticeRefused('s3cret-reason'), 401],
  ['not verifiable for now', new ProviderAway('s3cret-reason'), 503],
  ['of a number not known here', new Problem('not-found'), 503],
  ['not settled for our own trouble', new Error('s3cret-reason'), 500],
])('a notice %s is answered as the provider asks, and comes again or not by its status', async (_, error, status) => {
  readNotice = other
  settleNotice = () => Promise.reject(error)
  const answer = await post(Buffer.from('{}'))
  expect(answer.status).toBe(status)
  expect(JSON.parse(answer.text)).toMatchObject({ code: 'FAIL', message: expect.any(String) })
  expect(answer.text).not.toContain('s3cret')
})

it('more than a notice ever holds is not read', async () => {
  const before = seen.length
  const { status } = await post(Buffer.alloc(200_000, 32))
  expect(status).toBeGreaterThanOrEqual(400)
  expect(seen.length).toBe(before)
})

it('over HTTP a thousand changes of a notice settle nothing; the notice itself, sent by the provider, settles', async () => {
  const emulator = await openWechatPayEmulator({ timers: false })
  const provider = openWechatPay(merchantOf(emulator, { noticeUrl: url }), systemClock)
  const settled: ProviderNotice[] = []
  readNotice = (headers, body) => provider.readNotice(headers, body)
  settleNotice = async (notice) => {
    settled.push(notice)
  }
  const request = aPaymentRequest({ expiresAt: new Date(Date.now() + 3_600_000) })
  await provider.prepare(request)
  emulator.payOrder(request.tradeNumber)
  const { headers, body } = emulator.makeNotice(request.tradeNumber)
  const sent = Object.entries(headers).filter(([name]) => name.startsWith('Wechatpay-'))
  const notice = {
    headers: Object.fromEntries(sent.map(([name, value]) => [name.toLowerCase(), value])),
    body: Buffer.from(body),
  }
  const { sign } = emulator.platform
  const { apiKey } = emulator.merchant
  for (const mutation of noticeMutations({ seed: 3, count: 1000, notice, sign, apiKey })) {
    const { status } = await post(Uint8Array.from(mutation.notice.body), mutation.notice.headers)
    if (status !== 401) throw new Error(`${mutation.name}: ${status}`)
  }
  expect(settled).toEqual([])
  await emulator.settle()
  expect(settled).toMatchObject([{ kind: 'payment', notice: { tradeNumber: request.tradeNumber } }])
  await emulator.close()
})
