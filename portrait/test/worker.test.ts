import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Job, type JobDone, workerFile } from '../src/node/index.ts'
import { drawPerson } from './drawn-person.ts'

let folder = ''
let worker: ChildProcess

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'portrait-worker-'))
  const drawn = drawPerson({ seed: 51 }, { widthPx: 900, heightPx: 1200 })
  await sharp(drawn.rgb, { raw: { width: 900, height: 1200, channels: 3 } })
    .png()
    .toFile(path.join(folder, 'photo.png'))
  worker = fork(workerFile, [], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const [message] = await once(worker, 'message')
  expect(message).toEqual({ ready: true })
}, 60_000)

afterAll(async () => {
  if (worker.exitCode === null) worker.kill('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

async function ask(job: Job): Promise<JobDone> {
  worker.send(job)
  const [answer] = await once(worker, 'message')
  return answer
}

describe('a portrait worker', () => {
  it('writes whole files and answers with the report', async () => {
    const outputs = { jpeg: path.join(folder, 'a.jpg'), master: path.join(folder, 'a.master.jpg') }
    const answer = await ask({
      id: 7,
      path: path.join(folder, 'photo.png'),
      standard: 'chsi-2017-white',
      master: true,
      outputs,
    })
    expect(answer).toMatchObject({ id: 7, ok: true, report: { standard: 'chsi-2017-white' } })
    if (!('report' in answer)) throw new Error(answer.error)
    expect((await readFile(outputs.jpeg)).length).toBe(answer.report.file?.bytes)
    expect((await readdir(folder)).sort()).toEqual(['a.jpg', 'a.master.jpg', 'photo.png'])
  }, 30_000)

  it('answers a photo that cannot be read with ok false, and takes the next', async () => {
    const answer = await ask({
      id: 'x',
      path: path.join(folder, 'missing.jpg'),
      outputs: { jpeg: path.join(folder, 'b.jpg') },
    })
    expect(answer).toMatchObject({ id: 'x', ok: false, report: { findings: [{ code: 'FILE_UNREADABLE' }] } })
    expect(await readdir(folder)).not.toContain('b.jpg')
  })

  it('says what went wrong when it cannot write', async () => {
    const answer = await ask({
      id: 8,
      path: path.join(folder, 'photo.png'),
      outputs: { jpeg: path.join(folder, 'no', 'c.jpg') },
    })
    expect(answer).toMatchObject({ id: 8, error: expect.stringContaining('ENOENT') })
  }, 30_000)

  it('ends when its parent goes away', async () => {
    const ended = once(worker, 'exit')
    worker.disconnect()
    expect((await ended)[0]).toBe(0)
  })
})
