import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { type Answer, findRoute, type Route } from './api.ts'
import type { Merchant } from './book.ts'
import { answerByHand, type Inside } from './by-hand.ts'
import type { AnswerFault } from './faults.ts'
import { admit, type Incoming } from './gate.ts'
import { overlay } from './payments.ts'
import { type Platform, probing } from './platform.ts'
import { Refusal } from './refusal.ts'

/** What goes back over the wire. */
interface Reply {
  status: number
  body: Buffer
  headers: Record<string, string>
  slowMs: number
}

export interface ServerDeps extends Inside {
  merchant: Merchant
  platform: Platform
  routes: Route[]
}

export async function listenToMerchants(deps: ServerDeps, port: number) {
  const server = createServer((request, response) => {
    serve(request, response, deps).catch((bug) => {
      // Whoever hung up meanwhile is told nothing; what went wrong in here is told in words.
      if (response.writable && !response.headersSent) response.writeHead(500).end(String(bug?.stack ?? bug))
    })
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const address = server.address() as { port: number }
  return {
    url: `http://127.0.0.1:${address.port}`,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function serve(request: IncomingMessage, response: ServerResponse, deps: ServerDeps) {
  const incoming = await read(request)
  if (!incoming.url.startsWith('/v3/')) return answerByHand(incoming, response, deps)
  const reply = replyTo(incoming, deps)
  if (!reply) return void request.socket.destroy()
  deps.emulator.answered.push({ method: incoming.method, url: incoming.url, status: reply.status })
  if (reply.slowMs > 0) await wait(reply.slowMs)
  write(response, reply)
}

async function read(request: IncomingMessage): Promise<Incoming> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const { method = '', url = '', headers } = request
  return { method, url, headers, body: Buffer.concat(chunks).toString() }
}

/** Undefined: the connection is cut. Effects are there before anything is answered, and nothing comes between. */
function replyTo(request: Incoming, deps: ServerDeps): Reply | undefined {
  let merchant: Merchant
  try {
    merchant = admit(request, [deps.merchant], deps.now())
  } catch (problem) {
    return refusalReply(problem)
  }
  const wanted = String(request.headers['wechatpay-serial'] ?? '')
  const signed = (reply: Reply) => signedReply(reply, wanted, deps)
  let fault: AnswerFault | undefined
  try {
    const { operation, answerTo } = findRoute(deps.routes, request)
    fault = deps.emulator.faults.forAnswer(operation)
    if (fault?.kind === 'cut' && !fault.effect) return undefined
    refuseFirst(fault)
    const answer = answerTo(merchant)
    if (fault?.kind === 'cut') return undefined
    if (fault?.kind === 'system-error') throw new Refusal(500, 'SYSTEM_ERROR', '系统异常，请稍后重试')
    return dressed(answerReply(answer, fault), answer, fault, signed)
  } catch (problem) {
    if (fault?.kind === 'cut') return undefined
    return signed(refusalReply(problem))
  }
}

function refuseFirst(fault: AnswerFault | undefined) {
  if (fault?.kind === 'system-error' && !fault.effect) throw new Refusal(500, 'SYSTEM_ERROR', '系统异常，请稍后重试')
  if (fault?.kind === 'frequency-limited') throw new Refusal(429, 'FREQUENCY_LIMITED', '频率限制，请降低频率后再试')
  if (fault?.kind === 'refuse') throw new Refusal(fault.status, fault.code, fault.message ?? fault.code)
}

function answerReply(answer: Answer, fault: AnswerFault | undefined): Reply {
  const slowMs = fault?.kind === 'slow' ? fault.milliseconds : 0
  if ('nothing' in answer) return { status: 204, body: Buffer.alloc(0), headers: {}, slowMs }
  if ('file' in answer)
    return { status: 200, body: answer.file, headers: { 'Content-Type': 'application/octet-stream' }, slowMs }
  const json = fault?.kind === 'forge' ? overlay(answer.json, fault.over) : answer.json
  return { status: 200, body: Buffer.from(JSON.stringify(json)), headers: jsonHeaders, slowMs }
}

/** Files come without a signature; so does an answer from which it was taken away. */
function dressed(reply: Reply, answer: Answer, fault: AnswerFault | undefined, signed: (reply: Reply) => Reply): Reply {
  if ('file' in answer || fault?.kind === 'unsigned') return reply
  const whole = signed(reply)
  if (fault?.kind !== 'signtest') return whole
  return { ...whole, headers: { ...whole.headers, ...probing(whole.headers as never) } }
}

const jsonHeaders = { 'Content-Type': 'application/json; charset=utf-8' }

function refusalReply(problem: unknown): Reply {
  if (!(problem instanceof Refusal)) throw problem
  return { status: problem.status, body: Buffer.from(JSON.stringify(problem.body)), headers: jsonHeaders, slowMs: 0 }
}

function signedReply(reply: Reply, wanted: string, { platform, now }: ServerDeps): Reply {
  return { ...reply, headers: { ...reply.headers, ...platform.sign(reply.body.toString(), now(), wanted) } }
}

function write(response: ServerResponse, { status, body, headers }: Reply) {
  response.writeHead(status, {
    ...headers,
    'Request-ID': `${randomBytes(18).toString('hex').toUpperCase()}-0`,
    'Content-Language': 'zh-CN',
    'Cache-Control': 'no-cache, must-revalidate',
    ...(status !== 204 && { 'Content-Length': body.length }),
  })
  response.end(body)
}
