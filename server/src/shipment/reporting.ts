import { orderOf } from '../order/orders.ts'
import { paidPaymentOf } from '../payment/payments.ts'
import { inTransaction, SYSTEM } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import { type WechatApi, WechatAway } from '../platform/wechat-api.ts'
import { courierOf } from './couriers.ts'
import { dueReport, endReport, type ShippingReport } from './reports.ts'

export interface ReportingGround extends Pick<Engines, 'db' | 'secrets' | 'clock'> {
  wechat: Pick<WechatApi, 'uploadShipping' | 'isTradeManaged'> | undefined
}

type Shipping = Parameters<WechatApi['uploadShipping']>[0]

/**
 * Tells WeChat of one delivery, outside of any transaction, and notes what came of it. Repeating it is safe: the instant
 * that WeChat tells reports apart by is the one of the delivery.
 * @throws WechatAway when it is to be tried again
 */
export async function reportDelivery(ground: ReportingGround, reportId: string): Promise<void> {
  const { db, secrets, clock, wechat } = ground
  if (wechat === undefined) return
  const found = await inTransaction(db, SYSTEM, async (tx) => {
    const report = await dueReport(tx, reportId)
    const payment = report && (await paidPaymentOf(tx, secrets, report.orderId))
    const order = report && (await orderOf(tx, secrets, report.orderId))
    return report && order && payment ? { report, order, payment } : undefined
  })
  if (found === undefined) return
  const { report, order, payment } = found
  const end = (state: 'accepted' | 'refused' | 'unneeded', code: number | null) =>
    inTransaction(db, SYSTEM, (tx) => endReport(tx, reportId, state, code, clock.now()))

  const isManaged = await wechat.isTradeManaged()
  if (isManaged === null) throw new WechatAway('WeChat did not say whether it wants to be told of deliveries')
  if (!isManaged) return void (await end('unneeded', null))
  if (payment.payer === null || payment.providerTransaction === null) return void (await end('refused', null))
  const outcome = await wechat.uploadShipping({
    providerTransaction: payment.providerTransaction,
    openId: payment.payer,
    description:
      report.kind === 'electronic' ? '毕业生图像采集（电子照片）' : `毕业生图像采集纸质照片${order.printSets}份`,
    delivery: deliveryOf(report, order.address?.phone ?? ''),
    shippedAt: report.madeAt,
  })
  if (outcome.kind === 'away') throw new WechatAway(`WeChat does not take shipping information now: ${outcome.code}`)
  await end(outcome.kind, outcome.kind === 'refused' ? outcome.code : null)
}

function deliveryOf({ kind, courier, trackingNumber }: ShippingReport, recipientPhone: string): Shipping['delivery'] {
  if (kind !== 'courier') return { kind }
  const code = courierOf(courier!)?.wechat ?? courier!
  return { kind, courier: code, trackingNumber: trackingNumber!, recipientPhone }
}

/** What WeChat’s refusals mean and what to do. Source: api_uploadshippinginfo, error codes. */
const REFUSALS: Record<number, { zh: string; en: string }> = {
  10060002: {
    zh: '微信已记录这笔订单完成发货，无需处理',
    en: 'WeChat has this order as delivered already; there is nothing to do.',
  },
  10060003: {
    zh: '微信只允许更正一次，请在小程序后台核对运单号',
    en: 'WeChat allows one correction only. Check the tracking number in the mini program’s back office.',
  },
  10060004: {
    zh: '这笔订单不能发货，可能已退款，请核对退款',
    en: 'WeChat does not let this order be shipped; it may be refunded. Check its refunds.',
  },
  10060031: {
    zh: '付款人与记录的微信身份不一致，请联系技术人员核对',
    en: 'The payer differs from the WeChat identity on record. Have it looked into.',
  },
}

/** What became of a report, in a sentence for staff. */
export function reportWords({ state, code }: Pick<ShippingReport, 'state' | 'code'>): { zh: string; en: string } {
  if (state === 'due') return { zh: '等待上报', en: 'Waiting to be told.' }
  if (state === 'accepted') return { zh: '微信已接收', en: 'WeChat has it.' }
  if (state === 'unneeded')
    return { zh: '小程序没有开启交易管理，无需上报', en: 'The mini program does not ask for it.' }
  return (
    REFUSALS[code ?? 0] ?? {
      zh: `微信拒绝接收（${code ?? '没有付款人'}），请在小程序后台手工录入发货信息`,
      en: `WeChat refused (${code ?? 'no payer'}). Enter the delivery in the mini program’s back office.`,
    }
  )
}
