import { moveClock } from './clock.ts'
import { fillDisk } from './disk.ts'
import { floodUploads } from './flood.ts'
import { killAround } from './kills.ts'
import { troubleMachines } from './machines.ts'
import { NotRun } from './not-run.ts'
import { troubleNotices } from './notices.ts'
import { held, type Outcome, outcomeTable } from './outcome.ts'
import { plantMistakes } from './plants.ts'
import { troubleStore } from './store.ts'

export interface Plan {
  isShort: boolean
  /** So many kills on one machine; those of several machines come besides. */
  points: number
  seed: number
  only: Row[]
  /** What can’t be tried on this machine does not count as missed. */
  mayMiss: boolean
}

type Tell = (line: string) => void

const rows = {
  plants: ({ seed }: Plan) => plantMistakes(seed),
  kills: ({ points, seed }: Plan, tell: Tell) => killAround(points, seed, tell).then((outcome) => [outcome]),
  disk: ({ isShort, seed }: Plan) => fillDisk(isShort, seed),
  clock: ({ seed }: Plan) => moveClock(seed),
  notices: ({ seed }: Plan) => troubleNotices(seed),
  flood: ({ isShort, seed }: Plan) => floodUploads(isShort, seed),
  store: ({ isShort, seed }: Plan, tell: Tell) => troubleStore(isShort, seed, tell),
  machines: ({ isShort, seed }: Plan, tell: Tell) =>
    troubleMachines(
      isShort ? { kills: 2, restartsOfEach: 1, silences: 0 } : { kills: 100, restartsOfEach: 5, silences: 2 },
      seed,
      tell,
    ),
} satisfies Record<string, (plan: Plan, tell: Tell) => Promise<Outcome[]>>

export type Row = keyof typeof rows

/** @throws Error naming what is no row */
export function onlyRows(text: string | undefined): Row[] {
  const all = Object.keys(rows) as Row[]
  const wanted = text === undefined ? all : text.split(',')
  for (const name of wanted) if (!all.includes(name as Row)) throw new Error(`--only knows ${all.join(', ')}`)
  return wanted as Row[]
}

/** Runs the rows one after the other and prints their table. Whether all of them held. */
export async function runFaults(plan: Plan, tell: Tell): Promise<boolean> {
  const outcomes: Outcome[] = []
  const missed: string[] = []
  for (const name of plan.only) {
    try {
      outcomes.push(...(await rows[name](plan, tell)))
    } catch (error) {
      if (!(error instanceof NotRun)) throw error
      missed.push(`NOT RUN: ${name}: ${error.message}`)
    }
  }
  tell(outcomeTable(outcomes))
  for (const { fault, notes, wrongs } of outcomes) {
    if (notes.length > 0) tell(`${fault}: ${notes.join('; ')}`)
    for (const { kind, sentence } of wrongs) tell(`  ${kind}: ${sentence}`)
  }
  for (const line of missed) tell(line)
  return outcomes.every(held) && (plan.mayMiss || missed.length === 0)
}
