import { createHash } from 'node:crypto'
import { Problem } from '@tucai/contract'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import type { Clock } from '../clock.ts'
import { countOf, type Db, inTransaction, rowOf, SYSTEM } from '../db.ts'
import type { SealedColumn } from '../sealed-columns.ts'
import type { Secrets } from '../secrets.ts'

export const sealedInRepeats: SealedColumn[] = [
  { table: 'answered_request', key: 'id', column: 'answer_sealed', boundTo: (id) => id },
]

/**
 * Requests that may come again: whoever sends the header `Idempotency-Key` gets, for the same request under the same
 * key, the same answer, and the work is done once. Answers are kept for a day, sealed.
 */
export interface Repeats {
  /** @throws Problem key-reused for another request under the key, request-running while the first one is handled */
  once(request: FastifyRequest, reply: FastifyReply, work: () => Promise<unknown>): Promise<unknown>
}

const KEY = /^[\x21-\x7e]{8,100}$/
/** Whoever handles a request says so ever again. */
const SIGN_OF_LIFE_MS = 4_000
/** Whoever has not for so long was killed, and what it did is safe to do again. */
const LOST_AFTER_MS = 15_000

interface Needs {
  db: Db
  secrets: Secrets
  clock: Clock
}

interface Known {
  requestHash: string
  answerSealed: string | null
  startedAt: Date
}

export function openRepeats({ db, secrets, clock }: Needs): Repeats {
  /** Null: this request is the one that does the work. */
  async function claim(id: string, requestHash: string, request: FastifyRequest): Promise<Known | null> {
    const now = clock.now()
    const lost = new Date(now.getTime() - LOST_AFTER_MS)
    return inTransaction(db, SYSTEM, async (tx) => {
      const added = sql`INSERT INTO answered_request (id, actor_id, route, request_hash, started_at)
        VALUES (${id}, ${actorIdOf(request)}, ${request.routeOptions.url}, ${requestHash}, ${now})
        ON CONFLICT (id) DO UPDATE SET started_at = excluded.started_at
          WHERE answered_request.answer_sealed IS NULL AND answered_request.started_at < ${lost}
            AND answered_request.request_hash = excluded.request_hash`
      if ((await countOf(tx, added)) === 1) return null
      const known = await rowOf<Known>(
        tx,
        sql`SELECT request_hash, answer_sealed, started_at FROM answered_request WHERE id = ${id}`,
      )
      return known ?? { requestHash, answerSealed: null, startedAt: now }
    })
  }

  /** Says that the request is being handled, until what is returned is called. A sign that is lost is followed by another. */
  function showLife(id: string): () => void {
    const sign = () =>
      inTransaction(db, SYSTEM, (tx) =>
        sql`UPDATE answered_request SET started_at = ${clock.now()} WHERE id = ${id} AND answer_sealed IS NULL`.execute(
          tx,
        ),
      ).catch(() => {})
    const timer = setInterval(sign, SIGN_OF_LIFE_MS)
    return () => clearInterval(timer)
  }

  const keep = (id: string, answer: unknown) =>
    inTransaction(db, SYSTEM, (tx) =>
      sql`UPDATE answered_request SET answer_sealed = ${secrets.seal(JSON.stringify(answer), id)} WHERE id = ${id}`.execute(
        tx,
      ),
    )
  const forget = (id: string) =>
    inTransaction(db, SYSTEM, (tx) => sql`DELETE FROM answered_request WHERE id = ${id}`.execute(tx))

  return {
    async once(request, reply, work) {
      const key = request.headers['idempotency-key']
      if (key === undefined) return work()
      if (typeof key !== 'string' || !KEY.test(key))
        throw new Problem('request-malformed', { field: 'Idempotency-Key' })
      const id = hashOf(`${actorIdOf(request)}\n${key}`)
      const requestHash = hashOf(`${request.method} ${request.url}\n${bodyOf(request)}`)
      const known = await claim(id, requestHash, request)
      if (known !== null) {
        if (known.requestHash !== requestHash) throw new Problem('key-reused', { field: 'Idempotency-Key' })
        if (known.answerSealed === null) throw new Problem('request-running', { retryAfterSeconds: 2 })
        return JSON.parse(secrets.open(known.answerSealed, id))
      }
      const stop = showLife(id)
      try {
        const answer = await work()
        // A new session's cookie can't be given twice.
        await (reply.hasHeader('set-cookie') ? forget(id) : keep(id, answer ?? {}))
        return answer
      } catch (error) {
        await forget(id)
        throw error
      } finally {
        stop()
      }
    },
  }
}

function actorIdOf({ actor }: FastifyRequest): string {
  if (actor === null) throw new Error('only whoever is signed in repeats a request under a key')
  return actor.kind === 'student' ? actor.accountId : actor.staffId
}

/** An upload is told by its length: its bytes pass by as a stream. */
function bodyOf({ body, headers }: FastifyRequest): string {
  return body === undefined ? `${headers['content-length'] ?? ''}` : JSON.stringify(body)
}

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex')
