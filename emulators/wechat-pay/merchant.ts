/** A merchant’s end for tests: an unrelated client library, and a listener for notices. */
import { createServer } from 'node:http'
import { Aes, Formatter, Rsa, Wechatpay } from 'wechatpay-axios-plugin'
import type { WechatPayEmulator } from './emulator.ts'
import type { PayParameters } from './payer.ts'

export interface ReceivedNotice {
  headers: Record<string, string | string[] | undefined>
  body: string
  /** What it tells, when its signature is right. */
  told: Record<string, unknown> | undefined
}

export interface NoticeListener {
  url: string
  received: ReceivedNotice[]
  /** The status that is answered from now on; undefined: none at all. */
  answers: number | undefined
  close(): Promise<void>
}

/** Keys by which the merchant verifies what the platform signed: serials and PEM. */
export function platformKeys({ platform }: WechatPayEmulator): Record<string, string> {
  const certificates = platform.certificates().map(({ serial, pem }) => [serial, pem] as const)
  const key = platform.publicKey ? [[platform.publicKey.id, platform.publicKey.pem] as const] : []
  return Object.fromEntries([...certificates, ...key])
}

/** The unrelated client, pointed at the emulator. */
export function unrelatedClient(emulator: WechatPayEmulator, certs = platformKeys(emulator)) {
  const { mchid, serial, privateKey } = emulator.merchant
  return new Wechatpay({ mchid, serial, privateKey, certs, baseURL: `${emulator.url}/` })
}

export interface Asked {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever was answered
  body: any
  headers: Headers
}

/** One signed request at the emulator’s own time; whatever is given in `change` is changed after signing. */
export async function ask(
  emulator: WechatPayEmulator,
  method: string,
  path: string,
  given?: object | string,
  change: { signedAt?: Date; headers?: Record<string, string | null>; body?: string; nonce?: string } = {},
): Promise<Asked> {
  const body = given === undefined ? '' : typeof given === 'string' ? given : JSON.stringify(given)
  const { mchid, serial, privateKey } = emulator.merchant
  const timestamp = Math.floor((change.signedAt ?? emulator.now()).getTime() / 1000)
  const nonce = change.nonce ?? Formatter.nonce()
  const message = Formatter.request(method, path, timestamp, nonce, body)
  const signature = Rsa.sign(message, Rsa.from(privateKey, 'private'))
  const headers = new Headers({
    Authorization: Formatter.authorization(mchid, nonce, signature, timestamp, serial),
    Accept: 'application/json',
    'User-Agent': 'test/1',
    ...(body !== '' && { 'Content-Type': 'application/json' }),
  })
  for (const [name, value] of Object.entries(change.headers ?? {}))
    if (value === null) headers.delete(name)
    else headers.set(name, value)
  const sent = change.body ?? body
  const reply = await fetch(`${emulator.url}${path}`, { method, headers, ...(sent !== '' && { body: sent }) })
  const bytes = Buffer.from(await reply.arrayBuffer())
  const isJson = reply.headers.get('content-type')?.startsWith('application/json')
  return { status: reply.status, headers: reply.headers, body: isJson ? JSON.parse(bytes.toString()) : bytes }
}

/** What a page hands to the phone, signed by the unrelated library. */
export function payParameters(emulator: WechatPayEmulator, appId: string, prepayId: string): PayParameters {
  const timeStamp = String(Math.floor(emulator.now().getTime() / 1000))
  const nonceStr = Formatter.nonce()
  const prepay = `prepay_id=${prepayId}`
  const message = Formatter.joinedByLineFeed(appId, timeStamp, nonceStr, prepay)
  const paySign = Rsa.sign(message, Rsa.from(emulator.merchant.privateKey, 'private'))
  return { appId, timeStamp, nonceStr, package: prepay, signType: 'RSA', paySign }
}

/** Takes notices and reads them with the unrelated library. */
export async function listenForNotices(emulator: WechatPayEmulator): Promise<NoticeListener> {
  const received: ReceivedNotice[] = []
  const listener: NoticeListener = { url: '', received, answers: 204, close: async () => {} }
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks).toString()
    received.push({ headers: request.headers, body, told: readNotice(emulator, request.headers, body) })
    if (listener.answers !== undefined) response.writeHead(listener.answers).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  listener.url = `http://127.0.0.1:${(server.address() as { port: number }).port}/notices`
  listener.close = async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  return listener
}

/** What a notice tells; undefined when it must not be believed. */
export function readNotice(
  emulator: WechatPayEmulator,
  headers: Record<string, string | string[] | undefined>,
  body: string,
): Record<string, unknown> | undefined {
  const header = (name: string) => String(headers[`wechatpay-${name}`] ?? '')
  const pem = platformKeys(emulator)[header('serial')]
  const message = Formatter.response(header('timestamp'), header('nonce'), body)
  if (pem === undefined || !Rsa.verify(message, header('signature'), Rsa.from(pem, 'public'))) return undefined
  if (Math.abs(emulator.now().getTime() / 1000 - Number(header('timestamp'))) > 300) return undefined
  try {
    const { ciphertext, nonce, associated_data } = JSON.parse(body).resource
    return JSON.parse(Aes.AesGcm.decrypt(ciphertext, emulator.merchant.apiKey, nonce, associated_data))
  } catch {
    return undefined
  }
}

let count = 0

/** The parameters of a JSAPI order of 35 yuan, with others in their place. */
export function anOrder(emulator: WechatPayEmulator, notifyUrl: string, other: object = {}) {
  count += 1
  return {
    appid: emulator.merchant.appIds[0]!,
    mchid: emulator.merchant.mchid,
    description: '毕业生图像采集',
    out_trade_no: `T20270601${String(count).padStart(8, '0')}`,
    notify_url: notifyUrl,
    amount: { total: 3500, currency: 'CNY' },
    payer: { openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o' },
    ...other,
  }
}
