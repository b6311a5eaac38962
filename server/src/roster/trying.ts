import { Problem, type ProblemCode, type RosterCounts } from '@tucai/contract'
import { sql } from 'kysely'
import type { Campaign } from '../campaign/campaign.ts'
import { campaignOf } from '../campaign/campaigns.ts'
import { comparedGraduates } from '../graduate/graduates.ts'
import { numberIndexes } from '../identity/identities.ts'
import { inTransaction, SYSTEM, type Tx } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import type { ColumnMap } from './columns.ts'
import { type Compared, openComparison } from './comparison.ts'
import type { Finding } from './roster.ts'
import { forgetRosterFile, readRosterFile } from './roster-file.ts'
import type { RosterReader } from './roster-reader.ts'
import { moveRoster, type Roster, rosterOf, setRowsDone } from './rosters.ts'
import { addChanges, addFindings, clearTrial } from './trials.ts'

export interface RosterGround extends Pick<Engines, 'db' | 'secrets' | 'files' | 'jobs' | 'clock'> {
  reader: RosterReader
}

/** More of a kind than anybody mends by hand are counted and not kept. */
const MOST_FINDINGS = 5_000
const CHANGES_AT_ONCE = 1_000

class Superseded extends Error {}

/**
 * The dry run: checks every row, compares it with who is on record and keeps what it found. Safe to repeat; a trial that
 * another one has taken the place of leaves nothing behind.
 */
export async function tryRoster(ground: RosterGround, rosterId: string, trial: number): Promise<void> {
  const { db } = ground
  const begunAt = performance.now()
  const found = await inTransaction(db, SYSTEM, async (tx) => {
    const roster = await rosterOf(tx, rosterId)
    if (roster?.state !== 'trying' || roster.trial !== trial) return undefined
    await clearTrial(tx, rosterId)
    return { roster, campaign: (await campaignOf(tx, roster.campaignId))! }
  })
  if (found === undefined) return
  const { roster, campaign } = found
  try {
    const counts = await compareAll(ground, roster, campaign)
    const tookMs = Math.round(performance.now() - begunAt)
    await inTransaction(db, SYSTEM, (tx) => moveRoster(tx, roster, 'tried', { counts, tookMs }))
  } catch (error) {
    if (error instanceof Superseded) return
    if (!(error instanceof Problem)) throw error
    await refuseRoster(ground, roster, error.code)
  }
}

/** Ends a trial that can't come to anything, with what is kept of it. */
export async function refuseRoster(
  ground: Pick<RosterGround, 'db' | 'jobs'>,
  trial: Pick<Roster, 'id' | 'trial'>,
  problem: ProblemCode,
): Promise<void> {
  await inTransaction(ground.db, SYSTEM, async (tx) => {
    if (!(await moveRoster(tx, trial, 'refused', { problem }))) return
    await clearTrial(tx, trial.id)
    await forgetRosterFile(tx, ground, trial.id)
  })
}

async function compareAll(ground: RosterGround, roster: Roster, campaign: Campaign): Promise<RosterCounts> {
  const { db, secrets, reader, clock } = ground
  const columns = roster.columns.map(({ field }) => field) as ColumnMap
  const present = await inTransaction(db, SYSTEM, (tx) => comparedGraduates(tx, roster.campaignId))
  const indexesOf = (number: string) => numberIndexes(secrets, number)
  const comparison = openComparison(present, { columns, whole: roster.whole, indexesOf })
  const keeping = openKeeping(ground, roster)
  const checking = {
    ...{ columns, headingRow: roster.headingRow },
    ...{ usualYear: usualYear(campaign), now: clock.now().toISOString() },
  }
  let rows = 0
  // The reader is at the next rows while these are stored.
  let storing = Promise.resolve()
  try {
    await reader.check(await readRosterFile(ground, roster), checking, async ({ lines, findings, rowsDone }) => {
      rows = rowsDone
      const { changes, findings: others } = comparison.lines(lines)
      await storing
      storing = keeping.keep({ changes, findings: [...findings, ...others] }, rowsDone)
      storing.catch(() => {})
    })
  } finally {
    await storing
  }
  await keeping.keep(comparison.end(), rows)
  return { ...keeping.counts(), rows, unchanged: comparison.unchangedCount() }
}

/** The year in the campaign's title, as in 2027届; otherwise the year in which it closes. */
function usualYear({ title, closesAt }: Campaign): number {
  return Number(/20\d\d/.exec(title)?.[0] ?? closesAt.getUTCFullYear())
}

function openKeeping({ db, secrets }: RosterGround, roster: Roster) {
  const counts = { added: 0, changed: 0, withdrawn: 0, withdrawnBegun: 0, blocking: 0, warnings: 0 }
  let position = 0

  function within(findings: Finding[]): Finding[] {
    return findings.filter(({ severity }) => {
      const name = severity === 'block' ? 'blocking' : 'warnings'
      counts[name] += 1
      return counts[name] <= MOST_FINDINGS
    })
  }

  async function keepSome(tx: Tx, { changes, findings }: Compared): Promise<void> {
    await addFindings(tx, roster, findings, position)
    for (let first = 0; first < changes.length; first += CHANGES_AT_ONCE)
      await addChanges(tx, secrets, roster, changes.slice(first, first + CHANGES_AT_ONCE))
  }

  return {
    async keep({ changes, findings }: Compared, rowsDone: number): Promise<void> {
      for (const { kind, begun } of changes) {
        counts[kind] += 1
        if (kind === 'withdrawn' && begun) counts.withdrawnBegun += 1
      }
      const kept = within(findings)
      await inTransaction(db, SYSTEM, async (tx) => {
        // A part that a power cut takes is tried again with all others; the end of the trial waits for the disk.
        await sql`SET LOCAL synchronous_commit = off`.execute(tx)
        if (!(await setRowsDone(tx, roster, rowsDone))) throw new Superseded()
        await keepSome(tx, { changes, findings: kept })
      })
      position += kept.length
    },
    counts: () => counts,
  }
}
