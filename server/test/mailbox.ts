import { createServer, type Socket } from 'node:net'

export interface Mail {
  from: string
  to: string[]
  /** As it came over the wire, headers first. */
  data: string
}

/** A mail server for tests: takes every mail, refuses what is not SMTP. */
export interface Mailbox {
  url: string
  mails: Mail[]
  close(): Promise<void>
}

export async function openMailbox(): Promise<Mailbox> {
  const mails: Mail[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    converse(socket, (mail) => mails.push(mail))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** The server's side of RFC 5321, without extensions. */
function converse(socket: Socket, deliver: (mail: Mail) => void): void {
  let received = ''
  let mail: Mail = { from: '', to: [], data: '' }
  let isData = false
  const say = (line: string) => socket.write(`${line}\r\n`)
  /** The answer to a command. */
  const obey = (line: string): string => {
    const [, address = ''] = /<([^>]*)>/.exec(line) ?? []
    if (/^(EHLO|HELO) /i.test(line)) return '250 mailbox'
    if (/^MAIL FROM:/i.test(line)) mail = { from: address, to: [], data: '' }
    else if (/^RCPT TO:/i.test(line) && mail.from) mail.to.push(address)
    else if (/^DATA$/i.test(line) && mail.to.length > 0) {
      isData = true
      return '354 go on'
    } else if (/^QUIT$/i.test(line)) return '221 bye'
    else if (!/^(RSET|NOOP)/i.test(line)) return '503 that was not expected'
    return '250 ok'
  }
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    received += chunk
    for (;;) {
      const end = isData ? '\r\n.\r\n' : '\r\n'
      const place = received.indexOf(end)
      if (place < 0) return
      const text = received.slice(0, place)
      received = received.slice(place + end.length)
      if (!isData) say(obey(text))
      else {
        isData = false
        deliver({ ...mail, data: text })
        say('250 taken')
      }
    }
  })
  say('220 mailbox')
}
