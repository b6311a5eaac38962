import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { Type } from 'typebox'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { inTransaction, openDatabase, SYSTEM } from './db.ts'
import { defineJob, type Jobs, type JobsLog, openJobs } from './jobs.ts'
import { withClient } from './postgres/roles.ts'

const noteJob = defineJob('note', Type.Object({ noteId: Type.String() }), { retryLimit: 1 })
type Note = { noteId: string }

let database: TestDatabase
const open: Jobs[] = []
const logged: { fields: object; message: string }[] = []
const log: JobsLog = {
  warn: (fields, message) => logged.push({ fields, message }),
  error: (fields, message) => logged.push({ fields, message }),
}

async function jobs(who: { alone?: boolean; addsOnly?: boolean } = { alone: true }): Promise<Jobs> {
  const opened = await openJobs({
    ownerUrl: database.connectionUrls.owner,
    appRole: database.appRole,
    definitions: [noteJob],
    ...who,
    log,
  })
  open.push(opened)
  return opened
}

async function enqueue(queue: Jobs, noteId: string): Promise<void> {
  await withClient(database.connectionUrls.app, (client) => queue.enqueue(client, noteJob, { noteId }))
}

/** Handles jobs until one brings this note. */
function handled(queue: Jobs, noteId: string): Promise<Note> {
  return new Promise((resolve) => {
    queue.work(noteJob, async (payload) => {
      if (payload.noteId === noteId) resolve(payload)
    })
  })
}

beforeAll(async () => {
  database = await createTestDatabase()
})
afterEach(() => Promise.all(open.splice(0).map((queue) => queue.stop())))
afterAll(() => database.drop())

it('jobs that were added together are worked off one after the other without pauses', async () => {
  const program = await jobs()
  const noteIds = Array.from({ length: 100 }, () => randomUUID())
  const seen = new Set<string>()
  await program.work(noteJob, async ({ noteId }) => void seen.add(noteId))
  for (const noteId of noteIds) await enqueue(program, noteId)
  await expect.poll(() => noteIds.every((noteId) => seen.has(noteId)), { timeout: 30_000 }).toBe(true)
}, 60_000)

it('a job that a command adds is handled by the program that runs beside it, or by the next one', async () => {
  const command = await jobs({ addsOnly: true })
  const [before, beside] = [randomUUID(), randomUUID()]
  await enqueue(command, before)
  const program = await jobs()
  const bothHandled = new Promise<Set<string>>((resolve) => {
    const seen = new Set<string>()
    program.work(noteJob, async ({ noteId }) => {
      if (seen.add(noteId).size === 2) resolve(seen)
    })
  })
  await enqueue(command, beside)
  expect(await bothHandled).toEqual(new Set([before, beside]))
})

it('a job exists exactly if the transaction that needs it commits', async () => {
  const queue = await jobs()
  const db = openDatabase(database.connectionUrls.app)
  const seen: string[] = []
  const [rolledBack, committed] = [randomUUID(), randomUUID()]
  await expect(
    inTransaction(db, SYSTEM, async (tx) => {
      await queue.enqueue(tx, noteJob, { noteId: rolledBack })
      throw new Error('changed my mind')
    }),
  ).rejects.toThrow('changed my mind')
  await inTransaction(db, SYSTEM, (tx) => queue.enqueue(tx, noteJob, { noteId: committed }))
  await new Promise<void>((resolve) => {
    queue.work(noteJob, async ({ noteId }) => {
      seen.push(noteId)
      if (noteId === committed) resolve()
    })
  })
  expect(seen).toEqual([committed])
  await db.close()
})

it('a waiting worker takes a new job within a moment', async () => {
  const queue = await jobs()
  const arrivals = new Map<string, () => void>()
  await queue.work(noteJob, async ({ noteId }) => arrivals.get(noteId)?.())
  const roundTripMs = async () => {
    const noteId = randomUUID()
    const arrived = new Promise<void>((resolve) => arrivals.set(noteId, resolve))
    const startedAt = performance.now()
    await enqueue(queue, noteId)
    await arrived
    return performance.now() - startedAt
  }
  await roundTripMs()
  expect(await roundTripMs()).toBeLessThan(1_500)
})

it('a failed job is tried again, and reported once it has failed for good', async () => {
  const queue = await jobs()
  const noteId = randomUUID()
  const attempts: { number: number; isLast: boolean }[] = []
  await queue.work(noteJob, async (payload, { number, isLast }) => {
    if (payload.noteId !== noteId) return
    attempts.push({ number, isLast })
    throw new Error('the printer is out of paper')
  })
  await enqueue(queue, noteId)
  await expect
    .poll(() => logged.find((line) => line.message === 'a job failed for good'), { timeout: 20_000 })
    .toMatchObject({ fields: { job: 'note', payload: { noteId } } })
  expect(attempts).toEqual([
    { number: 1, isLast: false },
    { number: 2, isLast: true },
  ])
}, 30_000)

it('a payload that is not what the job says is refused before it is stored', async () => {
  const queue = await jobs()
  const wrong = { noteId: 7 } as unknown as Note
  await withClient(database.connectionUrls.app, (client) =>
    expect(queue.enqueue(client, noteJob, wrong)).rejects.toThrow('payload'),
  )
})

it('a job that was running when the process was killed is done by the next one soon', async () => {
  const first = await jobs()
  const noteId = randomUUID()
  await enqueue(first, noteId)
  await first.stop()
  await withClient(database.connectionUrls.owner, (client) =>
    client.query(
      "UPDATE pgboss.job SET state = 'active', started_on = now(), heartbeat_on = now() WHERE data->>'noteId' = $1",
      [noteId],
    ),
  )
  expect(await handled(await jobs(), noteId)).toEqual({ noteId })
}, 30_000)

it('the application may add jobs, not change or remove them', async () => {
  const queue = await jobs()
  await withClient(database.connectionUrls.app, async (client: pg.Client) => {
    await queue.enqueue(client, noteJob, { noteId: randomUUID() })
    await expect(client.query('DELETE FROM pgboss.job')).rejects.toThrow('permission denied')
    await expect(client.query("UPDATE pgboss.job SET state = 'completed'")).rejects.toThrow('permission denied')
    await expect(client.query('DROP SCHEMA pgboss CASCADE')).rejects.toThrow('must be owner')
  })
})
