import { type PaymentWay, Problem } from '@tucai/contract'
import { openIdOfAccount } from './account/wechat-identities.ts'
import { openOrderEvents } from './collection/order-events.ts'
import { type Consequences, openReviewEvents } from './collection/review-events.ts'
import { aboutOrder } from './collection/telling.ts'
import type { Deps } from './deps.ts'
import type { Tell } from './notice/notice.ts'
import { orderOf } from './order/orders.ts'
import type { PaymentProvider } from './payment/payment.ts'
import type { PaymentRoutesSetting } from './payment/payment-routes.ts'
import type { ProviderNotice } from './payment/provider.ts'
import { type PaymentGround, settleNow } from './payment/provider-talk.ts'
import { openSimulatedCashier } from './payment/simulated-cashier.ts'
import { openWechatPay } from './payment/wechat-pay/wechat-pay.ts'
import { inTransaction, SYSTEM } from './platform/db.ts'
import type { Engines } from './platform/engines.ts'
import type { StudentActor } from './platform/http/route-table.ts'
import { openWechatApi, WechatAway } from './platform/wechat-api.ts'
import { pageOpenIdOf } from './platform/wechat-page.ts'
import { noteReport, type RefundGround } from './refund/refund-jobs.ts'
import { type RefundRules, type RuleGround, refundByRule, refundLate } from './refund/refunding.ts'
import type { ReviewEvents } from './review/review.ts'
import { presentReview } from './review/reviews.ts'
import { cancelParcelOf, reportDelivered } from './shipment/parcels.ts'

/** Everything about money, put together once for the routes and once for the jobs. */
export interface Money {
  /** How orders can be paid now. */
  ways: PaymentWay[]
  payments: PaymentGround
  paying: PaymentRoutesSetting
  refunds: RefundGround
  refundRules: RefundRules
  reviewEvents: ReviewEvents
  wechatPay: PaymentProvider | undefined
  /** Does all that follows from a verified notice of a provider. */
  settleNotice(notice: ProviderNotice): Promise<void>
}

type MoneyNeeds = Pick<Deps, 'config' | 'db' | 'secrets' | 'jobs' | 'clock' | 'log'>

export function openMoney(deps: MoneyNeeds, tell: Tell): Money {
  const { config, clock } = deps
  const cashier = config.mode === 'demo' ? openSimulatedCashier(config.mode, clock) : undefined
  const wechatPay = config.wechatPay && openWechatPay(config.wechatPay, clock)
  const providers = [wechatPay, cashier].filter((provider) => provider !== undefined)
  const orderEvents = openOrderEvents(deps, tell, openHandingOver(deps))
  const rules = openRuleGround(deps, tell)
  const payments: PaymentGround = {
    ...{ ...deps, providers, orderEvents },
    paymentEvents: { late: (tx, payment) => refundLate(tx, rules, payment) },
  }
  const refunds: RefundGround = { ...deps, ...rules, providers, orderEvents }
  return {
    ...{ payments, refunds, wechatPay },
    ways: providers.flatMap((provider) => [...provider.ways]),
    paying: {
      cashier,
      providerFor: (way) => providers.find((provider) => provider.ways.includes(way)),
      payerOf: payerFinder(deps),
      returnUrlOf: (orderId, origin) => `${config.publicUrl ?? origin}/#/pages/paid/paid?orderId=${orderId}`,
    },
    refundRules: {
      ...rules,
      aloneUpToFen: config.refundAloneUpToFen,
      isApproved: async (tx, graduateId) => (await presentReview(tx, graduateId))?.state === 'approved',
      async isRejectedForGood(tx, graduateId) {
        const review = await presentReview(tx, graduateId)
        return review?.state === 'rejected' && review.forGood
      },
    },
    reviewEvents: reviewEventsOn(rules, tell),
    async settleNotice(notice) {
      if (notice.kind === 'payment') await settleNow(payments, notice.notice)
      if (notice.kind === 'refund') await noteReport(refunds, notice.report)
    },
  }
}

/** What refunds by rule stand on, in the program and at the command line. */
export function openRuleGround(engines: Pick<Engines, 'secrets' | 'jobs' | 'clock'>, tell: Tell): RuleGround {
  const { secrets, jobs, clock } = engines
  return {
    ...{ secrets, jobs, clock },
    async told(tx, refund, kind) {
      const order = (await orderOf(tx, secrets, refund.orderId))!
      const data = { ...(await aboutOrder(tx, order)), amountFen: refund.amountFen }
      await tell(tx, refund.identityId, { kind, key: `${kind} ${refund.number}`, data })
    },
  }
}

/** WeChat is told what has been handed over, and a parcel of what was given back does not leave. */
function openHandingOver({
  jobs,
  clock,
}: Pick<Engines, 'jobs' | 'clock'>): Pick<Consequences, 'delivered' | 'givenBack'> {
  return {
    delivered: (tx, orderId) => reportDelivered(tx, jobs, orderId, clock.now()),
    givenBack: (tx, orderId) => cancelParcelOf(tx, orderId, clock.now()),
  }
}

/** What follows decisions about photos, in the program and at the command line. */
export function reviewEventsOn(rules: RuleGround, tell: Tell): ReviewEvents {
  return openReviewEvents(rules, tell, {
    giveBack: (tx, ...refund) => refundByRule(tx, rules, ...refund),
    ...openHandingOver(rules),
  })
}

/**
 * Who pays, as WeChat names people: of the code that the client got just now, or else the identity that is bound to the
 * account. H5 and the demonstration ask nobody.
 * @throws Problem payer-unknown, wechat-unavailable
 */
function payerFinder({ config, db, secrets, clock, log }: MoneyNeeds): PaymentRoutesSetting['payerOf'] {
  const weapp = config.wechat && openWechatApi(config.wechat, clock)
  const boundTo = ({ accountId }: StudentActor) =>
    inTransaction(db, SYSTEM, (tx) => openIdOfAccount(tx, secrets, accountId))

  const ofPage = async (code: string) => (config.wechatPage ? pageOpenIdOf(config.wechatPage, code) : null)

  async function ofCode(way: PaymentWay, code: string): Promise<string | null> {
    try {
      return way === 'weapp' ? ((await weapp?.openIdOf(code)) ?? null) : await ofPage(code)
    } catch (error) {
      if (!(error instanceof WechatAway)) throw error
      log.warn({ err: error }, 'WeChat is away')
      throw new Problem('payment-unavailable', { retryAfterSeconds: 10 })
    }
  }

  return async (actor, way, code) => {
    if (way === 'h5' || way === 'simulated') return null
    const payer = code === undefined ? (way === 'weapp' ? await boundTo(actor) : null) : await ofCode(way, code)
    if (payer === null) throw new Problem('payer-unknown')
    return payer
  }
}
