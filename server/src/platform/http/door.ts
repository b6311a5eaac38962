import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { StartRefused } from '../start-refused.ts'

/** The listening socket. It is there before anything is ready, so that a taken port is told at once. */
export interface Door {
  port: number
  /** From now on the app answers; before, everything is answered with 503. */
  openFor(app: FastifyInstance): void
  /** Takes no more connections, and ends those that are not done after a while. */
  close(): Promise<void>
}

const CLOSE_LIMIT_MS = 5_000
const REQUEST_LIMIT_MS = 120_000
const HEADERS_LIMIT_MS = 10_000
/** How often it is looked who has taken too long. */
const LOOK_MS = 2_000
/** Longer than a proxy keeps idle connections, which then never meet one that is being closed. */
const KEEP_ALIVE_MS = 72_000

/** @throws StartRefused when the port is taken or may not be used */
export async function openDoor(host: string, port: number): Promise<Door> {
  let app: FastifyInstance | undefined
  let closing: Promise<void> | undefined
  const server = createServer({ connectionsCheckingInterval: LOOK_MS }, (request, response) => {
    if (app) app.routing(request, response)
    else answerNotReady(request, response)
  })
  server.requestTimeout = REQUEST_LIMIT_MS
  server.headersTimeout = HEADERS_LIMIT_MS
  server.keepAliveTimeout = KEEP_ALIVE_MS
  await listen(server, host, port)
  return {
    port: (server.address() as AddressInfo).port,
    openFor: (readyApp) => {
      app = readyApp
    },
    close: () => {
      closing ??= closeServer(server)
      return closing
    },
  }
}

function answerNotReady(request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(503, {
    'content-type': 'application/json; charset=utf-8',
    'retry-after': '2',
    connection: 'close',
  })
  const isHealth = request.url?.split('?')[0] === '/health'
  const refusal = {
    code: 'not-ready',
    zh: '程序正在启动，请稍候再试。',
    en: 'The program is starting. Try again shortly.',
  }
  response.end(JSON.stringify(isHealth ? { status: 'starting' } : refusal))
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(refusalOf(error, host, port)))
    server.listen({ host, port }, () => resolve())
  })
}

function refusalOf(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code === 'EADDRINUSE') {
    return new StartRefused(
      `Port ${port} is already in use: stop the program that uses it, or choose another port, for example PORT=${port + 1} npm start.`,
    )
  }
  if (error.code === 'EACCES') {
    return new StartRefused(
      `This user may not use port ${port}: choose one above 1023, for example PORT=8080 npm start.`,
    )
  }
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN') {
    return new StartRefused(
      `HOST names no address of this machine (${host}): use 127.0.0.1, or 0.0.0.0 for all networks.`,
    )
  }
  return error
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const hurry = setTimeout(() => server.closeAllConnections(), CLOSE_LIMIT_MS)
    server.close(() => {
      clearTimeout(hurry)
      resolve()
    })
    server.closeIdleConnections()
  })
}
