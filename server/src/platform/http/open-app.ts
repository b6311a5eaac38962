import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import multipart from '@fastify/multipart'
import { Problem, photoMaxBytes } from '@tucai/contract'
import { type FastifyBaseLogger, type FastifyInstance, fastify, LogController } from 'fastify'
import { requestSeconds } from '../meters.ts'
import { inContext } from '../work-context.ts'
import { readJsonBodies } from './json-bodies.ts'
import { answerRefusals } from './refusals.ts'
import { newRequestId, proxyRequestId } from './request-id.ts'
import type { TrustedProxies } from './trusted-proxies.ts'

/** Of all that a browser can let a page use, the student's app uses the camera. */
const MAY_USE = [
  'camera=(self)',
  ...['microphone', 'geolocation', 'display-capture', 'payment', 'usb', 'bluetooth', 'midi'].map((one) => `${one}=()`),
].join(', ')

/** JSON bodies are small; photos have their own limit. */
const BODY_LIMIT_BYTES = 64 * 1024
/** Node takes no longer one; what an id may be the contract says. */
const ADDRESS_LIMIT_BYTES = 16 * 1024

/** How people reach the program, when not directly. */
export interface Reach {
  publicUrl?: string | undefined
  trustedProxies?: TrustedProxies
}

/** The bare web server: headers, limits, parsers and refusals, but no route yet. */
export async function openApp(log: FastifyBaseLogger, reach: Reach = {}): Promise<FastifyInstance> {
  const app = fastify({
    loggerInstance: log,
    // The log has one line of its own for each request, without addresses of people and without query strings.
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: newRequestId,
    bodyLimit: BODY_LIMIT_BYTES,
    trustProxy: reach.trustedProxies ?? false,
    requestTimeout: 120_000,
    // What is not even a path is answered like one that leads nowhere, with the headers of every answer.
    rewriteUrl: ({ url = '/' }) => (isPath(url) ? url : '/api/'),
    return503OnClosing: true,
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false, allErrors: false, useDefaults: true } },
    routerOptions: { maxParamLength: ADDRESS_LIMIT_BYTES },
  })
  app.decorateRequest('actor', null)
  answerRefusals(app)
  readJsonBodies(app)
  watchRequests(app)
  await app.register(cookie)
  await app.register(helmet, headersFor(reach.publicUrl))
  await app.register(multipart, {
    throwFileSizeLimit: true,
    limits: { fileSize: photoMaxBytes, files: 1, fields: 4, fieldSize: 200, parts: 6, headerPairs: 40 },
  })
  app.addHook('onRequest', async ({ raw }) => refuseTwoHosts(raw.rawHeaders))
  app.addHook('onSend', async (request, reply) => {
    reply.header('permissions-policy', MAY_USE)
    if (request.url.startsWith('/api/') && !reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
  })
  return app
}

/** Each request has an id, which its answer, its lines of the log and the jobs that it adds carry; and it is measured. */
function watchRequests(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
  })
  // Behind the parsing of bodies, which loses the context.
  app.addHook('preValidation', (request, _, done) => inContext({ reqId: request.id }, done))
  app.addHook('onResponse', async (request, reply) => {
    const { method, routeOptions } = request
    const proxyReqId = proxyRequestId(request)
    const line = {
      method,
      route: routeOptions.url ?? '(none)',
      status: reply.statusCode,
      latencyMs: Math.round(reply.elapsedTime),
      ...(proxyReqId === undefined ? {} : { proxyReqId }),
    }
    request.log.info(line, 'request')
    const labels = { route: routeOptions.config?.name ?? 'pages', status: `${Math.floor(reply.statusCode / 100)}xx` }
    requestSeconds.observe(labels, reply.elapsedTime / 1000)
  })
}

/** Of two hosts a proxy may have believed the other one. @throws Problem request-malformed */
function refuseTwoHosts(rawHeaders: string[]): void {
  const hosts = rawHeaders.filter((text, place) => place % 2 === 0 && text.toLowerCase() === 'host')
  if (hosts.length > 1) throw new Problem('request-malformed')
}

function isPath(url: string): boolean {
  try {
    decodeURIComponent(url.split('?')[0]!)
    return true
  } catch {
    return false
  }
}

/** The pages bring all they need: nothing is loaded from elsewhere, nothing may frame them. */
function headersFor(publicUrl: string | undefined) {
  const isHttps = publicUrl?.startsWith('https:') ?? false
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'blob:', 'data:'],
        mediaSrc: ["'self'", 'blob:'],
        fontSrc: ["'self'", 'data:'],
        connectSrc: ["'self'", 'blob:', 'data:'],
        workerSrc: ["'self'", 'blob:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    crossOriginEmbedderPolicy: false,
    originAgentCluster: false,
    crossOriginOpenerPolicy: isHttps ? ({ policy: 'same-origin' } as const) : false,
    strictTransportSecurity: isHttps ? { maxAge: 31_536_000 } : false,
    referrerPolicy: { policy: 'no-referrer' as const },
  }
}
