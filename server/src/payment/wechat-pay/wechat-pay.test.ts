import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openWechatPayEmulator, type WechatPayEmulator } from '../../../../emulators/wechat-pay/emulator.ts'
import { aPaymentRequest, merchantOf } from '../../../test/a-merchant.ts'
import { type PaymentProvider, ProviderAway, ProviderRefused } from '../provider.ts'
import { openWechatPay } from './wechat-pay.ts'

let nowMs = Date.parse('2026-11-25T02:00:00Z')
const clock = { now: () => new Date(nowMs) }
const expiresAt = () => new Date(nowMs + 3_600_000)

describe.each(['public-key', 'certificate'] as const)('with an emulator that signs by %s', (mode) => {
  let emulator: WechatPayEmulator
  let provider: PaymentProvider
  beforeAll(async () => {
    emulator = await openWechatPayEmulator({ mode, now: clock.now })
    provider = openWechatPay(merchantOf(emulator), clock)
  })
  afterEach(() => emulator.reset())
  afterAll(() => emulator.close())

  async function cashierOf(changed: Parameters<typeof aPaymentRequest>[0] = {}) {
    const prepared = await provider.prepare(aPaymentRequest({ expiresAt: expiresAt(), ...changed }))
    if (prepared.state !== 'ready') throw new Error(prepared.state)
    return prepared.cashier
  }
  const number = 'T202611250000000001'
  const aRefund = (amountFen: number, refundNumber = 'R1') => ({
    ...{ refundNumber, tradeNumber: number, amountFen, totalFen: 3500, reason: '照片不合格' },
  })

  it.each(['weapp', 'wechat-page'] as const)(
    'a phone accepts the cashier of %s, and the query tells who paid',
    async (way) => {
      const cashier = await cashierOf({ way })
      if (cashier.kind !== 'wechat') throw new Error(cashier.kind)
      expect(await provider.query(number)).toEqual({ state: 'unpaid' })
      expect(emulator.pay(cashier).errMsg).toBe('requestPayment:ok')
      expect(await provider.query(number)).toMatchObject({
        state: 'paid',
        notice: {
          tradeNumber: number,
          amountFen: 3500,
          payer: 'openid-of-somebody',
          merchant: provider.merchantOf(way),
        },
      })
      expect(await provider.prepare(aPaymentRequest({ way, expiresAt: expiresAt() }))).toEqual({ state: 'paid' })
      expect(await provider.close(number)).toBe('paid')
    },
  )

  it('an H5 cashier takes the payer to WeChat', async () => {
    const cashier = await cashierOf({ way: 'h5', payer: null })
    if (cashier.kind !== 'wechat-h5') throw new Error(cashier.kind)
    expect(new URL(cashier.url).searchParams.get('redirect_url')).toBe(aPaymentRequest().returnUrl)
    expect(emulator.payH5(cashier.url).errMsg).toBe('requestPayment:ok')
    expect(await provider.query(number)).toMatchObject({
      state: 'paid',
      notice: { merchant: provider.merchantOf('h5') },
    })
  })

  it('the same request may be made again for a fresh cashier; with another amount it is refused', async () => {
    await cashierOf()
    const again = await cashierOf()
    if (again.kind !== 'wechat') throw new Error(again.kind)
    await expect(cashierOf({ amountFen: 3600 })).rejects.toThrow(ProviderRefused)
    expect(emulator.pay(again).errMsg).toBe('requestPayment:ok')
    expect(emulator.ledger().payments).toHaveLength(1)
  })

  it('a closed number takes no more money, and numbers never heard of are known as such', async () => {
    expect(await provider.query(number)).toEqual({ state: 'unknown' })
    expect(await provider.close(number)).toBe('closed')
    const cashier = await cashierOf()
    if (cashier.kind !== 'wechat') throw new Error(cashier.kind)
    expect(await provider.close(number)).toBe('closed')
    expect(await provider.close(number)).toBe('closed')
    expect(await provider.query(number)).toEqual({ state: 'closed' })
    expect(emulator.pay(cashier).errMsg).not.toBe('requestPayment:ok')
    expect(await provider.prepare(aPaymentRequest({ expiresAt: expiresAt() }))).toEqual({ state: 'closed' })
  })

  it('a refund is made once however often it is asked for, and never above what was paid', async () => {
    await cashierOf()
    emulator.payOrder(number)
    expect(await provider.queryRefund('R1')).toBeNull()
    const reports = [await provider.refund(aRefund(1000)), await provider.refund(aRefund(1000))]
    expect(reports[0]).toMatchObject({ refundNumber: 'R1', state: 'processing', tradeNumber: number, amountFen: 1000 })
    expect(reports[1]!.providerRefund).toBe(reports[0]!.providerRefund)
    emulator.endRefund('R1', 'SUCCESS')
    expect(await provider.queryRefund('R1')).toMatchObject({ state: 'done', doneAt: clock.now() })
    nowMs += 61_000
    await expect(provider.refund(aRefund(2501, 'R2'))).rejects.toThrow(ProviderRefused)
    expect(await provider.refund(aRefund(2500, 'R2'))).toMatchObject({ amountFen: 2500 })
    expect(await provider.refund(aRefund(2500, 'R2'))).toMatchObject({ amountFen: 2500 })
    emulator.endRefund('R2', 'ABNORMAL')
    expect(await provider.queryRefund('R2')).toMatchObject({ state: 'abnormal', doneAt: null })
    expect(emulator.ledger().refunds.map(({ refundFen }) => refundFen)).toEqual([1000, 2500])
  })

  it('what becomes of a call that is cut, slow or answered by an error is not claimed to be known', async () => {
    await cashierOf()
    emulator.payOrder(number)
    for (const effect of [false, true]) {
      emulator.fault({ at: 'refund', kind: 'cut', effect })
      await expect(provider.refund(aRefund(1000))).rejects.toThrow(ProviderAway)
    }
    for (const kind of ['system-error', 'frequency-limited', 'signtest', 'unsigned'] as const) {
      emulator.fault({ at: 'refund', kind })
      await expect(provider.refund(aRefund(1000))).rejects.toThrow(ProviderAway)
    }
    emulator.fault({ at: 'refund', kind: 'refuse', status: 403, code: 'NOT_ENOUGH', message: '基本账户余额不足' })
    await expect(provider.refund(aRefund(1000))).rejects.toThrow('NOT_ENOUGH: 基本账户余额不足')
    expect(await provider.refund(aRefund(1000))).toMatchObject({ amountFen: 1000 })
    expect(emulator.ledger().refunds).toHaveLength(1)
  })

  it('the bill of a day tells what the ledger tells', async () => {
    const day = new Date(nowMs + 8 * 3_600_000).toISOString().slice(0, 10)
    await expect(provider.bill(day)).rejects.toThrow(ProviderAway)
    await cashierOf({ description: '毕业照,“两份”' })
    emulator.payOrder(number)
    await cashierOf({ tradeNumber: 'T202611250000000002' })
    await provider.refund(aRefund(1000))
    const [payment] = emulator.ledger().payments
    const [refund] = emulator.ledger().refunds
    nowMs += 86_400_000
    const lines = await provider.bill(day)
    expect(lines.toSorted((a, b) => a.kind.localeCompare(b.kind))).toEqual([
      {
        ...{ kind: 'payment', tradeNumber: number, providerTransaction: payment!.transactionId, refundNumber: null },
        ...{ amountFen: 3500, at: expect.any(Date) },
      },
      {
        ...{ kind: 'refund', tradeNumber: number, providerTransaction: payment!.transactionId, refundNumber: 'R1' },
        ...{ amountFen: refund!.refundFen, at: expect.any(Date) },
      },
    ])
    expect(await provider.bill('2026-11-01')).toEqual([])
  })
})
