import { Type } from 'typebox'
import { inTransaction, SYSTEM } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import { defineJob } from '../platform/jobs.ts'
import type { PrintBatch } from './print.ts'
import { makeFile, type PrintGround } from './print-file.ts'
import { moveItems } from './print-items.ts'
import { giveBack } from './print-making.ts'
import { moveBatch, printBatchOf } from './prints.ts'

/** Makes the file of a batch: thousands of sheets take minutes. */
export const printJob = defineJob('print-sheets', Type.Object({ batchId: Type.String() }), {
  retryLimit: 2,
  timeLimitSeconds: 3600,
})

/** Makes the file and lets the batch be printed. False when the batch was no longer being prepared. */
export async function prepareBatch(
  ground: PrintGround & Pick<Engines, 'clock'>,
  batch: PrintBatch,
  signal?: AbortSignal,
): Promise<boolean> {
  const { ready, stopped, coverPages, sheets } = await makeFile(ground, batch, signal)
  return inTransaction(ground.db, SYSTEM, async (tx) => {
    const now = ground.clock.now()
    if (!(await moveBatch(tx, batch.id, 'preparing', 'ready', now, { coverPages, sheets }))) return false
    await moveItems(tx, batch.id, 'waiting', 'ready', ready, now)
    await giveBack(tx, batch, await moveItems(tx, batch.id, 'waiting', 'stopped', stopped, now), now)
    return true
  })
}

/** Handles batches one after the other: two at a time would only take turns at the same printer’s processors. */
export async function workPrints(engines: Engines, ground: Pick<PrintGround, 'printer'>): Promise<void> {
  const { db, jobs, clock, log } = engines
  await jobs.work(printJob, async ({ batchId }, attempt) => {
    const batch = await inTransaction(db, SYSTEM, (tx) => printBatchOf(tx, batchId))
    if (batch?.state !== 'preparing') return
    try {
      await prepareBatch({ ...engines, ...ground }, batch, attempt.signal)
    } catch (error) {
      if (!attempt.isLast) throw error
      log.error({ err: error, batchId }, 'the sheets of a batch could not be made')
      await inTransaction(db, SYSTEM, (tx) => moveBatch(tx, batchId, 'preparing', 'failed', clock.now()))
    }
  })
}
