import type { Happening } from './history.ts'
import { LifeOver } from './life.ts'
import { newToken } from './names.ts'
import { develop, keepSignedIn, type Person } from './people.ts'
import { reached } from './reach.ts'
import { forgeNotice, troubleNotices, troubleProvider } from './troubles.ts'
import { ask, type HistoryWorld } from './world.ts'

type Of<D extends Happening['does']> = Extract<Happening, { does: D }>

/** Lets one thing happen. A program that was killed is started again afterwards. */
export async function happen(world: HistoryWorld, happening: Happening): Promise<void> {
  await (deeds[happening.does] as (world: HistoryWorld, happening: Happening) => Promise<void>)(world, happening)
  await world.ground.life()
  for (const orderId of world.atCashier) await checkOneCashier(world, orderId)
  world.atCashier.clear()
}

const at = <T>(list: readonly T[], index: number): T | undefined => list[index % list.length]
const personOf = ({ people }: HistoryWorld, who: number): Person => people[who % people.length]!

type Deeds = { [D in Happening['does']]: (world: HistoryWorld, happening: Of<D>) => Promise<void> }

const deeds: Deeds = {
  place: async (world, { who }) => void (await place(world, personOf(world, who))),

  async begin(world, { who, way }) {
    const person = personOf(world, who)
    const orderId = newestOrder(world, person) ?? (await place(world, person))
    if (orderId === undefined) return
    const answer = await ask(world, { student: person }, 'POST', `/orders/${orderId}/payments`, { way })
    if (answer?.body?.code === 'order-cancelled') forgetOrder(world, orderId)
    if (answer?.status !== 200) return
    if (answer.body.orderState === 'paid') world.told.paid.add(orderId)
    if (answer.body.cashier !== null) {
      world.shown.unshift({ person, orderId, cashier: answer.body.cashier })
      world.atCashier.add(orderId)
    }
  },

  async pay({ shown, people, ground }, { who, which, how }) {
    const person = people[who % people.length]
    const known = at(
      shown.filter((one) => one.person === person),
      which,
    )
    if (known === undefined) return
    const { cashier } = known
    if (cashier.kind === 'wechat') ground.emulator.pay(cashier, { does: how })
    else ground.emulator.payH5(cashier.url, { does: how })
  },

  async cancel(world, { who }) {
    const person = personOf(world, who)
    const orderId = newestOrder(world, person)
    if (orderId === undefined) return
    const answer = await ask(world, { student: person }, 'POST', `/orders/${orderId}/cancel`)
    if (answer?.status !== 200) return
    if (answer.body.state !== 'cancelled') world.broken.push(`cancelling was answered ${answer.body.state}`)
    world.told.cancelled.add(orderId)
    forgetOrder(world, orderId)
  },

  async retake(world, { who }) {
    const person = personOf(world, who)
    const boundary = newToken()
    const head = `--${boundary}\r\nContent-Disposition: form-data; name=`
    const file = `"photo"; filename="photo.jpg"\r\nContent-Type: image/jpeg\r\n\r\n`
    const form = `${head}"source"\r\n\r\ncamera\r\n${head}${file}\xff\xd8\xff\xe0 a picture\r\n--${boundary}--\r\n`
    const path = `/collections/${person.graduateId}/photos`
    const type = `multipart/form-data; boundary=${boundary}`
    const answer = await ask(world, { student: person }, 'POST', path, Buffer.from(form, 'latin1'), type)
    if (answer?.status === 200) world.takes.set(person.graduateId, answer.body.photoId)
  },

  async confirm(world, { who }) {
    const person = personOf(world, who)
    const photoId = world.takes.get(person.graduateId)
    if (photoId === undefined) return
    await develop(world.ground.look, photoId)
    await ask(world, { student: person }, 'POST', `/collections/${person.graduateId}/photo`, { photoId })
  },

  async paper(world, { who, sets }) {
    const person = personOf(world, who)
    const prints = sets === 0 ? { paper: false } : { paper: true, printSets: sets, delivery: 'station' }
    await ask(world, { student: person }, 'POST', `/collections/${person.graduateId}/paper`, prints)
  },

  async look(world, { who }) {
    const answer = await ask(world, { student: personOf(world, who) }, 'GET', '/orders')
    for (const { orderId, state } of answer?.status === 200 ? answer.body : []) {
      if (state === 'cancelled') world.told.cancelled.add(orderId)
      if (state === 'paid' || state === 'refunded') world.told.paid.add(orderId)
    }
  },

  async 'ask-refund'(world, { who }) {
    const person = personOf(world, who)
    const orderId = newestOrder(world, person)
    if (orderId === undefined) return
    const answer = await ask(world, { student: person }, 'POST', `/orders/${orderId}/refunds`, { reason: '不需要了' })
    if (answer?.status === 200) noteRefund(world, answer.body)
  },

  async 'give-back'(world, { who, percent, key, by }) {
    const person = personOf(world, who)
    const orderId = newestOrder(world, person)
    if (orderId === undefined) return
    const amountFen = Math.max(1, Math.round((world.told.orders.get(orderId)!.totalFen * percent) / 100))
    const asked = { amountFen, reason: '补偿', key: `key-00000${key}` }
    const answer = await ask(
      world,
      { staff: at(world.cashiers, by)! },
      'POST',
      `/staff/orders/${orderId}/refunds`,
      asked,
    )
    if (answer?.status === 200) noteRefund(world, answer.body)
  },

  async decide(world, { which, verdict, by }) {
    const refundId = at([...world.told.refunds.keys()], which)
    if (refundId === undefined) return
    const path = `/staff/refunds/${refundId}/${verdict === 'approve' ? 'approval' : 'refusal'}`
    const answer = await ask(world, { staff: at(world.cashiers, by)! }, 'POST', path)
    if (answer === undefined && verdict === 'refuse') world.told.maybeRefused = true
    if (answer?.status === 200 && verdict === 'refuse') world.told.refused.add(refundId)
  },

  async 'end-campaign'(world) {
    const { campaignId, cashiers } = world
    const answer = await ask(world, { staff: cashiers[0]! }, 'POST', `/staff/campaigns/${campaignId}/cancel`)
    if (answer?.status === 200) world.told.isCampaignCancelled = true
  },

  deliver: ({ ground }) => ground.emulator.settle(),

  async tell(world, { which, copies }) {
    const { emulator } = world.ground
    const { payments, refunds } = emulator.ledger()
    const numbers = [
      ...payments.filter(({ paidAt }) => paidAt !== null).map(({ outTradeNo }) => outTradeNo),
      ...refunds.filter(({ state }) => state !== 'PROCESSING').map(({ outRefundNo }) => outRefundNo),
    ]
    const number = at(numbers, which)
    if (number === undefined) return
    const send = async () => {
      const { url, headers, body } = emulator.makeNotice(number)
      await fetch(url, { method: 'POST', headers, body }).catch(() => {})
    }
    await Promise.all(Array.from({ length: copies }, send))
  },

  forge: forgeNotice,
  'lose-notice': async ({ ground }, { kind }) => troubleNotices(ground, kind),
  trouble: async ({ ground }, { at, kind, times }) => troubleProvider(ground, at, kind, times),

  async 'plan-refunds'({ ground }, { outcome, delayMs }) {
    ground.emulator.refundPlan = { outcome, delayMs }
  },

  async 'end-refund'({ ground: { emulator } }, { which, outcome }) {
    const open = emulator.ledger().refunds.filter(({ state }) => state === 'PROCESSING' || state === 'ABNORMAL')
    const refund = at(open, which)
    if (refund !== undefined && refund.state !== outcome) emulator.endRefund(refund.outRefundNo, outcome)
  },

  jobs: (world) => inLife(world, () => world.ground.jobs.workOff()),
  sweep: (world, { job }) => inLife(world, () => world.ground.jobs.doNow(job)),

  async wait({ ground, people, cashiers }, { seconds }) {
    await ground.emulator.advance(seconds * 1000)
    await keepSignedIn(ground.look, ground.emulator.now(), people, cashiers)
  },

  async slow({ ground }, { milliseconds }) {
    const life = await ground.life()
    life.slow(milliseconds)
  },

  async outage(world) {
    const { jobs, emulator } = world.ground
    for (const at of ['place', 'query', 'close', 'refund', 'refund-query'] as const)
      emulator.fault({ at, times: 1_000_000, kind: 'cut', effect: false })
    await inLife(world, () => jobs.workOffAll())
    emulator.faults.clear()
  },

  async restart({ ground }) {
    const life = await ground.life()
    life.end()
  },

  async kill(world, { during, afterSteps, when }) {
    const life = await world.ground.life()
    life.arm({ afterSteps, when })
    await deeds[during.does](world, during as never)
    if (life.isOver) {
      world.kills += 1
      reached(world.reach, `killed in ${during.does}`)
    }
    life.arm(undefined)
  },

  async together(world, { all }) {
    await Promise.all(all.map((one) => deeds[one.does](world, one as never)))
  },
}

/** What the program does by itself. Its own errors are for its next try, and a kill ends it. */
async function inLife(world: HistoryWorld, work: () => Promise<unknown>): Promise<void> {
  const life = await world.ground.life()
  try {
    await life.run(work)
  } catch (error) {
    if (!(error instanceof LifeOver)) world.broken.push(`a sweep failed: ${(error as Error).message}`)
  }
}

async function place(world: HistoryWorld, person: Person): Promise<string | undefined> {
  const answer = await ask(world, { student: person }, 'POST', `/collections/${person.graduateId}/orders`)
  if (answer?.status !== 200) return undefined
  const { orderId, totalFen } = answer.body
  world.told.orders.delete(orderId)
  world.told.orders.set(orderId, { person, totalFen })
  return orderId
}

/** The order that the student knows of and has not seen cancelled, the last one placed. */
function newestOrder({ told }: HistoryWorld, person: Person): string | undefined {
  return [...told.orders].filter(([, order]) => order.person === person && !order.isForgotten).at(-1)?.[0]
}

function forgetOrder({ told }: HistoryWorld, orderId: string): void {
  told.orders.get(orderId)!.isForgotten = true
}

function noteRefund({ told, broken }: HistoryWorld, refund: { refundId: string; orderId: string; amountFen: number }) {
  const { refundId, orderId, amountFen } = refund
  const before = told.refunds.get(refundId)
  if (before !== undefined && before.amountFen !== amountFen) broken.push(`refund ${refundId} has changed its amount`)
  told.refunds.set(refundId, { orderId, amountFen })
}

/** Whoever is shown a cashier can't pay the same order at another one too. */
async function checkOneCashier({ ground, broken }: HistoryWorld, orderId: string): Promise<void> {
  const rows = await ground.look<{ trade_number: string }>('SELECT trade_number FROM payment WHERE order_id = $1', [
    orderId,
  ])
  const numbers = rows.map((row) => row.trade_number)
  const payable = ground.emulator
    .ledger()
    .payments.filter(({ state }) => state === 'NOTPAY' || state === 'USERPAYING' || state === 'PAYERROR')
    .filter(({ outTradeNo }) => numbers.includes(outTradeNo))
  if (payable.length > 1) broken.push(`order ${orderId} can be paid under ${payable.length} numbers`)
}
