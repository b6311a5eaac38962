import type { Readable } from 'node:stream'
import {
  Problem,
  paths,
  type RouteAnswer,
  type RouteBody,
  type RouteName,
  type RouteParams,
  type RouteQuery,
  type Routes,
  routes,
  type StaffRole,
} from '@tucai/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest, FastifySchema, RouteOptions } from 'fastify'
import type { Actor } from '../db.ts'
import { refuseForeignOrigin } from './origin.ts'
import type { Repeats } from './repeats.ts'

export type StudentActor = Extract<Actor, { kind: 'student' }>
export type StaffActor = Extract<Actor, { kind: 'staff' }>

/** Bytes instead of JSON, of the route’s media type. `fileName` makes the browser save them. */
export interface BytesAnswer {
  stream: Readable
  /** What the bytes really are, where the route’s media type leaves that open. */
  type?: string
  fileName?: string
}

type ActorOf<N extends RouteName> = Routes[N]['audience'] extends 'student'
  ? StudentActor
  : Routes[N]['audience'] extends 'staff'
    ? StaffActor
    : null

/** What a handler is given; parts the route does not have are undefined. */
export interface Call<N extends RouteName> {
  params: RouteParams<N>
  query: RouteQuery<N>
  body: Routes[N] extends { raw: true } ? Buffer : RouteBody<N>
  /** Who is signed in, as the route's audience asks. */
  actor: ActorOf<N>
  request: FastifyRequest
  reply: FastifyReply
}

type AnswerOf<N extends RouteName> = Routes[N]['answer'] extends string
  ? BytesAnswer
  : Routes[N]['answer'] extends null
    ? undefined
    : RouteAnswer<N>
/** A handler may send an answer of its own by `reply`, where the route answers nothing. */
export type Handler<N extends RouteName> = (call: Call<N>) => Promise<AnswerOf<N>>

/** Finds out who is signed in, from the request's cookie or token. Undefined when nobody is. */
export interface SignedIn {
  student(request: FastifyRequest): Promise<StudentActor | undefined>
  staff(request: FastifyRequest): Promise<StaffActor | undefined>
}

export interface RouteTable {
  /** Serves a route of the contract. @throws when it is served already */
  handle<N extends RouteName>(name: N, handler: Handler<N>): void
  /** @throws when a route of the contract is not served */
  close(): void
}

/** Opens the contract's route table on the app: every route is served exactly once, or the program does not start. */
export function openRouteTable(
  app: FastifyInstance,
  signedIn: SignedIn,
  publicUrl: string | undefined,
  repeats: Repeats,
): RouteTable {
  const served = new Set<RouteName>()
  const listed = new Set(Object.values(paths).map(([method, url]) => `${method} ${url}`))
  // Whatever the contract does not list has no audience and no roles: it must not be there at all.
  app.addHook('onRoute', ({ method, url }) => {
    const isListed = [method].flat().every((one) => listed.has(`${one === 'HEAD' ? 'GET' : one} ${url}`))
    if (!isListed) throw new Error(`${method} ${url} is no route of the contract`)
  })
  return {
    handle(name, handler) {
      if (served.has(name)) throw new Error(`route ${name} is served twice`)
      served.add(name)
      const [method, url] = paths[name]
      const serve = handler as unknown as (call: object) => Promise<unknown>
      const route: RouteOptions = {
        method,
        url,
        schema: schemaOf(name),
        config: { name },
        // Before the body is read: who may not call has nothing to upload.
        onRequest: async (request) => refuseForeignOrigin(request, publicUrl),
        preValidation: async (request) => {
          request.actor = await actorFor(name, request, signedIn)
          readIntegers(request.query as Record<string, unknown>, schemaOf(name).querystring)
        },
        handler: async (request, reply) => {
          const { params, query, body, actor } = request
          const type = routes[name].answer
          const work = () => serve({ params, query, body, actor, request, reply })
          const mayRepeat = method !== 'GET' && actor !== null && type !== null && typeof type !== 'string'
          const answer = mayRepeat ? await repeats.once(request, reply, work) : await work()
          if (type === null) return reply.sent ? reply : reply.code(204).send()
          return typeof type === 'string' ? sendBytes(reply, type, answer as BytesAnswer) : answer
        },
      }
      if ('raw' in routes[name]) app.register(async (own) => readRaw(own).route(route))
      else app.route(route)
    },
    close() {
      const missing = (Object.keys(paths) as RouteName[]).filter((name) => !served.has(name))
      if (missing.length > 0) throw new Error(`routes of the contract that nothing serves: ${missing.join(', ')}`)
    },
  }
}

/** Hands every body of the routes of `app` over as a Buffer, unread; no body is an empty one. */
function readRaw(app: FastifyInstance): FastifyInstance {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_, body, done) => done(null, body))
  app.addHook('preHandler', async (request) => {
    request.body ??= Buffer.alloc(0)
  })
  return app
}

declare module 'fastify' {
  interface FastifyRequest {
    actor: StudentActor | StaffActor | null
  }
  interface FastifyContextConfig {
    /** Of a route of the contract. */
    name?: RouteName
  }
}

async function actorFor(name: RouteName, request: FastifyRequest, signedIn: SignedIn) {
  const route = routes[name]
  if (route.audience === 'anyone') return null
  const actor = route.audience === 'student' ? await signedIn.student(request) : await signedIn.staff(request)
  if (actor === undefined) throw new Problem('not-signed-in')
  if (actor.kind === 'staff' && !allows(name, actor.role)) throw new Problem('role-not-allowed')
  return actor
}

function allows(name: RouteName, role: StaffRole): boolean {
  const route = routes[name]
  const roles: readonly StaffRole[] = route.audience === 'staff' ? route.roles : []
  return roles.includes(role)
}

/** A query is text; what the schema calls an integer is read as one, and anything else is left for it to refuse. */
function readIntegers(query: Record<string, unknown>, schema: unknown): void {
  const { properties = {} } = (schema ?? {}) as { properties?: Record<string, { type?: string }> }
  for (const [key, value] of Object.entries(query)) {
    if (properties[key]?.type === 'integer' && /^-?\d{1,9}$/.test(String(value))) query[key] = Number(value)
  }
}

function sendBytes(reply: FastifyReply, routeType: string, { stream, type, fileName }: BytesAnswer): FastifyReply {
  reply.type(type ?? routeType).header('content-disposition', fileName ? attachment(fileName) : 'inline')
  return reply.send(stream)
}

function attachment(fileName: string): string {
  return `attachment; filename="${fileName.replace(/[^\w.-]/g, '_')}"; filename*=UTF-8''${encodeURIComponent(fileName)}`
}

function bytesOf(type: string) {
  return { content: { [type]: { schema: { type: 'string', format: 'binary' } } } }
}

function answerOf(answer: object | string | null): object {
  if (answer === null) return { 204: { type: 'null', description: 'No content' } }
  return { 200: typeof answer === 'string' ? bytesOf(answer) : answer }
}

const AUDIENCE_ZH = { anyone: '公开', student: '学生', staff: '员工' }

function schemaOf(name: RouteName): FastifySchema {
  const route: {
    audience: keyof typeof AUDIENCE_ZH
    roles?: readonly StaffRole[]
    zh: string
    params?: object
    query?: object
    body?: object
    answer: object | string | null
    upload?: true
    raw?: true
  } = routes[name]
  const schema: Record<string, unknown> = {
    operationId: name,
    summary: route.zh,
    ...(route.roles ? { description: `角色：${route.roles.join('、')}` } : {}),
    tags: [AUDIENCE_ZH[route.audience]],
    security: route.audience === 'anyone' ? [] : [{ [route.audience]: [] }],
    response: answerOf(route.answer),
  }
  if (route.upload) schema.consumes = ['multipart/form-data']
  if (route.params) schema.params = route.params
  if (route.query) schema.querystring = route.query
  if (route.body) schema.body = route.body
  return schema as FastifySchema
}
