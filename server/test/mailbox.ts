import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

export interface Mail {
  from: string
  to: string[]
  /** As it came over the wire, headers first. */
  data: string
}

/** A mail server for tests: takes every mail and delivers none. */
export interface Mailbox {
  url: string
  mails: Mail[]
  /** Recipients are answered with this code of SMTP instead of being taken. */
  refusing: number | undefined
  close(): Promise<void>
}

export async function openMailbox(): Promise<Mailbox> {
  const mails: Mail[] = []
  const mailbox: Mailbox = {
    ...{ url: '', mails, refusing: undefined },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo(_, __, done) {
      const code = mailbox.refusing
      done(code === undefined ? null : Object.assign(new Error('refused'), { responseCode: code }))
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        const from = mailFrom === false ? '' : mailFrom.address
        mails.push({ from, to: rcptTo.map(({ address }) => address), data: Buffer.concat(chunks).toString() })
        done()
      })
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // A sender that is killed cuts its line.
  server.on('error', () => {})
  mailbox.url = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`
  return mailbox
}

/** The text of a mail: its one part is base64 or quoted-printable. */
export function textOf({ data }: Mail): string {
  const [headers, ...body] = data.split('\r\n\r\n')
  const text = body.join('\r\n\r\n')
  if (/base64/i.test(headers!)) return Buffer.from(text, 'base64').toString()
  const bytes = text
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString()
}
