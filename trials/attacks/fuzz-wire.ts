import { Agent, request as ask } from 'node:http'

/** One request as it goes over the wire. */
export interface Sent {
  method: string
  path: string
  headers: Record<string, string>
  body: Buffer | undefined
}

/** What came back; status 0: the connection ended without an answer. */
export interface Answer {
  status: number
  headers: Record<string, string | string[] | undefined>
  bytes: Buffer
  ms: number
  trouble?: string
}

const LIMIT_MS = 30_000

export interface Line {
  send(sent: Sent): Promise<Answer>
  close(): void
}

/** Connections to a product that stay open from request to request. */
export function openLine(origin: string): Line {
  const agent = new Agent({ keepAlive: true, maxSockets: 32 })
  const { hostname, port } = new URL(origin)
  return {
    send: ({ method, path, headers, body }) =>
      new Promise((done) => {
        const startedAt = performance.now()
        const end = (answer: Omit<Answer, 'ms'>) => done({ ...answer, ms: performance.now() - startedAt })
        const cut = (error: Error) => end({ status: 0, headers: {}, bytes: Buffer.alloc(0), trouble: error.message })
        try {
          const asked = ask({ agent, hostname, port, method, path, headers, timeout: LIMIT_MS }, (response) => {
            const chunks: Buffer[] = []
            response.on('data', (chunk) => chunks.push(chunk))
            response.on('end', () =>
              end({ status: response.statusCode ?? 0, headers: response.headers, bytes: Buffer.concat(chunks) }),
            )
            response.on('error', cut)
          })
          asked.on('timeout', () => asked.destroy(new Error(`no answer within ${LIMIT_MS / 1000} s`)))
          asked.on('error', cut)
          asked.end(body)
        } catch (error) {
          // Node itself refuses to send it.
          end({ status: -1, headers: {}, bytes: Buffer.alloc(0), trouble: String(error) })
        }
      }),
    close: () => agent.destroy(),
  }
}

/** The same request for a terminal; bytes that are no text come by base64. */
export function curlOf(origin: string, { method, path, headers, body }: Sent): string {
  const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`
  const named = Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`)
  const text = body?.toString() ?? ''
  const isText = body === undefined || (Buffer.from(text).equals(body) && !/\p{Cc}/u.test(text))
  const shown = text.length > 2000 ? `${text.slice(0, 2000)}…` : text
  const data = body === undefined ? '' : isText ? `--data-raw ${quoted(shown)}` : '--data-binary @-'
  const before = data === '--data-binary @-' ? `base64 -d <<< ${body!.subarray(0, 3000).toString('base64')} | ` : ''
  return `${before}curl -i --path-as-is -X ${method} ${quoted(origin + path)} ${named.join(' ')} ${data}`.trim()
}

export type Field = { name: string; value: string | Buffer; fileName?: string; type?: string }

/** A body of multipart/form-data; nothing of it is checked, so it may be as wrong as one likes. */
export function multipart(fields: Field[], boundary = 'tucai-fuzz-boundary'): Buffer {
  const parts = fields.flatMap(({ name, value, fileName, type }) => {
    const file = fileName === undefined ? '' : `; filename="${fileName}"`
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n`
    const kind = fileName === undefined ? '' : `Content-Type: ${type ?? 'application/octet-stream'}\r\n`
    return [Buffer.from(`${head}${kind}\r\n`), Buffer.from(value as string), Buffer.from('\r\n')]
  })
  return Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)])
}
