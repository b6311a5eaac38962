import { Problem } from '@tucai/contract'
import type { FastifyReply } from 'fastify'
import type { Engines } from '../platform/engines.ts'
import type { RouteTable } from '../platform/http/route-table.ts'
import { paymentNotices } from '../platform/meters.ts'
import { NoticeRefused, type PaymentProvider, ProviderAway, type ProviderNotice } from './provider.ts'

export interface NoticeHandling {
  /** Undefined where WeChat Pay is not configured. */
  wechatPay: Pick<PaymentProvider, 'readNotice'> | undefined
  /** Does all that follows from a verified notice. @throws Problem not-found for numbers that are not ours */
  settleNotice(notice: ProviderNotice): Promise<void>
}

/**
 * Where WeChat Pay tells of payments and refunds. Whoever calls is known by the signature over the body alone. 204 tells
 * it that all is done; after anything else it comes again, for a day.
 */
export function paymentNoticeRoutes(
  routes: RouteTable,
  { log }: Pick<Engines, 'log'>,
  { wechatPay, settleNotice }: NoticeHandling,
): void {
  routes.handle('wechatPayNotice', async ({ request, reply, body }) => {
    if (wechatPay === undefined) throw new Problem('not-found')
    try {
      await settleNotice(await wechatPay.readNotice(request.headers, body))
    } catch (error) {
      const status = statusOf(error, log)
      paymentNotices.inc({ outcome: outcomes[status] })
      return refuseNotice(reply, status)
    }
    paymentNotices.inc({ outcome: 'settled' })
  })
}

const outcomes: Record<number, string> = { 401: 'refused', 503: 'later', 500: 'failed' }

function statusOf(error: unknown, log: Engines['log']): number {
  if (error instanceof NoticeRefused) {
    // Its own probes with wrong signatures come every few minutes: no reason to alarm anybody.
    log.info({ reason: error.message }, 'a notice of WeChat Pay was refused')
    return 401
  }
  if (error instanceof ProviderAway) {
    log.warn({ reason: error.message }, 'a notice of WeChat Pay could not be verified')
    return 503
  }
  // It may have come before the number was stored here: an answer of 5xx brings it again.
  if (error instanceof Problem && error.code === 'not-found') {
    log.warn('a notice of WeChat Pay names a number that is not known here')
    return 503
  }
  log.error({ err: error }, 'a notice of WeChat Pay was not settled')
  return 500
}

/** The form of a failure that the provider’s documents ask for; it looks at the status alone. */
function refuseNotice(reply: FastifyReply, status: number): undefined {
  reply.code(status).send({ code: 'FAIL', message: status === 401 ? '验证失败' : '失败' })
  return undefined
}
