import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

/** A request as it came, with its whole body. */
export interface Received {
  method: string
  url: URL
  headers: IncomingMessage['headers']
  body: string
}

export interface Listening {
  /** Where it answers, e.g. http://127.0.0.1:41235 */
  url: string
  close(): Promise<void>
}

/** Answers every request on this machine with the JSON that `answer` makes of it; an address sends the browser there. */
export async function listen(answer: (request: Received) => object, port = 0): Promise<Listening> {
  const server = createServer((request, reply) => {
    serve(request, reply, answer).catch((bug) => {
      // Whoever hung up meanwhile is told nothing; what went wrong in here is told in words.
      if (reply.writable && !reply.headersSent) reply.writeHead(500).end(String(bug?.stack ?? bug))
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

async function serve(request: IncomingMessage, reply: ServerResponse, answer: (request: Received) => object) {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const body = Buffer.concat(chunks).toString()
  const url = new URL(request.url ?? '/', `http://${request.headers.host}`)
  const answered = answer({ method: request.method ?? '', url, headers: request.headers, body })
  if (answered instanceof URL) return void reply.writeHead(302, { location: answered.href }).end()
  reply.setHeader('content-type', 'application/json')
  reply.end(JSON.stringify(answered))
}
