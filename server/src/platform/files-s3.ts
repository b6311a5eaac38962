import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { checkKey, checkPlace, FileMissing, type Files, FilesAway } from './files.ts'
import { StartRefused } from './start-refused.ts'

/** A bucket of an object store that speaks S3. */
export interface S3Setting {
  bucket: string
  region: string
  accessKeyId: string
  secretAccessKey: string
  /** Origin of a store that is not Amazon's. */
  endpoint?: string
  /** The bucket stands in the path of addresses, not before the host. */
  isPathStyle: boolean
}

export interface S3Files extends Files {
  /** Writes something and removes it. @throws StartRefused naming the settings when that can't be done */
  check(): Promise<void>
  close(): void
}

const CONNECT_LIMIT_MS = 3_000
const ANSWER_LIMIT_MS = 20_000
/** A reader may be a student on a slow line, who pauses. */
const IDLE_LIMIT_MS = 60_000
const MOST_TRIES = 3

/** Files in a bucket. A small one is one request; a stream goes up in parts, and counts once all of them are there. */
export function s3Files({ bucket, region, endpoint, isPathStyle, ...credentials }: S3Setting): S3Files {
  const client = new S3Client({
    ...{ region, endpoint, credentials, forcePathStyle: isPathStyle, maxAttempts: MOST_TRIES },
    // Stores of other makers do not know the newer checksums; bodies are signed as a whole all the same.
    ...{ requestChecksumCalculation: 'WHEN_REQUIRED', responseChecksumValidation: 'WHEN_REQUIRED' },
    requestHandler: {
      ...{ connectionTimeout: CONNECT_LIMIT_MS, socketTimeout: IDLE_LIMIT_MS },
      ...{ requestTimeout: ANSWER_LIMIT_MS, throwOnRequestTimeout: true },
    },
  })
  const at = (key: string) => ({ Bucket: bucket, Key: checkKey(key) })
  const get = async (key: string) => {
    const place = at(key)
    return (await client.send(new GetObjectCommand(place)).catch((error) => refuse(error, key))).Body!
  }
  const head = (key: string) => {
    const place = at(key)
    return client.send(new HeadObjectCommand(place)).catch((error) => refuse(error, key))
  }
  return {
    async write(key, source) {
      if (source instanceof Uint8Array) {
        const put = new PutObjectCommand({ ...at(key), Body: source, ContentLength: source.byteLength })
        await client.send(put).catch((error) => refuse(error, key))
      } else await pour(client, at(key), source)
    },
    async read(key) {
      const body = await get(key)
      return Buffer.from(await body.transformToByteArray().catch((error) => refuse(error, key)))
    },
    async stream(key) {
      return (await get(key)) as Readable
    },
    async exists(key) {
      return head(key).then(
        () => true,
        (error) => {
          if (error instanceof FileMissing) return false
          throw error
        },
      )
    },
    async size(key) {
      return (await head(key)).ContentLength ?? 0
    },
    async remove(key) {
      await client.send(new DeleteObjectCommand(at(key))).catch((error) => refuse(error, key))
    },
    async removeAll(place) {
      const prefix = `${checkPlace(place)}/`
      // One by one: stores differ in what they want to be told when many are removed at once.
      try {
        for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix }))
          for (const { Key } of page.Contents ?? []) await client.send(new DeleteObjectCommand({ Bucket: bucket, Key }))
      } catch (error) {
        refuse(error as StoreError, prefix)
      }
    },
    async isEmpty() {
      const listed = await client
        .send(new ListObjectsV2Command({ Bucket: bucket, MaxKeys: 1 }))
        .catch((error) => refuse(error, bucket))
      return (listed.Contents ?? []).length === 0
    },
    async check() {
      const probe = at(`probe/${randomUUID()}.txt`)
      try {
        await client.send(new PutObjectCommand({ ...probe, Body: 'A program may write here.' }))
        await client.send(new DeleteObjectCommand(probe))
      } catch (error) {
        refuseBucket(error as StoreError, bucket)
      }
    },
    close: () => client.destroy(),
  }
}

/** What is poured in breaks with its own error, the store with another. */
async function pour(client: S3Client, place: { Bucket: string; Key: string }, source: Readable): Promise<void> {
  let broken: { error: unknown } | undefined
  async function* watched() {
    try {
      yield* source
    } catch (error) {
      broken = { error }
      throw error
    }
  }
  const upload = new Upload({ client, params: { ...place, Body: Readable.from(watched(), { objectMode: false }) } })
  try {
    await upload.done()
  } catch (error) {
    if (broken) throw broken.error
    refuse(error as StoreError, place.Key)
  }
}

type StoreError = Error & { $metadata?: { httpStatusCode?: number } }

function refuse(error: StoreError, key: string): never {
  const isMissing = error.name === 'NoSuchKey' || error.name === 'NotFound'
  throw isMissing ? new FileMissing(key) : new FilesAway(key, error)
}

function refuseBucket(error: StoreError, bucket: string): never {
  const status = error.$metadata?.httpStatusCode
  const why = {
    404: 'does not exist: make it, or name another with TUCAI_S3_BUCKET.',
    403: 'may not be used with this access key: look at TUCAI_S3_ACCESS_KEY_ID, TUCAI_S3_SECRET_ACCESS_KEY and TUCAI_S3_REGION.',
  }[status ?? 0]
  throw new StartRefused(
    `The bucket ${bucket} ${why ?? `can't be reached (${error.name}): look at TUCAI_S3_ENDPOINT, TUCAI_S3_REGION and the network.`}`,
  )
}
