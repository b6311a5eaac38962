import { Problem } from '@tucai/contract'
import { ChildFailed, type Children, ChildrenBusy, startChildren } from '../platform/children.ts'
import type { CodeFound, CodeJob } from './code-worker.ts'

const TIME_LIMIT_MS = 5_000
const MEMORY_LIMIT_BYTES = 500_000_000

/** Finds QR codes in pictures, in a process that can be killed and that starts with the first picture. */
export interface CodeReader {
  /** @throws Problem photo-unreadable, or busy */
  payloads(picture: Uint8Array): Promise<Uint8Array[]>
  stop(): Promise<void>
}

export function openCodeReader(tell?: (sentence: string) => void): CodeReader {
  let children: Children<CodeJob, CodeFound> | undefined
  return {
    async payloads(picture) {
      children ??= startChildren({
        script: new URL('./code-worker.ts', import.meta.url),
        ...{ workers: 1, queueLimit: 16, tell },
        ...{ timeLimitMs: TIME_LIMIT_MS, memoryLimitBytes: MEMORY_LIMIT_BYTES },
      })
      const job = { picture: { base64: Buffer.from(picture).toString('base64') } }
      const found = await children.run(job).catch(brokenLimit)
      if ('unreadable' in found) throw new Problem('photo-unreadable', { field: 'picture' })
      return found.payloads.map((payload) => Buffer.from(payload, 'base64'))
    },
    stop: async () => children?.stop(),
  }
}

function brokenLimit(error: unknown): CodeFound {
  if (error instanceof ChildrenBusy) throw new Problem('busy', { retryAfterSeconds: 5 })
  if (error instanceof ChildFailed && error.reason !== 'start' && error.reason !== 'stopped')
    return { unreadable: true }
  throw error
}
