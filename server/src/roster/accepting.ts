import { sql } from 'kysely'
import { recordAudit } from '../audit/audits.ts'
import { addGraduates, type NewGraduate, replaceGraduates, withdrawGraduates } from '../graduate/graduates.ts'
import { ensureIdentities } from '../identity/identities.ts'
import { inTransaction, isDuplicate, SYSTEM, type Tx } from '../platform/db.ts'
import { forgetRosterFile } from './roster-file.ts'
import { moveRoster, type Roster, rosterOf, setRowsDone } from './rosters.ts'
import { type AcceptedLine, clearTrial, type DueChange, dueChanges, idsToPutAside, isOutdated } from './trials.ts'
import type { RosterGround } from './trying.ts'

const AT_ONCE = 1_000

class Outdated extends Error {}

/**
 * Stores what the dry run showed, all of it or nothing. Safe to repeat. Where somebody on record has changed since,
 * nothing is stored and the roster has to be tried again.
 */
export async function acceptRoster(ground: Omit<RosterGround, 'reader'>, rosterId: string): Promise<void> {
  const { db, clock } = ground
  try {
    await inTransaction(db, SYSTEM, async (tx) => {
      const roster = await rosterOf(tx, rosterId)
      if (roster?.state !== 'accepting') return
      // One roster of a campaign after the other.
      await sql`SELECT 1 FROM campaign WHERE id = ${roster.campaignId} FOR UPDATE`.execute(tx)
      if (await isOutdated(tx, rosterId)) throw new Outdated()
      const now = clock.now()
      await withdrawGraduates(tx, await idsToPutAside(tx, rosterId), now)
      await storeAll(tx, ground, roster, now)
      if (!(await moveRoster(tx, roster, 'accepted', { acceptedAt: now }))) throw new Error('accepted twice at once')
      await clearTrial(tx, rosterId)
      await forgetRosterFile(tx, ground, rosterId)
      await recordAudit(tx, now, SYSTEM, 'roster-imported', [rosterId, roster.campaignId])
    })
  } catch (error) {
    if (!(error instanceof Outdated) && !isDuplicate(error)) throw error
    await setOutdated(ground, rosterId)
  }
}

/** It is to be tried again before it can be accepted. */
export async function setOutdated({ db }: Pick<RosterGround, 'db'>, rosterId: string): Promise<void> {
  await inTransaction(db, SYSTEM, async (tx) => {
    const roster = await rosterOf(tx, rosterId)
    if (roster !== undefined) await moveRoster(tx, roster, 'outdated')
  })
}

async function storeAll(tx: Tx, ground: Omit<RosterGround, 'reader'>, roster: Roster, now: Date): Promise<void> {
  let done = 0
  for (const kind of ['changed', 'added'] as const) {
    let last: Pick<DueChange, 'row' | 'id'> = { row: -1, id: '' }
    for (;;) {
      const due = await dueChanges(tx, ground.secrets, roster.id, kind, last, AT_ONCE)
      if (due.length === 0) break
      last = due.at(-1)!
      await store(tx, ground, roster, due, now)
      done += due.length
      // Seen by others at once: what is stored itself is not before all of it is.
      await inTransaction(ground.db, SYSTEM, (other) => setRowsDone(other, roster, done))
    }
  }
}

async function store(
  tx: Tx,
  { secrets }: Pick<RosterGround, 'secrets'>,
  { schoolId, campaignId }: Roster,
  due: DueChange[],
  now: Date,
): Promise<void> {
  const identities = await ensureIdentities(
    tx,
    secrets,
    due.map(({ line }) => line.document),
  )
  const graduateOf = ({ document, ...line }: AcceptedLine): NewGraduate => ({
    ...{ ...line, schoolId, campaignId, identityId: identities.get(document.number)! },
  })
  const known = due.flatMap(({ graduateId, line }) => (graduateId ? [{ ...graduateOf(line), id: graduateId }] : []))
  if (known.length > 0) await replaceGraduates(tx, known, now)
  await addGraduates(
    tx,
    due.filter(({ graduateId }) => graduateId === null).map(({ line }) => graduateOf(line)),
  )
}
