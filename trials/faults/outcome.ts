import { quantile, table } from '../bench/table.ts'

/** What should not have been, by its kind. */
export type Wrong = 'lost' | 'doubled' | 'answer' | 'stuck'

/** One row: a kind of fault, and what came of it. */
export interface Outcome {
  fault: string
  /** How often it was done. */
  times: number
  /** Answers of success that were checked afterwards. */
  acknowledged: number
  wrongs: { kind: Wrong; sentence: string }[]
  /** From the fault to the first thing that goes well and stays so. */
  recoveriesMs: number[]
  /** Figures that belong to this row only. */
  notes: string[]
  seconds: number
}

export function newOutcome(fault: string): Outcome {
  return { fault, times: 0, acknowledged: 0, wrongs: [], recoveriesMs: [], notes: [], seconds: 0 }
}

const RECOVERY_LIMIT_MS = 60_000

/** Whether everything held: nothing lost, doubled, wrongly answered or stuck, and no recovery of a minute. */
export function held({ wrongs, recoveriesMs }: Outcome): boolean {
  return wrongs.length === 0 && recoveriesMs.every((ms) => ms < RECOVERY_LIMIT_MS)
}

const HEAD = ['fault', 'times', 'acknowledged', 'lost', 'doubled', 'wrong answers', 'stuck', 'recovery p50', 'max', 's']

export function outcomeTable(outcomes: Outcome[]): string {
  return table(HEAD, outcomes.map(cells))
}

function cells({ fault, times, acknowledged, wrongs, recoveriesMs, seconds }: Outcome): string[] {
  const count = (kind: Wrong) => String(wrongs.filter((wrong) => wrong.kind === kind).length)
  const inSeconds = (ms: number) => (Number.isFinite(ms) ? `${(ms / 1000).toFixed(1)} s` : '–')
  return [
    ...[fault, String(times), String(acknowledged)],
    ...[count('lost'), count('doubled'), count('answer'), count('stuck')],
    ...[inSeconds(quantile(recoveriesMs, 0.5)), inSeconds(quantile(recoveriesMs, 1)), seconds.toFixed(0)],
  ]
}
