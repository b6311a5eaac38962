import { type Book, keyOf, type Merchant, type Refund } from './book.ts'
import type { Clock } from './clock.ts'
import type { RefundPlan } from './face.ts'
import type { Telling } from './notice-request.ts'
import { moveRefund } from './refunds.ts'
import { tellRefund } from './tellings.ts'

export interface RefundDeskDeps {
  book: Book
  clock: Clock
  merchant: Merchant
  tell(telling: Telling): void
  plan(): RefundPlan
}

/** Where refunds end: by themselves, as planned, or at a test’s word. */
export function openRefundDesk({ book, clock, merchant, tell, plan }: RefundDeskDeps) {
  function end(outRefundNo: string, outcome: RefundPlan['outcome']) {
    const refund = book.refunds.get(keyOf(merchant.mchid, outRefundNo))
    if (!refund) throw new Error(`no refund ${outRefundNo}`)
    moveRefund(refund, outcome, clock.now())
    if (refund.notifyUrl !== undefined) tell(tellRefund(refund, merchant))
  }

  return {
    end,
    /** A refund was taken on: it ends as planned, unless a test has ended it before. */
    taken(refund: Refund) {
      const { delayMs, outcome } = plan()
      if (delayMs === null) return
      clock.later(delayMs, () => {
        if (refund.state === 'PROCESSING') end(refund.outRefundNo, outcome)
      })
    },
  }
}
