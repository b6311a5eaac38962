import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ObjectStore, startObjectStore } from '../../test/object-store.ts'
import { filesSuite } from './files.suite.ts'
import { FilesAway } from './files.ts'
import { type S3Files, type S3Setting, s3Files } from './files-s3.ts'
import { StartRefused } from './start-refused.ts'

let store: ObjectStore
const opened: S3Files[] = []
beforeAll(async () => {
  store = await startObjectStore()
})
afterAll(async () => {
  for (const files of opened) files.close()
  await store.close()
})

function open(setting: S3Setting): S3Files {
  const files = s3Files(setting)
  opened.push(files)
  return files
}

filesSuite('an object store', async () => open(await store.aBucket()))

it('parts of a long stream are put together in their order', async () => {
  const files = open(await store.aBucket())
  const mebibyte = (value: number) => Buffer.alloc(1 << 20, value)
  await files.write('long.bin', Readable.from(Array.from({ length: 13 }, (_, value) => mebibyte(value))))
  const bytes = await files.read('long.bin')
  expect(bytes.equals(Buffer.concat(Array.from({ length: 13 }, (_, value) => mebibyte(value))))).toBe(true)
})

/** A store that answers everything with this status. */
async function answering(status: number, work: (endpoint: string) => Promise<void>): Promise<void> {
  const failing = createServer((_, response) => response.writeHead(status).end()).listen(0, '127.0.0.1')
  await new Promise((done) => failing.once('listening', done))
  try {
    await work(`http://127.0.0.1:${(failing.address() as AddressInfo).port}`)
  } finally {
    failing.close()
  }
}

describe('a store that can’t be used', () => {
  it('is named at the start, with the settings to look at, and never with the secret', async () => {
    const setting = await store.aBucket()
    await open(setting).check()
    const refusal = async (changed: Partial<S3Setting>) => {
      const error = await open({ ...setting, ...changed })
        .check()
        .catch((thrown: Error) => thrown)
      expect(error).toBeInstanceOf(StartRefused)
      return (error as Error).message
    }
    expect(await refusal({ bucket: 'nobodys' })).toContain('TUCAI_S3_BUCKET')
    expect(await refusal({ endpoint: 'http://127.0.0.1:9' })).toContain('TUCAI_S3_ENDPOINT')
    await answering(403, async (endpoint) => {
      const refused = await refusal({ endpoint, secretAccessKey: 'not-the-secret' })
      expect(refused).toContain('TUCAI_S3_SECRET_ACCESS_KEY')
      expect(refused).not.toContain('not-the-secret')
    })
  })

  it('is away, not empty: nobody takes a failing store for a missing file', async () => {
    const setting = await store.aBucket()
    await answering(500, async (endpoint) => {
      const files = open({ ...setting, endpoint })
      const asked = [
        files.read('a.jpg'),
        files.stream('a.jpg'),
        files.size('a.jpg'),
        files.exists('a.jpg'),
        files.remove('a.jpg'),
        files.write('a.jpg', Buffer.from('x')),
        files.write('a.jpg', Readable.from([Buffer.from('x')])),
      ]
      for (const answer of await Promise.allSettled(asked))
        expect(answer).toMatchObject({ status: 'rejected', reason: expect.any(FilesAway) })
    })
  })
})
