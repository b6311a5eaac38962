import { LifeOver } from './life.ts'
import { keepSignedIn } from './people.ts'
import type { HistoryWorld } from './world.ts'

const MINUTE_S = 60
const HOUR_S = 3600
/** Seconds that pass between rounds: attempts, orders and the schedule of notices all come to an end in them. */
const roundsS = [
  1,
  61,
  61,
  61,
  6 * MINUTE_S,
  31 * MINUTE_S,
  61,
  61,
  26 * HOUR_S,
  61,
  61,
  61,
  6 * MINUTE_S,
  61,
  6 * MINUTE_S,
]
const CHINA_MS = 8 * HOUR_S * 1000

/** Trouble is over and time goes on until nothing is under way any more, the days' bills included. */
export async function comeToRest(world: HistoryWorld): Promise<void> {
  const { ground } = world
  const { emulator } = ground
  emulator.faults.clear()
  emulator.refundPlan = { outcome: 'SUCCESS', delayMs: 1000 }
  const life = await ground.life()
  life.arm(undefined)
  for (const { outRefundNo, state } of emulator.ledger().refunds)
    if (state === 'PROCESSING') emulator.endRefund(outRefundNo, 'SUCCESS')
  await rounds(world)
  await reconcileAll(world)
  await rounds(world)
  await reconcileAll(world)
}

async function rounds(world: HistoryWorld): Promise<void> {
  for (const seconds of roundsS) {
    await world.ground.emulator.advance(seconds * 1000)
    await programWorks(world)
    if (await isAtRest(world)) return
  }
  world.broken.push('something is still under way after a day')
}

async function programWorks(world: HistoryWorld): Promise<void> {
  const { jobs } = world.ground
  await inLife(world, async () => {
    await jobs.workOff()
    for (const name of ['order-expiry', 'payment-sweep', 'refund-sweep']) await jobs.doNow(name)
    await jobs.workOff()
  })
}

async function inLife(world: HistoryWorld, work: () => Promise<void>): Promise<void> {
  const life = await world.ground.life()
  try {
    await life.run(work)
  } catch (error) {
    if (error instanceof LifeOver) throw new Error('the program was killed while it came to rest')
    world.broken.push(`while coming to rest: ${(error as Error).message}`)
  }
}

async function isAtRest({ ground }: HistoryWorld): Promise<boolean> {
  const [row] = await ground.look<{ busy: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM payment WHERE state IN ('open', 'closing'))
      OR EXISTS (SELECT 1 FROM refund WHERE state IN ('approved', 'sent'))
      OR EXISTS (SELECT 1 FROM "order" WHERE state = 'unpaid')
      OR EXISTS (SELECT 1 FROM trial_job) AS busy`,
  )
  return !row!.busy && ground.emulator.ledger().refunds.every(({ state }) => state !== 'PROCESSING')
}

/** Every day on which money moved is compared with its bill, once that is ready. */
async function reconcileAll(world: HistoryWorld): Promise<void> {
  const { emulator, jobs } = world.ground
  const { payments, refunds } = emulator.ledger()
  const instants = [
    ...payments.flatMap(({ paidAt }) => paidAt ?? []),
    ...refunds.flatMap(({ createdAt, endedAt }) => [createdAt, endedAt ?? createdAt]),
  ]
  const days = new Set(instants.map((instant) => dayOf(new Date(instant))))
  if (days.size === 0) return
  const last = [...days].sort().at(-1)!
  const readyAt = Date.parse(`${last}T00:00:00+08:00`) + 34.5 * HOUR_S * 1000
  const waitMs = readyAt - emulator.now().getTime()
  if (waitMs > 0) await emulator.advance(waitMs)
  await keepSignedIn(world.ground.look, emulator.now(), world.people, world.cashiers)
  for (const day of days) await inLife(world, () => jobs.doNow('payment-reconcile', { day }))
}

const dayOf = (instant: Date) => new Date(instant.getTime() + CHINA_MS).toISOString().slice(0, 10)
