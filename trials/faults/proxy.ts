import type { AddressInfo } from 'node:net'
import { connect, createServer, type Server, type Socket } from 'node:net'

/** What lies on the line between the product and what it stands on. */
export type Weather =
  | { kind: 'fine' }
  /** Each chunk of bytes is that much later, in both directions. */
  | { kind: 'slow'; latencyMs: number }
  /** So many bytes a second. */
  | { kind: 'trickle'; bytesPerSecond: number }
  /** Each request is answered with 500 by the line itself. */
  | { kind: 'failing' }
  /** The connection is reset after so many bytes that were sent or came. */
  | { kind: 'cut'; afterBytes: number }
  /** Connections are taken, and nothing is ever said. */
  | { kind: 'silent' }
  /** Connections are refused. */
  | { kind: 'down' }

/** A TCP proxy whose weather changes at any moment. */
export interface Line {
  port: number
  weather: Weather
  setWeather(weather: Weather): Promise<void>
  close(): Promise<void>
}

/** `upstream` says for each connection to which port of this machine it goes; undefined: nowhere. */
export async function openProxy(upstream: () => number | undefined): Promise<Line> {
  const sockets = new Set<Socket>()
  let weather: Weather = { kind: 'fine' }
  let server: Server | undefined
  let port = 0
  const keep = (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.once('close', () => sockets.delete(socket))
    return socket
  }

  function take(client: Socket): void {
    keep(client)
    const target = upstream()
    if (target === undefined) return void client.destroy()
    if (weather.kind === 'silent') return void client.resume()
    const store = keep(connect(target, '127.0.0.1'))
    const passed = { bytes: 0 }
    carry(client, store, () => weather, passed)
    carry(store, client, () => weather, passed)
    for (const [one, other] of [
      [client, store],
      [store, client],
    ] as const)
      one.once('close', () => other.destroy())
  }

  async function listen(): Promise<void> {
    const made = createServer(take)
    server = made
    await new Promise<void>((done) => made.listen(port, '127.0.0.1', done))
    port = (made.address() as AddressInfo).port
  }

  async function hush(): Promise<void> {
    const closing = server
    server = undefined
    for (const socket of sockets) socket.destroy()
    if (closing) await new Promise((done) => closing.close(done))
  }

  await listen()
  return {
    get port() {
      return port
    },
    get weather() {
      return weather
    },
    async setWeather(next) {
      weather = next
      if (next.kind === 'down') await hush()
      else if (server === undefined) await listen()
      // Connections that stayed open from before would not feel the weather at their beginning.
      else for (const socket of sockets) socket.destroy()
    },
    close: hush,
  }
}

const REFUSAL =
  'HTTP/1.1 500 Internal Server Error\r\ncontent-type: application/xml\r\ncontent-length: 62\r\nconnection: close\r\n\r\n' +
  '<Error><Code>InternalError</Code><Message>no</Message></Error>'

/** Lets bytes pass from one side to the other as the weather has it. */
function carry(from: Socket, to: Socket, weather: () => Weather, passed: { bytes: number }): void {
  from.on('data', (bytes: Buffer) => {
    const now = weather()
    passed.bytes += bytes.length
    if (now.kind === 'failing') {
      // Nobody but the client is told.
      from.end(REFUSAL)
      from.removeAllListeners('data')
      from.resume()
      to.removeAllListeners('close')
      to.destroy()
    } else if (now.kind === 'cut' && passed.bytes > now.afterBytes) {
      from.resetAndDestroy()
      to.resetAndDestroy()
    } else if (now.kind === 'slow') hold(from, to, bytes, now.latencyMs)
    else if (now.kind === 'trickle') hold(from, to, bytes, (bytes.length / now.bytesPerSecond) * 1000)
    else if (now.kind !== 'silent') to.write(bytes)
  })
  from.once('end', () => to.end())
}

function hold(from: Socket, to: Socket, bytes: Buffer, delayMs: number): void {
  from.pause()
  setTimeout(() => {
    to.write(bytes)
    from.resume()
  }, delayMs)
}
