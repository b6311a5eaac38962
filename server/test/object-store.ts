import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import type { S3Setting } from '../src/platform/files-s3.ts'
import { freePort } from './started-product.ts'

/** An object store of its own on this machine. */
export interface ObjectStore {
  origin: string
  /** A new, empty bucket. */
  aBucket(): Promise<S3Setting>
  close(): Promise<void>
}

/** The settings with which a product keeps its files in the bucket. */
export const bucketSettings = (bucket: S3Setting): NodeJS.ProcessEnv => ({
  TUCAI_S3_BUCKET: bucket.bucket,
  TUCAI_S3_REGION: bucket.region,
  TUCAI_S3_ENDPOINT: bucket.endpoint,
  TUCAI_S3_ACCESS_KEY_ID: bucket.accessKeyId,
  TUCAI_S3_SECRET_ACCESS_KEY: bucket.secretAccessKey,
})

const server = fileURLToPath(import.meta.resolve('s3rver/bin/s3rver.js'))
/** The store's own, for everybody. */
const credentials = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' }

export async function startObjectStore(): Promise<ObjectStore> {
  const folder = await mkdtemp(join(tmpdir(), 'tucai-objects-'))
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const child = spawn(
    process.execPath,
    ['--no-deprecation', server, '--directory', folder, '--address', '127.0.0.1', '--port', String(port), '--silent'],
    { stdio: 'ignore' },
  )
  const ended = new Promise<void>((done) => void child.once('close', () => done()))
  process.on('exit', () => child.kill())
  const client = new S3Client({ endpoint: origin, region: 'us-east-1', credentials, forcePathStyle: true })
  let count = 0
  return {
    origin,
    async aBucket() {
      const bucket = `bucket-${++count}`
      await untilThere(() => client.send(new CreateBucketCommand({ Bucket: bucket })))
      return { bucket, region: 'us-east-1', endpoint: origin, isPathStyle: true, ...credentials }
    },
    async close() {
      client.destroy()
      child.kill()
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function untilThere(ask: () => Promise<unknown>): Promise<void> {
  for (let tried = 1; ; tried++) {
    try {
      await ask()
      return
    } catch (error) {
      if (tried === 100) throw error
      await new Promise((next) => setTimeout(next, 100))
    }
  }
}
