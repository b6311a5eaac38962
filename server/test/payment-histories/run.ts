import { happen } from './doing.ts'
import type { Ground } from './ground.ts'
import type { History } from './history.ts'
import { checkAnswered } from './notices.ts'
import { type Cashier, enrol, hireCashiers } from './people.ts'
import { checkPromises } from './promises.ts'
import { noteEnds, type Reach } from './reach.ts'
import { comeToRest } from './rest.ts'
import { type HistoryWorld, newTold } from './world.ts'

/** Runs a history to its end; answers how often the program was killed. @throws with everything that should not have been */
export type RunHistory = (history: History) => Promise<number>

export async function openHistories(ground: Ground, reach: Reach): Promise<RunHistory> {
  const cashiers = await (await ground.life()).run(() => hireCashiers(ground.deps, 2))
  let [runs, done] = [0, 0]
  return async (history) => {
    if (runs % TIDIED_EVERY === 0) await ground.look(TIDY)
    // What a broken history leaves is none of the next one's.
    runs = 0
    const kills = await runHistory(ground, { cashiers, reach }, history)
    runs = done += 1
    return kills
  }
}

const TIDIED_EVERY = 100
const TIDY = 'TRUNCATE refund, payment, order_move, order_line, "order", trial_job, audit CASCADE'

async function runHistory(
  ground: Ground,
  { cashiers, reach }: { cashiers: Cashier[]; reach: Reach },
  history: History,
): Promise<number> {
  ground.emulator.reset()
  ground.emulator.refundPlan = { outcome: 'SUCCESS', delayMs: 1000 }
  const life = await ground.life()
  const { campaignId, people } = await life.run(() => enrol(ground.deps, history.terms, history.people))
  const world: HistoryWorld = {
    ...{ ground, campaignId, people, cashiers, reach },
    ...{ told: newTold(), shown: [], forged: new Set(), takes: new Map(), atCashier: new Set(), broken: [], kills: 0 },
  }
  ground.onNotice((body, status) => checkAnswered(world, body, status))
  await happen(world, { does: 'wait', seconds: 1 })
  for (const happening of history.happenings) {
    await happen(world, happening)
    if (world.broken.length > 0) break
  }
  if (world.broken.length === 0) {
    await comeToRest(world)
    noteEnds(reach, await checkPromises(world))
  }
  if (world.broken.length > 0) throw new Error(world.broken.join('\n'))
  return world.kills
}
