import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { Problem } from '@tucai/contract'
import type { FastifyRequest } from 'fastify'
import type { Files } from '../platform/files.ts'
import { uploadsInProgress } from '../platform/meters.ts'
import { isOutage } from '../platform/outage.ts'
import { HEAD_BYTES, pictureType, type TakenWith } from './photo.ts'

export interface ReceivedPhoto extends TakenWith {
  sha256: string
  bytes: number
}

/**
 * Streams an upload to its file: fields `source` (camera or file), `lens` (front or rear, where it is known) and the file
 * itself, in any order. What is refused leaves no file behind.
 * @throws Problem photo-empty, photo-unreadable, photo-too-large or request-malformed
 */
export async function receivePhoto(files: Files, request: FastifyRequest, key: string): Promise<ReceivedPhoto> {
  uploadsInProgress.inc()
  try {
    let source: TakenWith['source'] | undefined
    let lens: TakenWith['lens']
    let stored: Omit<ReceivedPhoto, keyof TakenWith> | undefined
    for await (const part of request.parts()) {
      if (part.type === 'file') stored = await storePart(files, key, part.file)
      else if (part.fieldname === 'source') source = readSource(part.value)
      else if (part.fieldname === 'lens') lens = readLens(part.value)
      else throw new Problem('request-malformed', { field: 'source' })
    }
    if (source === undefined) throw new Problem('request-malformed', { field: 'source' })
    if (stored === undefined) throw new Problem('request-malformed', { field: 'photo' })
    return { source, lens, ...stored }
  } catch (error) {
    // A store that is away has kept nothing, and would be asked in vain.
    if (!isOutage(error)) await files.remove(key)
    // The rest of the upload is let through unread, so that the sender gets to see the answer.
    request.raw.unpipe()
    request.raw.resume()
    throw error
  } finally {
    uploadsInProgress.dec()
  }
}

function readSource(value: unknown): TakenWith['source'] {
  if (value === 'camera' || value === 'file') return value
  throw new Problem('request-malformed', { field: 'source' })
}

function readLens(value: unknown): TakenWith['lens'] {
  if (value === 'front' || value === 'rear') return value
  throw new Problem('request-malformed', { field: 'lens' })
}

async function storePart(files: Files, key: string, file: Readable & { truncated?: boolean }) {
  const hash = createHash('sha256')
  let head = Buffer.alloc(0)
  let bytes = 0
  async function* watch() {
    for await (const chunk of file as AsyncIterable<Buffer>) {
      hash.update(chunk)
      bytes += chunk.length
      if (head.length < HEAD_BYTES) {
        head = Buffer.concat([head, chunk])
        if (head.length >= HEAD_BYTES) requirePhoto(head)
      }
      yield chunk
    }
    if (file.truncated) throw new Problem('photo-too-large', { field: 'photo' })
    if (bytes === 0) throw new Problem('photo-empty', { field: 'photo' })
    requirePhoto(head)
  }
  await files.write(key, Readable.from(watch(), { objectMode: false }))
  return { sha256: hash.digest('hex'), bytes }
}

function requirePhoto(head: Uint8Array): void {
  if (pictureType(head) === undefined) throw new Problem('photo-unreadable', { field: 'photo' })
}
