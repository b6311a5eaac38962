/** A mistake that somebody might make in the program: one piece of its text is another. */
export interface Plant {
  name: string
  /** Under server/src. */
  file: string
  text: string
  instead: string
}

/** Thirteen mistakes, each of which generated histories must find. */
export const plants: readonly Plant[] = [
  {
    name: 'forgotten-amount',
    file: 'payment/settlement.ts',
    text: 'if (notice.amountFen !== payment.amountFen)',
    instead: 'if (notice.amountFen < 0)',
  },
  {
    name: 'forgotten-merchant',
    file: 'payment/settlement.ts',
    text: 'if (notice.merchant !== payment.merchant)',
    instead: "if (notice.merchant === '')",
  },
  {
    name: 'swapped-states',
    file: 'payment/settlement.ts',
    text: "await take(tx, payment, 'late', notice, now)",
    instead: "await take(tx, payment, 'paid', notice, now)",
  },
  {
    name: 'settled-without-lock',
    file: 'payment/settlement.ts',
    text: 'import { lockOrder, moveOrder }',
    instead: 'import { orderOf as lockOrder, moveOrder }',
  },
  {
    name: 'closing-is-final',
    file: 'payment/settlement.ts',
    text: "if (payment.state === 'paid' || payment.state === 'late')",
    instead: "if (payment.state === 'paid' || payment.state === 'late' || payment.state === 'closing')",
  },
  {
    name: 'late-money-kept',
    file: 'payment/settlement.ts',
    text: "await ground.paymentEvents.late(tx, { ...payment, state: 'late', providerTransaction })",
    instead: '',
  },
  {
    name: 'answered-before-commit',
    file: 'payment/payment-notice-routes.ts',
    text: 'await settleNotice(await wechatPay.readNotice(request.headers, body))',
    instead: 'void settleNotice(await wechatPay.readNotice(request.headers, body)).catch(() => {})',
  },
  {
    name: 'cashier-of-a-given-up',
    file: 'payment/payment-start.ts',
    text: 'if (await isOpen(ground, next.payment)) return',
    instead: 'return',
  },
  {
    name: 'sweep-skips-closing',
    file: 'payment/payments.ts',
    text: "WHERE p.state IN ('open', 'closing') AND",
    instead: "WHERE p.state = 'open' AND",
  },
  {
    name: 'expiry-ignores-attempt',
    file: 'payment/payment-jobs.ts',
    text: "const open = attempts.find(({ state }) => state === 'open')",
    instead: "const open = attempts.find(({ state }) => state === 'paid')",
  },
  {
    name: 'unbound-refunds',
    file: 'refund/refunds.ts',
    text: '<= amount_fen`',
    instead: '<= 2 * amount_fen`',
  },
  {
    name: 'new-number-each-try',
    file: 'refund/refund-jobs.ts',
    text: '...{ refundNumber: refund.number,',
    instead: '...{ refundNumber: refund.number + process.hrtime.bigint(),',
  },
  {
    name: 'dropped-guard',
    file: 'refund/refunding.ts',
    text: "if (refund.state === 'asked' && verdict === 'approved' && refund.askedBy === actor.staffId)",
    instead: "if (refund.state !== 'asked' && refund.askedBy === actor.staffId)",
  },
]

export function plantNamed(name: string): Plant {
  const plant = plants.find((one) => one.name === name)
  if (plant === undefined) throw new Error(`no plant ${name}; there are ${plants.map((one) => one.name).join(', ')}`)
  return plant
}

/** The source with the mistake in it. @throws when the program has changed and the piece is not there exactly once */
export function planted({ name, file, text, instead }: Plant, source: string): string {
  const parts = source.split(text)
  if (parts.length !== 2) throw new Error(`plant ${name}: its piece of ${file} is there ${parts.length - 1} times`)
  return parts.join(instead)
}
