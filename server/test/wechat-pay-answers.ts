import { ProviderAway, ProviderRefused } from '../src/payment/provider.ts'

export const number = 'T202611250000000001'
export const aRefund = {
  refundNumber: 'R1',
  tradeNumber: number,
  amountFen: 1000,
  totalFen: 3500,
  reason: '照片不合格',
}
/** A paid transaction, as queries answer it. */
export const transaction = {
  ...{ mchid: '1900000001', appid: 'wx00000000000000aa', out_trade_no: number, transaction_id: '42000001' },
  ...{ trade_state: 'SUCCESS', success_time: '2026-11-25T23:59:59+08:00', payer: { openid: 'openid-of-somebody' } },
  amount: { total: 3500, payer_total: 3400, currency: 'CNY', payer_currency: 'CNY' },
}
/** A refund that was taken, as refunds and their queries answer it. */
export const refunded = {
  ...{ out_refund_no: 'R1', refund_id: '50000001', out_trade_no: number, transaction_id: '42000001' },
  ...{ status: 'PROCESSING', amount: { total: 3500, refund: 1000, currency: 'CNY' } },
}

/** What a call came to, in one word. */
export async function outcome(call: Promise<unknown>): Promise<string> {
  try {
    const result = await call
    return typeof result === 'object' && result !== null && 'state' in result ? String(result.state) : String(result)
  } catch (error) {
    if (error instanceof ProviderAway) return 'away'
    if (error instanceof ProviderRefused) return 'refused'
    throw error
  }
}
