import { Problem } from '@tucai/contract'
import type { FastifyRequest } from 'fastify'

/**
 * Another site's page must not act with the visitor's cookie: a browser names its origin on every request that changes
 * something, and only our own is taken. Programs that are no browser name none.
 * @throws Problem origin-refused
 */
export function refuseForeignOrigin(request: FastifyRequest, publicUrl: string | undefined): void {
  if (request.method === 'GET' || request.method === 'HEAD') return
  const origin = request.headers.origin
  if (origin === undefined) {
    if (request.headers['sec-fetch-site'] === 'cross-site') throw new Problem('origin-refused')
    return
  }
  if (!isOurs(origin, request.headers.host, publicUrl)) throw new Problem('origin-refused')
}

function isOurs(origin: string, host: string | undefined, publicUrl: string | undefined): boolean {
  const parsed = URL.parse(origin)
  if (parsed === null) return false
  if (publicUrl !== undefined && parsed.origin === URL.parse(publicUrl)?.origin) return true
  return parsed.host !== '' && parsed.host === host
}
