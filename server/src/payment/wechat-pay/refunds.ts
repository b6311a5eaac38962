import { ProviderAway, type RefundReport, type RefundRequest } from '../provider.ts'
import { awayFor, refusalOf, WechatPayFailure } from './calls.ts'
import { type Fields, fenOf, fieldsOf, instantOf, Malformed, textOf } from './fields.ts'
import { oneLine, type WechatPay } from './payments.ts'

const PATH = '/v3/refund/domestic/refunds'

/**
 * Asks for a refund. The same number is refunded once however often it is asked for, so whoever is unsure asks again.
 * @see https://pay.weixin.qq.com/doc/v3/merchant/4012556457
 */
export async function refund(pay: WechatPay, request: RefundRequest): Promise<RefundReport> {
  const { refundNumber, tradeNumber, amountFen, totalFen, reason } = request
  const body = {
    out_trade_no: tradeNumber,
    out_refund_no: refundNumber,
    // A reason of no characters is refused; a student need not give one.
    reason: oneLine(reason, 80) || undefined,
    notify_url: pay.setting.noticeUrl,
    amount: { refund: amountFen, total: totalFen, currency: 'CNY' },
  }
  const label = `refund ${refundNumber}`
  try {
    return reportIn(await pay.ask({ method: 'POST', path: PATH, body, label }), refundNumber)
  } catch (error) {
    if (!(error instanceof WechatPayFailure)) throw awayFor(error, label)
    const refusal = refusalOf(error)
    if (refusal instanceof ProviderAway) throw refusal
    // An earlier try with this number may have been taken: then that one counts, whatever is said to this one.
    const earlier = await queryRefund(pay, refundNumber)
    if (earlier === null) throw refusal
    return earlier
  }
}

/** @see https://pay.weixin.qq.com/wiki/doc/apiv3/apis/chapter3_3_10.shtml */
export async function queryRefund(pay: WechatPay, refundNumber: string): Promise<RefundReport | null> {
  const label = `query of refund ${refundNumber}`
  try {
    const path = `${PATH}/${encodeURIComponent(refundNumber)}`
    return reportIn(await pay.ask({ method: 'GET', path, label }), refundNumber)
  } catch (error) {
    if (!(error instanceof WechatPayFailure)) throw awayFor(error, label)
    if (error.code === 'RESOURCENOTEXISTS' || error.code === 'REFUNDNOTEXISTS') return null
    throw refusalOf(error)
  }
}

const STATES: Record<string, RefundReport['state']> = {
  SUCCESS: 'done',
  PROCESSING: 'processing',
  CLOSED: 'closed',
  ABNORMAL: 'abnormal',
}

function reportIn(answer: Fields, refundNumber: string): RefundReport {
  const report = reportOf(answer, 'status')
  if (report.refundNumber === refundNumber) return report
  throw new Malformed('another refund')
}

/** A refund as answers (`status`) and notices (`refund_status`) write it. @throws Malformed */
export function reportOf(refunded: Fields, stateField: 'status' | 'refund_status'): RefundReport {
  const state = STATES[textOf(refunded, stateField)]
  if (state === undefined) throw new Malformed('a state of a refund that is not known here')
  return {
    refundNumber: textOf(refunded, 'out_refund_no'),
    state,
    providerRefund: textOf(refunded, 'refund_id'),
    tradeNumber: textOf(refunded, 'out_trade_no'),
    amountFen: fenOf(fieldsOf(refunded, 'amount'), 'refund'),
    doneAt: state === 'done' ? instantOf(refunded, 'success_time') : null,
  }
}
