import { type AddressInfo, createServer, type Socket } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { smtpPostman } from './postman.ts'

const letter = { to: 'someone@example.org', subject: '退款完成', text: '…', key: 'ntc_1' }
const closes: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closes.splice(0)) await close()
})

/** A mail server that follows the protocol until `lastWord`, which it answers as it likes, or breaks the connection. */
async function serverUntil(lastWord: string, answer: string | null): Promise<string> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    let isText = false
    socket.write('220 ready\r\n')
    socket.on('data', (bytes) => {
      for (const line of bytes.toString().split('\r\n').filter(Boolean)) {
        const word = isText ? (line === '.' ? 'END' : 'TEXT') : line.slice(0, 4).toUpperCase()
        if (word === lastWord) {
          if (answer === null) socket.destroy()
          else socket.write(`${answer}\r\n`)
          isText = false
        } else if (word === 'DATA') {
          isText = true
          socket.write('354 go on\r\n')
        } else if (word !== 'TEXT') {
          isText = false
          socket.write('250 ok\r\n')
        }
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closes.push(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  return `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`
}

it.each([
  ['a server that takes the letter', 'NEVER', null, 'accepted'],
  ['a server that refuses the address', 'RCPT', '550 no such user', 'refused'],
  ['a server that is busy', 'RCPT', '451 later', 'away'],
  ['a server that refuses the letter’s text', 'END', '554 not wanted', 'refused'],
  ['a server that refuses the sender', 'MAIL', '550 not you', 'away'],
  ['a connection that breaks after the letter', 'END', null, 'unknown'],
])('%s', async (_, lastWord, answer, outcome) => {
  const carried = await smtpPostman(await serverUntil(lastWord, answer), 'service@example.org').send(letter)
  expect(carried.outcome).toBe(outcome)
  expect(JSON.stringify(carried)).not.toContain('someone@')
})

it('where no server listens nothing was sent', async () => {
  const url = await serverUntil('NEVER', null)
  await closes.pop()!()
  expect((await smtpPostman(url, 'service@example.org').send(letter)).outcome).toBe('away')
})
