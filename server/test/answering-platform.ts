import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Asked {
  method: string
  path: string
  headers: IncomingMessage['headers']
  body: string
}

export interface GivenAnswer {
  status: number
  /** JSON, or the text itself. */
  body?: object | string
  /** Changes to the headers of the signature; undefined takes one away. */
  headers?: Record<string, string | undefined>
  /** False: nothing is signed, as the documents say of files and of requests that were not accepted. */
  isSigned?: boolean
}

/** Answers what it is told, signed as WeChat Pay signs: for answers that no faithful provider would give on demand. */
export interface AnsweringPlatform {
  url: string
  publicKeyId: string
  publicKey: KeyObject
  privateKey: KeyObject
  asked: Asked[]
  /** Decides each answer. */
  answer: (asked: Asked) => GivenAnswer
  close(): Promise<void>
}

export async function openAnsweringPlatform(now: () => Date): Promise<AnsweringPlatform> {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const publicKeyId = 'PUB_KEY_ID_0119000000012026112500000000000001'
  const asked: Asked[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const { method = '', url: path = '', headers } = request
    asked.push({ method, path, headers, body: Buffer.concat(chunks).toString() })
    const { status, body, headers: changed = {}, isSigned = true } = platform.answer(asked.at(-1)!)
    const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body)
    const given = isSigned ? { ...signatureOver(text), ...changed } : changed
    for (const [name, value] of Object.entries(given)) if (value !== undefined) response.setHeader(name, value)
    response.writeHead(status, { 'content-type': 'application/json' }).end(text)
  })

  function signatureOver(text: string): Record<string, string> {
    const timestamp = String(Math.floor(now().getTime() / 1000))
    const nonce = 'c5ac7061fccab6bf3e254dcf98995b8c'
    const signature = sign('sha256', Buffer.from(`${timestamp}\n${nonce}\n${text}\n`), privateKey).toString('base64')
    return {
      'wechatpay-timestamp': timestamp,
      'wechatpay-nonce': nonce,
      'wechatpay-serial': publicKeyId,
      'wechatpay-signature': signature,
    }
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const platform: AnsweringPlatform = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ publicKeyId, publicKey, privateKey, asked },
    answer: () => ({ status: 500 }),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
  return platform
}
