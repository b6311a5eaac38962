import { connect, type Socket } from 'node:net'

export interface WireAnswer {
  status: number
  headers: Map<string, string>
  body: string
  /** How many answers came: more than one means that the bytes were taken for several requests. */
  answers: number
}

/** Bytes as they are, and what came back until the other side closed or was silent. Status 0: closed without a word. */
export function rawRequest(origin: string, bytes: string | Uint8Array, silentMs = 3_000): Promise<WireAnswer> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(origin)
    const socket = connect(Number(port), hostname)
    const chunks: Buffer[] = []
    socket.setTimeout(silentMs, () => socket.destroy())
    socket.on('connect', () => socket.write(bytes))
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (!['ECONNRESET', 'EPIPE'].includes(error.code ?? '')) reject(error)
    })
    socket.on('close', () => resolve(parse(Buffer.concat(chunks).toString('latin1'))))
  })
}

function parse(text: string): WireAnswer {
  const [head = '', ...rest] = text.split('\r\n\r\n')
  const [first = '', ...lines] = head.split('\r\n')
  const headers = new Map(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  )
  const answers = text.match(/HTTP\/1\.1 \d{3}/g)?.length ?? 0
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(first)?.[1] ?? 0), headers, body: rest.join('\r\n\r\n'), answers }
}

/** A client that never finishes: begins, then sends a byte every second. Resolves with how long it was borne, in ms. */
export function dribble(origin: string, begin: string, byte: string, patienceMs: number): Promise<number> {
  return new Promise((resolve) => {
    const { hostname, port } = new URL(origin)
    const begunAt = performance.now()
    const socket: Socket = connect(Number(port), hostname)
    const timer = setInterval(() => socket.write(byte), 1_000)
    const giveUp = setTimeout(() => socket.destroy(), patienceMs)
    socket.on('connect', () => socket.write(begin))
    socket.on('error', () => {})
    socket.resume()
    socket.on('close', () => {
      clearInterval(timer)
      clearTimeout(giveUp)
      resolve(performance.now() - begunAt)
    })
  })
}
