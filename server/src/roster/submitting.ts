import { Problem, type RosterField, type RosterTry } from '@tucai/contract'
import { Type } from 'typebox'
import { type Actor, inTransaction, type Tx } from '../platform/db.ts'
import { newId } from '../platform/ids.ts'
import { defineJob } from '../platform/jobs.ts'
import { type ColumnMap, matchColumns, missingFields } from './columns.ts'
import { forgetRosterFile, keepRosterFile, rosterFileKey } from './roster-file.ts'
import { addRoster, beginTrial, moveRoster, openRoster, type Roster } from './rosters.ts'
import { clearTrial } from './trials.ts'
import type { RosterGround } from './trying.ts'

const trialPayload = Type.Object({ rosterId: Type.String(), trial: Type.Integer() })
export const rosterTryJob = defineJob('roster-try', trialPayload, { retryLimit: 2, timeLimitSeconds: 600 })
export const rosterAcceptJob = defineJob('roster-accept', Type.Object({ rosterId: Type.String() }), {
  ...{ retryLimit: 5, timeLimitSeconds: 900 },
})

export interface Submission {
  campaignId: string
  schoolId: string
  file: Buffer
  fileName: string
  whole: boolean
  madeBy: string
}

/**
 * Takes a sheet in: it is looked at, kept encrypted, and tried where its columns are known. An earlier one of the
 * campaign that was not accepted gives way. `alongside` is done in the same transaction.
 * @throws Problem about the file, or roster-accepting
 */
export async function submitRoster(
  ground: RosterGround,
  actor: Actor,
  submission: Submission,
  alongside: (tx: Tx, roster: Pick<Roster, 'id' | 'state'>) => Promise<void>,
): Promise<string> {
  const { db, files, reader, clock } = ground
  const { file, ...rest } = submission
  const { sheetName, headingRow, headings, rowCount } = await reader.look(file)
  const fields = matchColumns(headings)
  const id = newId('ros')
  const state = missingFields(fields).length === 0 ? 'trying' : 'matching'
  const keySealed = await keepRosterFile(ground, id, file)
  const columns = headings.map((heading, place) => ({ heading: heading.slice(0, 100), field: fields[place]! }))
  const kept = { fileBytes: file.length, fileKey: rosterFileKey(id), keySealed }
  const found = { sheetName: sheetName.slice(0, 100), headingRow, columns, rowCount, madeAt: clock.now() }
  try {
    await inTransaction(db, actor, async (tx) => {
      const earlier = await openRoster(tx, rest.campaignId)
      if (earlier !== undefined && !(await dropRoster(tx, ground, earlier))) throw new Problem('roster-accepting')
      if (!(await addRoster(tx, { ...rest, ...kept, ...found, id, state }))) throw new Problem('roster-moved')
      await alongside(tx, { id, state })
    })
  } catch (error) {
    await files.remove(rosterFileKey(id))
    throw error
  }
  return id
}

/** Gives a roster up, with what is kept of it. False where it is being stored, or over. */
export async function dropRoster(tx: Tx, ground: Pick<RosterGround, 'jobs'>, roster: Roster): Promise<boolean> {
  if (!(await moveRoster(tx, roster, 'dropped'))) return false
  await clearTrial(tx, roster.id)
  await forgetRosterFile(tx, ground, roster.id)
  return true
}

/** Begins another dry run. @throws Problem roster-columns-wrong or roster-moved */
export async function tryAgain(
  tx: Tx,
  { jobs }: Pick<RosterGround, 'jobs'>,
  roster: Roster,
  asked: RosterTry,
): Promise<void> {
  const columns = asked.columns === undefined ? roster.columns : chosenColumns(roster, asked.columns)
  if (missingFields(columns.map(({ field }) => field) as ColumnMap).length > 0)
    throw new Problem('roster-columns-wrong', { field: 'columns' })
  const trial = await beginTrial(tx, roster.id, { columns, whole: asked.whole ?? roster.whole })
  if (trial === undefined) throw new Problem('roster-moved')
  await jobs.enqueue(tx, rosterTryJob, { rosterId: roster.id, trial })
}

/** Columns that are not named keep what they are taken for. */
function chosenColumns({ columns }: Roster, chosen: { index: number; field: RosterField | null }[]) {
  const fields = new Map(chosen.map(({ index, field }) => [index, field]))
  if (chosen.some(({ index }) => index >= columns.length))
    throw new Problem('roster-columns-wrong', { field: 'columns' })
  const next = columns.map((column, index) => ({
    ...column,
    field: fields.has(index) ? fields.get(index)! : column.field,
  }))
  const taken = next.flatMap(({ field }) => (field === null ? [] : [field]))
  if (new Set(taken).size < taken.length) throw new Problem('roster-columns-wrong', { field: 'columns' })
  return next
}
