import { mkdtemp, readdir, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { developAll } from '../src/node/crew.ts'
import type { Job, JobDone } from '../src/node/index.ts'
import { usualLimits, type WorkerLimits } from '../src/node/worker-limits.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'crew-'))
  const blank = sharp({ create: { width: 600, height: 800, channels: 3, background: '#888' } })
  await blank.jpeg().toFile(path.join(folder, 'photo.jpg'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function develop(limits: WorkerLimits): Promise<JobDone[]> {
  const jobs = [1, 2].map(
    (id): Job => ({ id, path: path.join(folder, 'photo.jpg'), outputs: { jpeg: path.join(folder, `${id}.made.jpg`) } }),
  )
  const outcomes: JobDone[] = []
  await developAll(jobs, 1, (_, outcome) => outcomes.push(outcome), { limits })
  return outcomes
}

describe('a worker that breaks a limit is ended, its photo is reported in words, and the next one has its turn', () => {
  it('of memory, whoever allocated it', async () => {
    const outcomes = await develop({ ...usualLimits, bytes: 60_000_000 })
    for (const id of [1, 2]) {
      expect(outcomes[id - 1]).toMatchObject({ id, ok: false })
      expect(findingOf(outcomes[id - 1])).toMatchObject({ code: 'FILE_UNREADABLE', limit: 60_000_000, unit: 'bytes' })
      expect(findingOf(outcomes[id - 1]).zh).toContain('60 MB')
    }
    expect(await readdir(folder)).toEqual(['photo.jpg'])
  }, 60_000)

  it('of time', async () => {
    const [first, second] = await develop({ ...usualLimits, seconds: 0.001 })
    expect(findingOf(first)).toMatchObject({ code: 'FILE_UNREADABLE', limit: 0.001, unit: 's' })
    expect(second).toMatchObject({ id: 2, ok: false })
    expect(await readdir(folder)).toEqual(['photo.jpg'])
  }, 60_000)

  it('and neither is broken by a usual photo', async () => {
    for (const outcome of await develop(usualLimits)) expect(findingOf(outcome).code).toBe('FACE_NONE')
  }, 60_000)
})

function findingOf(outcome: JobDone) {
  if ('error' in outcome) throw new Error(outcome.error)
  return outcome.report.findings[0]
}
