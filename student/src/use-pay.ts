import type { AppInfo, Cashier, OrderView, PaymentWay } from '@tucai/contract'
import { useState } from 'react'
import { askAppInfo } from './app-info.ts'
import { call } from './call.ts'
import { restart } from './go.ts'
import { useWords } from './language.ts'
import { payerCode, payWithWechat, waysHere } from './platform/pay'
import { useAttempt } from './use-attempt.ts'
import { useNoticeAsk } from './use-notice-ask.ts'
import type { Words } from './words/zh-CN.ts'

export type SimulatedCashier = Extract<Cashier, { kind: 'simulated' }>

/**
 * 去支付, by the way that fits where the app is open. What the phone says afterwards proves nothing: the server is asked
 * before anything is called paid. `cashier` is the simulated one, to be shown as a sheet.
 */
export function usePay({ orderId, totalFen }: OrderView) {
  const words = useWords()
  const { attempt, setTrouble, otherWords } = useAttempt()
  const askNotices = useNoticeAsk('paid')
  const [cashier, setCashier] = useState<SimulatedCashier | null>(null)
  const say = (text: string) => setTrouble({ kind: 'refused', code: 'not-paid', words: text })
  const paid = () => restart('paid', { orderId })

  const handOver = async (given: Cashier) => {
    if (given.kind === 'simulated') return setCashier(given)
    if (await payWithWechat(given)) return paid()
    const { orderState } = await call('paymentCheck', { params: { orderId } })
    if (orderState === 'unpaid') say(words.order.notPaid)
    else paid()
  }
  const pay = (fetchedCode?: string) =>
    attempt(async () => {
      await askNotices()
      const info = await askAppInfo()
      const way = wayOf(info, totalFen)
      if (way === undefined) return say(obstacleOf(info, words))
      const wechatCode = fetchedCode ?? (await payerCode(way, info.wechatPageAppId))
      const body = wechatCode === undefined ? { way } : { way, wechatCode }
      const started = await call('paymentStart', { params: { orderId }, body })
      if (started.orderState !== 'unpaid') paid()
      else if (started.cashier !== null) await handOver(started.cashier)
    })
  return { pay, paid, cashier, leaveCashier: () => setCashier(null), otherWords }
}

/** The way that both sides have; where nothing is to be paid nobody is asked for money, whatever the way. */
function wayOf({ payWays, wechatPageAppId }: AppInfo, totalFen: number): PaymentWay | undefined {
  if (totalFen === 0) return 'simulated'
  return waysHere(wechatPageAppId).find((way) => payWays.includes(way))
}

function obstacleOf({ payWays }: AppInfo, { order }: Words): string {
  return payWays.length === 0 ? order.payNowhere : order.payElsewhere
}
