import { quantile } from '../bench/table.ts'
import { arrive } from './arriving.ts'
import { openChance } from './chance.ts'
import { openCrowd } from './crowd.ts'
import { enrolWalkers } from './enrolling.ts'
import { openGround } from './ground.ts'
import { newOutcome, type Outcome } from './outcome.ts'
import { checkCrowd } from './promises.ts'

/** What the emulator is asked to do with its notices, and how often. */
const troubles = [
  { name: 'all lost', fault: { at: 'notice', kind: 'lose', times: 1_000_000 } },
  { name: 'each twice at once', fault: { at: 'notice', kind: 'duplicate', afterMs: 0, times: 1_000_000 } },
] as const

const SWEPT_WITHIN_S = 600

/** Students pay while payment notices do not arrive, or arrive twice. */
export async function troubleNotices(seed: number): Promise<Outcome[]> {
  const chance = openChance(seed)
  const outcomes: Outcome[] = []
  for (const { name, fault } of troubles) {
    const outcome = newOutcome(`payment notices ${name}`)
    const begun = performance.now()
    const ground = await openGround()
    try {
      ground.emulator.fault(fault)
      const crowd = openCrowd(ground, outcome, 6)
      const walkers = await enrolWalkers(ground, crowd, chance, 20)
      for (const walker of walkers) walker.isPatient = true
      crowd.add(walkers)
      while (crowd.waiting() > 0) await crowd.untilSent(1, 1000)
      await crowd.empty()
      outcome.times = ground.emulator.notices.length
      const waits = crowd.gone.map(({ told }) => (told.paidAt ?? Number.POSITIVE_INFINITY) - told.cashierAt!)
      const [p50, most] = [quantile(waits, 0.5) / 1000, quantile(waits, 1) / 1000]
      outcome.notes.push(`paid orders were known after ${p50.toFixed(0)} s (p50), ${most.toFixed(0)} s at most`)
      if (!(most <= SWEPT_WITHIN_S))
        outcome.wrongs.push({ kind: 'stuck', sentence: 'a paid order was not found in time' })
      await arrive(ground, crowd, outcome)
      await checkCrowd(ground, crowd, outcome)
    } finally {
      await ground.close()
    }
    outcome.seconds = (performance.now() - begun) / 1000
    outcomes.push(outcome)
  }
  return outcomes
}
