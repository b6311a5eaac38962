import { Problem, type ProblemBody, type ProblemCode } from '@tucai/contract'
import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify'
import { ChildrenBusy } from '../children.ts'
import { outages, refusals } from '../meters.ts'
import { isWorkOutage } from '../outage.ts'

/** What the framework refuses before a handler runs, in the contract's words. */
const FRAMEWORK_CODES: Record<string, ProblemCode> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'request-malformed',
  FST_REQ_FILE_TOO_LARGE: 'photo-too-large',
}

/** What the reader of forms says of a body that is none, or that ends too soon; it gives no code. */
const BROKEN_FORM =
  /^(Unexpected end of multipart data|(Part|Preamble) terminated early|Multipart: |The needle cannot have a length)/

/** PostgreSQL keeps no NUL and no broken UTF-8, in text and in jsonb: nothing with such an id or name can exist. */
const NO_TEXT = ['22021', '22P05']

/** Every answer of 400 and above is a problem of the contract; what nobody expected says nothing about its cause. */
export function answerRefusals(app: FastifyInstance): void {
  app.setNotFoundHandler((request, reply) => {
    const body = new Problem('not-found').body()
    reply.header('cache-control', 'no-store')
    if (request.url.startsWith('/api/')) return reply.code(404).send(body)
    return reply.code(404).type('text/plain; charset=utf-8').send(`${body.zh}\n${body.en}\n`)
  })
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const problem = problemOf(error, request)
    refusals.inc({ code: problem.code })
    reply.header('cache-control', 'no-store')
    if (problem.retryAfterSeconds !== undefined) reply.header('retry-after', problem.retryAfterSeconds)
    return reply
      .code(problem.status)
      .type('application/json; charset=utf-8')
      .serializer(plainJson)
      .send(bodyOf(problem, request))
  })
}

/** What went wrong on our side carries the id by which it is found in the log. */
function bodyOf(problem: Problem, request: FastifyRequest): ProblemBody {
  return problem.status >= 500 ? { ...problem.body(), requestId: request.id } : problem.body()
}

const plainJson = (body: unknown) => JSON.stringify(body as ProblemBody)

function problemOf(error: FastifyError, request: FastifyRequest): Problem {
  if (error instanceof Problem) return error
  if (error instanceof ChildrenBusy) return new Problem('busy', { retryAfterSeconds: 10 })
  if (error.validation) return new Problem('request-malformed', fieldOf(error))
  const known = FRAMEWORK_CODES[error.code]
  if (known) return new Problem(known)
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) {
    return new Problem('request-malformed')
  }
  if (BROKEN_FORM.test(error.message)) return new Problem('request-malformed')
  if (NO_TEXT.includes(error.code)) return new Problem('request-malformed')
  if (isWorkOutage(error)) {
    outages.inc()
    request.log.error({ err: error }, 'the database, the store of files, the disk or a worker does not answer')
    return new Problem('busy', { retryAfterSeconds: 5 })
  }
  request.log.error({ err: error }, 'a request failed')
  return new Problem('internal')
}

function fieldOf(error: FastifyError): { field?: string } {
  const first = error.validation?.[0]
  const missing = first?.params.missingProperty ?? first?.params.additionalProperty
  const field = typeof missing === 'string' ? missing : first?.instancePath.split('/')[1]
  // A name that nobody gives a field is the sender's own text, of any length.
  return field && /^[\w-]{1,60}$/.test(field) ? { field } : {}
}
