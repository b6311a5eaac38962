import { ALONE_UP_TO_FEN } from './merchant-settings.ts'
import type { Witness } from './world.ts'

interface OrderRow {
  id: string
  identity_id: string
  state: string
  total_fen: number
  cancelled_reason: string | null
  paid_moves: number
  paid_records: number
}
interface PaymentRow {
  id: string
  order_id: string
  trade_number: string
  provider_transaction: string | null
  amount_fen: number
  refund_reserved_fen: number
  refunded_fen: number
  state: string
}
interface RefundRow {
  id: string
  number: string
  payment_id: string
  order_id: string
  kind: string
  amount_fen: number
  state: string
  asked_by: string
  decided_by: string | null
}

/** What must hold of a history that has come to rest: the program's books, the provider's, and what people were told. */
export async function checkPromises(world: Witness): Promise<Books> {
  const books = await readBooks(world)
  const say = (sentence: string) => void world.broken.push(sentence)
  checkPayments(world, books, say)
  checkRefunds(world, books, say)
  for (const order of books.orders) checkOrder(world, order, books, say)
  checkTold(world, books, say)
  await checkReconciliations(world, say)
  return books
}

export type Books = Awaited<ReturnType<typeof readBooks>>
type Say = (sentence: string) => void

async function readBooks({ ground, people }: Witness) {
  const identities = [people.map(({ identityId }) => identityId)]
  const orders = await ground.look<OrderRow>(
    `SELECT o.id, o.identity_id, o.state, o.total_fen, o.cancelled_reason,
      (SELECT count(*)::integer FROM order_move m WHERE m.order_id = o.id AND m.state = 'paid') AS paid_moves,
      (SELECT count(*)::integer FROM audit a WHERE a.action = 'order-paid' AND o.id = ANY(a.subject_ids)) AS paid_records
      FROM "order" o WHERE o.identity_id = ANY($1)`,
    identities,
  )
  const payments = await ground.look<PaymentRow>('SELECT * FROM payment WHERE identity_id = ANY($1)', identities)
  const refunds = await ground.look<RefundRow>('SELECT * FROM refund WHERE identity_id = ANY($1)', identities)
  return { orders, payments, refunds, ledger: ground.emulator.ledger() }
}

/** The provider's payments and ours are the same ones, with the same amounts and states. */
function checkPayments({ ground }: Witness, { payments, ledger }: Books, say: Say): void {
  const own = new Map(payments.map((payment) => [payment.trade_number, payment]))
  for (const { outTradeNo, mchid, state, totalFen, transactionId } of ledger.payments) {
    const payment = own.get(outTradeNo)
    own.delete(outTradeNo)
    if (mchid !== ground.emulator.merchant.mchid) say(`${outTradeNo} is of another merchant`)
    if (payment === undefined) {
      say(`the provider has ${outTradeNo}, and we have not`)
      continue
    }
    if (payment.amount_fen !== totalFen) say(`${outTradeNo}: ${totalFen} fen there, ${payment.amount_fen} here`)
    const isPaidThere = state === 'SUCCESS' || state === 'REFUND'
    const isPaidHere = payment.state === 'paid' || payment.state === 'late'
    if (isPaidThere !== isPaidHere) say(`${outTradeNo} is ${state} there and ${payment.state} here`)
    if (isPaidHere && payment.provider_transaction !== transactionId) say(`${outTradeNo} has another transaction`)
  }
  for (const { trade_number, state } of own.values())
    if (state !== 'closed') say(`${trade_number} is ${state}, and the provider has never heard of it`)
}

/** The same of refunds; and what a payment says of its refunds is their sum. */
function checkRefunds(_: Witness, { payments, refunds, ledger }: Books, say: Say): void {
  const own = new Map(refunds.map((refund) => [refund.number, refund]))
  const numberOf = new Map(payments.map(({ id, trade_number }) => [id, trade_number]))
  for (const { outRefundNo, outTradeNo, refundFen, state } of ledger.refunds) {
    const refund = own.get(outRefundNo)
    own.delete(outRefundNo)
    // A number that the provider has closed is given up, and the money goes back under another one.
    if (refund === undefined && state === 'CLOSED') continue
    if (refund === undefined) {
      say(`the provider has refund ${outRefundNo}, and we have not`)
      continue
    }
    if (refund.amount_fen !== refundFen) say(`refund ${outRefundNo}: ${refundFen} there, ${refund.amount_fen} here`)
    if (numberOf.get(refund.payment_id) !== outTradeNo) say(`refund ${outRefundNo} is of another payment`)
    const expected = { SUCCESS: 'done', ABNORMAL: 'failed', CLOSED: 'failed', PROCESSING: 'at rest' }[state]
    if (refund.state !== expected) say(`refund ${outRefundNo} is ${state} there and ${refund.state} here`)
  }
  for (const { number, state } of own.values())
    if (state !== 'asked' && state !== 'refused')
      say(`refund ${number} is ${state}, and the provider has never heard of it`)
  for (const payment of payments) {
    const mine = refunds.filter(({ payment_id }) => payment_id === payment.id)
    const sum = (states: string[]) =>
      mine.reduce((total, { state, amount_fen }) => (states.includes(state) ? total + amount_fen : total), 0)
    if (sum(['done']) !== payment.refunded_fen) say(`${payment.trade_number} says another sum was given back`)
    const promised = sum(['asked', 'approved', 'sent', 'done', 'failed'])
    if (promised !== payment.refund_reserved_fen) say(`${payment.trade_number} says another sum was promised back`)
    if (promised > payment.amount_fen) say(`${payment.trade_number}: more was promised back than was paid`)
  }
}

/** An order is paid by exactly one payment, exactly once; all other money for it goes back. */
function checkOrder(_: Witness, order: OrderRow, { payments, refunds, ledger }: Books, say: Say): void {
  const mine = payments.filter(({ order_id }) => order_id === order.id)
  const paid = mine.filter(({ state }) => state === 'paid')
  const isPaid = !['unpaid', 'cancelled'].includes(order.state)
  const expected = isPaid && order.total_fen > 0 ? 1 : 0
  if (paid.length !== expected) say(`order ${order.id} is ${order.state} with ${paid.length} payments`)
  if (order.state === 'unpaid') say(`order ${order.id} is still unpaid`)
  const once = isPaid ? 1 : 0
  if (order.paid_moves !== once || order.paid_records !== once)
    say(`order ${order.id} became paid ${order.paid_moves} times, recorded ${order.paid_records} times`)
  for (const payment of [...paid, ...mine.filter(({ state }) => state === 'late')]) {
    if (payment.amount_fen !== order.total_fen) say(`order ${order.id} was paid with another amount`)
    const isAllBack = payment.refunded_fen === payment.amount_fen
    if (payment.state === 'paid' && isAllBack !== (order.state === 'refunded'))
      say(`order ${order.id} is ${order.state} with ${payment.refunded_fen} of ${payment.amount_fen} fen given back`)
    const ways = refunds.filter(({ payment_id }) => payment_id === payment.id)
    if (payment.state === 'late' && !isAllBack && !ways.some(({ state }) => state === 'failed'))
      say(`late money ${payment.trade_number} has not gone back whole`)
  }
  // Nobody is sent away who paid while he still might: whatever came late came after somebody's decision.
  if (order.cancelled_reason === 'expired' && mine.some(({ state }) => state === 'late'))
    say(`order ${order.id} was paid in time, and then expired`)
  checkTwoPersons(order, refunds, say)
  const keptFen = ledger.payments
    .filter(({ outTradeNo, paidAt }) => paidAt !== null && mine.some(({ trade_number }) => trade_number === outTradeNo))
    .reduce((kept, { totalFen, refundedFen }) => kept + totalFen - refundedFen, 0)
  const failedFen = refunds
    .filter(({ order_id, state, kind }) => order_id === order.id && state === 'failed' && kind === 'late')
    .reduce((sum, { amount_fen }) => sum + amount_fen, 0)
  const doneFen = refunds
    .filter(({ order_id, state, kind }) => order_id === order.id && state === 'done' && kind !== 'late')
    .reduce((sum, { amount_fen }) => sum + amount_fen, 0)
  const dueFen = (isPaid ? order.total_fen - doneFen : 0) + failedFen
  if (keptFen !== dueFen) say(`of order ${order.id} ${keptFen} fen are kept, and ${dueFen} are due`)
}

/** Above the limit whoever asks is not who approves; many small sums are one large one. */
function checkTwoPersons({ id }: OrderRow, refunds: RefundRow[], say: Say): void {
  const given = refunds
    .filter(({ order_id, kind, state }) => order_id === id && kind === 'staff' && !['asked', 'refused'].includes(state))
    .filter(({ asked_by, decided_by }) => asked_by === decided_by)
  const aloneFen = given.reduce((sum, { amount_fen }) => sum + amount_fen, 0)
  if (aloneFen > ALONE_UP_TO_FEN) say(`somebody gave back ${aloneFen} fen of order ${id} alone`)
}

/** What was answered with 200 stands. */
function checkTold({ told, people }: Witness, { orders, refunds }: Books, say: Say): void {
  const byId = new Map(orders.map((order) => [order.id, order]))
  for (const [id, { totalFen }] of told.orders)
    if (byId.get(id)?.total_fen !== totalFen) say(`order ${id} was promised for ${totalFen} fen`)
  for (const id of told.cancelled)
    if (byId.get(id)?.state !== 'cancelled') say(`order ${id} was cancelled, and is ${byId.get(id)?.state}`)
  for (const id of told.paid)
    if (['unpaid', 'cancelled', undefined].includes(byId.get(id)?.state)) say(`order ${id} was paid, and is not`)
  for (const [id, { amountFen }] of told.refunds) {
    const refund = refunds.find((one) => one.id === id)
    if (refund?.amount_fen !== amountFen) say(`refund ${id} of ${amountFen} fen was promised`)
    if (refund?.state === 'refused' && !told.refused.has(id) && !told.maybeRefused)
      say(`refund ${id} was refused by nobody`)
  }
  for (const id of told.refused)
    if (refunds.find((one) => one.id === id)?.state !== 'refused') say(`refund ${id} was refused, and goes on`)
  if (told.isCampaignCancelled)
    for (const { id, state, total_fen } of orders)
      if (state !== 'cancelled' && state !== 'refunded' && total_fen > 0 && !isOnItsWay(refunds, id))
        say(`order ${id} of a cancelled campaign is ${state}`)
  if (people.length === 0) say('nobody was there')
}

/** What a person of the centre still has to decide, or to put right at the bank. */
const isOnItsWay = (refunds: RefundRow[], orderId: string) =>
  refunds.some(({ order_id, state }) => order_id === orderId && ['asked', 'failed'].includes(state))

async function checkReconciliations({ ground }: Witness, say: Say): Promise<void> {
  const rows = await ground.look<{ kind: string; what: string; trade_number: string }>(
    'SELECT kind, what, trade_number FROM reconciliation_difference WHERE settled_at IS NULL',
  )
  for (const { kind, what, trade_number } of rows) say(`the bill differs: ${kind} ${what} ${trade_number}`)
  await ground.look('DELETE FROM reconciliation')
}
