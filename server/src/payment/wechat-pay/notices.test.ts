import { generateKeyPairSync } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openWechatPayEmulator, type WechatPayEmulator } from '../../../../emulators/wechat-pay/emulator.ts'
import { aPaymentRequest, merchantOf } from '../../../test/a-merchant.ts'
import { noticeMutations, type SentNotice } from '../../../test/notice-mutations.ts'
import { NoticeRefused, type PaymentProvider } from '../provider.ts'
import { openWechatPay } from './wechat-pay.ts'

let nowMs: number
const clock = { now: () => new Date(nowMs) }
let emulator: WechatPayEmulator
let provider: PaymentProvider

async function open(mode: 'certificate' | 'public-key') {
  emulator = await openWechatPayEmulator({ mode, now: clock.now })
  provider = openWechatPay(merchantOf(emulator), clock)
}
const paidOrder = async (tradeNumber = 'T202611250000000001') => {
  await provider.prepare(aPaymentRequest({ tradeNumber, expiresAt: new Date(nowMs + 3_600_000) }))
  emulator.payOrder(tradeNumber)
  return tradeNumber
}
const aNotice = (number: string): SentNotice => {
  const { headers, body } = emulator.makeNotice(number)
  const inSmallLetters = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])
  return { headers: Object.fromEntries(inSmallLetters), body: Buffer.from(body) }
}
const read = ({ headers, body }: SentNotice) => provider.readNotice(headers, body)

beforeEach(() => {
  nowMs = Date.parse('2026-11-25T12:00:00Z')
})
afterEach(() => emulator.close())

describe.each(['public-key', 'certificate'] as const)('by %s', (mode) => {
  it('notices of a payment and of its refund are read as they were sent', async () => {
    await open(mode)
    const number = await paidOrder()
    const [payment] = emulator.ledger().payments
    expect(await read(aNotice(number))).toEqual({
      kind: 'payment',
      notice: {
        ...{ tradeNumber: number, providerTransaction: payment!.transactionId, amountFen: 3500, currency: 'CNY' },
        ...{ merchant: provider.merchantOf('weapp'), payer: 'openid-of-somebody', paidAt: new Date(payment!.paidAt!) },
      },
    })
    await provider.refund({ refundNumber: 'R1', tradeNumber: number, amountFen: 1000, totalFen: 3500, reason: '退款' })
    nowMs += 5_000
    emulator.endRefund('R1', 'SUCCESS')
    expect(await read(aNotice('R1'))).toMatchObject({
      kind: 'refund',
      report: { refundNumber: 'R1', state: 'done', tradeNumber: number, amountFen: 1000, doneAt: clock.now() },
    })
  })

  it.each([1, 2])(
    'a thousand changes of a notice (seed %i) are each refused, and the notice itself is read',
    async (seed) => {
      await open(mode)
      const number = await paidOrder()
      await provider.refund({
        refundNumber: 'R1',
        tradeNumber: number,
        amountFen: 1000,
        totalFen: 3500,
        reason: '退款',
      })
      emulator.endRefund('R1', 'SUCCESS')
      for (const notice of [aNotice(number), aNotice('R1')]) {
        const { apiKey } = emulator.merchant
        const { sign } = emulator.platform
        for (const mutation of noticeMutations({ seed, count: 1000, notice, sign, apiKey })) {
          const error = await read(mutation.notice).then(
            () => 'was read',
            (thrown: unknown) => thrown,
          )
          if (!(error instanceof NoticeRefused)) throw new Error(`${mutation.name}: ${error}`)
          expect(error.message).not.toMatch(/openid-of|mchid":/)
        }
        expect((await read(notice)).kind).not.toBe('other')
      }
      // Whoever invents serials makes us ask for certificates no more than once.
      const downloads = emulator.answered.filter(({ url }) => url === '/v3/certificates')
      expect(downloads.length).toBeLessThanOrEqual(1)
    },
  )
})

it('the same seed gives the same changes', async () => {
  await open('public-key')
  const notice = aNotice(await paidOrder())
  const bodies = (seed: number) =>
    [...noticeMutations({ seed, count: 60, notice })].map((one) => `${one.name} ${one.notice.body.toString('base64')}`)
  expect(bodies(7)).toEqual(bodies(7))
  expect(bodies(7)).not.toEqual(bodies(8))
})

it('a notice is believed for five minutes after it was signed', async () => {
  await open('public-key')
  const notice = aNotice(await paidOrder())
  nowMs += 300_000
  expect((await read(notice)).kind).toBe('payment')
  nowMs += 1_000
  await expect(read(notice)).rejects.toThrow(NoticeRefused)
})

it('other people’s money is told with its merchant, for the books to compare', async () => {
  await open('public-key')
  const number = await paidOrder()
  const over = { mchid: '1900009999', appid: 'wx9999999999999999', amount: { total: 1 } }
  const { headers, body } = emulator.makeNotice(number, [{ kind: 'forge', over }])
  const small = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
  expect(await provider.readNotice(small, Buffer.from(body))).toMatchObject({
    kind: 'payment',
    notice: { merchant: '1900009999/wx9999999999999999', amountFen: 1 },
  })
})

it('an event that is none of ours is known to be genuine and no more', async () => {
  await open('public-key')
  const body = JSON.stringify({ id: 'EV-1', event_type: 'SECURITY_ECHO.SUCCESS', resource: {} })
  const signed = Object.entries(emulator.platform.sign(body, clock.now()))
  const headers = Object.fromEntries(signed.map(([name, value]) => [name.toLowerCase(), value]))
  expect(await provider.readNotice(headers, Buffer.from(body))).toEqual({ kind: 'other' })
})

describe('keys', () => {
  const downloads = () => emulator.answered.filter(({ url }) => url === '/v3/certificates').length

  it('a new certificate is taken when it is first met, and one that is withdrawn opens nothing any more', async () => {
    await open('certificate')
    const number = await paidOrder()
    expect(downloads()).toBe(1)
    const old = aNotice(number)
    emulator.platform.addCertificate(clock.now())
    emulator.platform.useNewestCertificate()
    nowMs += 61_000
    expect((await read(aNotice(number))).kind).toBe('payment')
    expect((await read(old)).kind).toBe('payment')
    expect(downloads()).toBe(2)
    emulator.platform.retireCertificates()
    nowMs += 61_000
    const invented = { ...old.headers, 'wechatpay-serial': 'A'.repeat(40) }
    await expect(read({ ...old, headers: invented })).rejects.toThrow('unknown-key')
    expect(downloads()).toBe(3)
    await expect(read(old)).rejects.toThrow('unknown-key')
    expect((await read(aNotice(number))).kind).toBe('payment')
    nowMs += 12 * 3_600_000
    expect((await read(aNotice(number))).kind).toBe('payment')
    expect(downloads()).toBe(4)
  })

  it('certificates that cannot be looked up anew stay good, and are asked for once a minute', async () => {
    await open('certificate')
    const number = await paidOrder()
    nowMs += 13 * 3_600_000
    emulator.fault({ at: 'certificates', kind: 'system-error', times: 3 })
    for (let second = 0; second < 90; second += 1) {
      expect((await read(aNotice(number))).kind).toBe('payment')
      nowMs += 1_000
    }
    expect(downloads()).toBe(3)
  })

  it('an unknown serial makes certificates be asked for once, however many notices name one', async () => {
    await open('certificate')
    const notice = aNotice(await paidOrder())
    nowMs += 61_000
    const serials = Array.from({ length: 50 }, (_, place) => place.toString(16).toUpperCase().padStart(40, 'A'))
    const reads = serials.map((serial) =>
      read({ ...notice, headers: { ...notice.headers, 'wechatpay-serial': serial } }),
    )
    const settled = await Promise.allSettled(reads)
    for (const outcome of settled) expect((outcome as PromiseRejectedResult).reason).toBeInstanceOf(NoticeRefused)
    expect(downloads()).toBe(2)
  })

  it('while a merchant moves to the public key, notices signed by certificate are read too', async () => {
    emulator = await openWechatPayEmulator({ mode: 'certificate', now: clock.now })
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const moving = merchantOf(emulator, {
      publicKey: { id: 'PUB_KEY_ID_0119000001092026112500000001', key: publicKey },
    })
    provider = openWechatPay(moving, clock)
    expect((await read(aNotice(await paidOrder()))).kind).toBe('payment')
  })

  it('a merchant who has only the public key reads no certificate’s notices', async () => {
    await open('public-key')
    const notice = aNotice(await paidOrder())
    const headers = { ...notice.headers, 'wechatpay-serial': 'A'.repeat(40) }
    await expect(read({ ...notice, headers })).rejects.toThrow(NoticeRefused)
    expect(downloads()).toBe(1)
  })

  it('certificates that were sealed for another merchant, or not signed by WeChat Pay, are not taken', async () => {
    await open('certificate')
    const others = merchantOf(emulator, { apiKey: 'another-api-key-of-32-characters' })
    await expect(openWechatPay(others, clock).query('T1')).rejects.toThrow('no certificates')
    for (const kind of ['signtest', 'unsigned'] as const) {
      emulator.fault({ at: 'certificates', kind })
      nowMs += 6_000
      await expect(provider.query('T1')).rejects.toThrow('no certificates')
    }
    const { data } = emulator.platform.certificatesFor(emulator.merchant.apiKey) as { data: object[] }
    const over = { data: [{ ...data[0], serial_no: 'A'.repeat(40) }] }
    emulator.fault({ at: 'certificates', kind: 'forge', over })
    nowMs += 6_000
    await expect(provider.query('T1')).rejects.toThrow('another serial')
    nowMs += 6_000
    expect(await provider.query('T1')).toEqual({ state: 'unknown' })
  })
})
