import { timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { StartRefused } from '../platform/start-refused.ts'

export interface MetricsSetting {
  host: string
  /** 0: any that is free. */
  port: number
  /** Whoever reads has to bring it; without one only this machine may. */
  token?: string
}

export interface MetricsDoor {
  port: number
  close(): Promise<void>
}

/**
 * A listener of its own for metrics: what is not on the public port can’t be let through by a rule of the proxy that
 * someone forgot. @throws StartRefused when the port can’t be had
 */
export async function openMetricsDoor(setting: MetricsSetting, read: () => Promise<string>): Promise<MetricsDoor> {
  const server = createServer((request, response) => {
    void answer(request, setting.token, read).then(
      ({ status, text }) => send(response, status, text),
      () => send(response, 500, 'The metrics could not be read.\n'),
    )
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', ({ message }) =>
      reject(new StartRefused(`TUCAI_METRICS_PORT=${setting.port} can not be listened on: ${message}`)),
    )
    server.listen(setting.port, setting.host, resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function answer(request: IncomingMessage, token: string | undefined, read: () => Promise<string>) {
  if (token !== undefined && !isBearer(request.headers.authorization, token))
    return { status: 401, text: 'Bring the token: Authorization: Bearer …\n' }
  if (request.method !== 'GET' || request.url !== '/metrics') return { status: 404, text: 'Only GET /metrics.\n' }
  return { status: 200, text: await read() }
}

function isBearer(header: string | undefined, token: string): boolean {
  const [given, wanted] = [Buffer.from(header ?? ''), Buffer.from(`Bearer ${token}`)]
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

function send(response: ServerResponse, status: number, text: string): void {
  const headers: Record<string, string> = {
    'content-type': 'text/plain; version=0.0.4; charset=utf-8',
    'cache-control': 'no-store',
  }
  if (status === 401) headers['www-authenticate'] = 'Bearer'
  response.writeHead(status, headers).end(text)
}
