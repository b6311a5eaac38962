import { generateKeyPairSync } from 'node:crypto'
import {
  aHeader,
  BASE64,
  type Forge,
  type Mutate,
  type MutationOptions,
  type NoticeMutation,
  otherByte,
  otherCharacter,
  randomOf,
  resealed,
  resigned,
  resignedWith,
  resourceOf,
  signatureOf,
  signedByStranger,
  spanOf,
  toldBy,
  withBody,
  withHeader,
} from './notice-forge.ts'

export type { SentNotice } from './notice-forge.ts'

/** Mutations of a notice, of all kinds in turn. Every one of them must be refused. */
export function* noticeMutations(options: MutationOptions): Generator<NoticeMutation> {
  const strangersKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
  const forge: Forge = { ...options, random: randomOf(options.seed), strangersKey }
  const kinds = Object.entries({
    ...unsigned,
    ...(options.sign ? signed : {}),
    ...(options.sign && options.apiKey ? sealed : {}),
  })
  for (let number = 0; number < options.count; number += 1) {
    const [name, mutate] = kinds[number % kinds.length]!
    yield { name: `${number} ${name}`, notice: mutate(forge) }
  }
}

/** What anybody can do who saw a notice go by. */
const unsigned: Record<string, Mutate> = {
  'a header is missing': ({ notice, random }) => {
    const { [aHeader(random)]: _, ...headers } = notice.headers
    return { headers, body: notice.body }
  },
  'a header is empty': ({ notice, random }) => withHeader(notice, aHeader(random), ''),
  'a header has another character': ({ notice, random }) => {
    const name = aHeader(random)
    return withHeader(notice, name, otherCharacter(notice.headers[name]!, random))
  },
  'a header was sent twice': ({ notice, random }) => {
    const name = aHeader(random)
    return withHeader(notice, name, `${notice.headers[name]}, ${notice.headers[name]}`)
  },
  'the signature has another character': ({ notice, random }) =>
    withHeader(notice, 'wechatpay-signature', otherCharacter(signatureOf(notice), random)),
  'the signature is shorter': ({ notice, random }) =>
    withHeader(notice, 'wechatpay-signature', signatureOf(notice).slice(0, random(signatureOf(notice).length))),
  'the signature has something in it that Base64 readers pass over': ({ notice, random }) => {
    const place = 1 + random(signatureOf(notice).length - 1)
    const [before, after] = [signatureOf(notice).slice(0, place), signatureOf(notice).slice(place)]
    return withHeader(notice, 'wechatpay-signature', before + '!. -'[random(4)] + after)
  },
  'the signature is written for addresses': ({ notice }) => {
    const written = Buffer.from(signatureOf(notice), 'base64').toString('base64url')
    return withHeader(notice, 'wechatpay-signature', written)
  },
  'the signature is a probe': ({ notice, random }) => {
    const probe = `WECHATPAY/SIGNTEST/${signatureOf(notice)}`
    const signature = random(2) ? probe : probe.slice(0, signatureOf(notice).length)
    return withHeader(notice, 'wechatpay-signature', signature)
  },
  'the signature is of another algorithm': ({ notice }) =>
    withHeader(notice, 'wechatpay-signature-type', 'WECHATPAY2-SM2-WITH-SM3'),
  'the timestamp is another one within the window': ({ notice, random }) => {
    const shifted = Number(notice.headers['wechatpay-timestamp']) + (random(2) ? 1 : -1) * (1 + random(200))
    return withHeader(notice, 'wechatpay-timestamp', String(shifted))
  },
  'the timestamp is written otherwise': ({ notice, random }) => {
    const timestamp = notice.headers['wechatpay-timestamp']!
    const written = [`0${timestamp}`, `+${timestamp}`, `${timestamp}.0`, `${timestamp}000`, `${timestamp}e0`, 'now']
    return withHeader(notice, 'wechatpay-timestamp', written[random(written.length)]!)
  },
  'the serial is another known one': ({ notice, random, otherSerials = [] }) => {
    const serials = [...otherSerials, 'PUB_KEY_ID_0000000000000000000000000000000000']
    return withHeader(notice, 'wechatpay-serial', serials[random(serials.length)]!)
  },
  'the serial is unknown': ({ notice, random }) => {
    const serial = Array.from({ length: 40 }, () => '0123456789ABCDEF'[random(16)]).join('')
    return withHeader(notice, 'wechatpay-serial', serial)
  },
  'a byte of the body is another one': ({ notice, random }) => withBody(notice, otherByte(notice.body, random)),
  'a byte of the ciphertext is another one': ({ notice, random }) =>
    withBody(notice, otherByte(notice.body, random, spanOf(notice.body, 'ciphertext'))),
  'a byte of the associated data is another one': ({ notice, random }) =>
    withBody(notice, otherByte(notice.body, random, spanOf(notice.body, 'associated_data'))),
  'a byte of the nonce is another one': ({ notice, random }) =>
    withBody(notice, otherByte(notice.body, random, spanOf(notice.body, 'nonce'))),
  'a byte of the event is another one': ({ notice, random }) =>
    withBody(notice, otherByte(notice.body, random, spanOf(notice.body, 'event_type'))),
  'the body is shorter': ({ notice, random }) => withBody(notice, notice.body.subarray(0, random(notice.body.length))),
  'the body lacks a byte': ({ notice, random }) => {
    const place = random(notice.body.length)
    return withBody(notice, Buffer.concat([notice.body.subarray(0, place), notice.body.subarray(place + 1)]))
  },
  'the body has a byte more': ({ notice, random }) => {
    const place = random(notice.body.length + 1)
    const more = Buffer.from([random(256)])
    return withBody(notice, Buffer.concat([notice.body.subarray(0, place), more, notice.body.subarray(place)]))
  },
  'the body means the same and is written otherwise': ({ notice, random }) =>
    withBody(notice, Buffer.from(JSON.stringify(JSON.parse(notice.body.toString()), null, 1 + random(8)))),
  'the body comes twice': ({ notice }) => withBody(notice, Buffer.concat([notice.body, notice.body])),
  'a stranger has signed it': (forge) => signedByStranger(forge, forge.notice.body),
  'a stranger has changed and signed it': (forge) =>
    signedByStranger(forge, otherByte(forge.notice.body, forge.random)),
}

/** Rightly signed, as nobody but WeChat Pay could: what it sent long ago, or what it sealed for somebody else. */
const signed: Record<string, Mutate> = {
  'it was signed too long ago': (forge) =>
    resigned(forge, forge.notice.body.toString(), -700 - forge.random(10_000_000)),
  'it was signed in the future': (forge) =>
    resigned(forge, forge.notice.body.toString(), 700 + forge.random(10_000_000)),
  'the ciphertext was changed before it was signed': (forge) => {
    const bytes = otherByte(Buffer.from(resourceOf(forge).ciphertext!, 'base64'), forge.random)
    return resignedWith(forge, { ciphertext: bytes.toString('base64') })
  },
  'the ciphertext was cut before it was signed': (forge) => {
    const bytes = Buffer.from(resourceOf(forge).ciphertext!, 'base64')
    return resignedWith(forge, { ciphertext: bytes.subarray(0, forge.random(bytes.length)).toString('base64') })
  },
  'the nonce was changed before it was signed': (forge) =>
    resignedWith(forge, { nonce: otherCharacter(resourceOf(forge).nonce!, forge.random) }),
  'the associated data was changed before it was signed': (forge) =>
    resignedWith(forge, { associated_data: `${resourceOf(forge).associated_data ?? ''}${forge.random(10)}` }),
  'the algorithm has another name': (forge) =>
    resignedWith(forge, { algorithm: ['AEAD_SM4_GCM', 'none', ''][forge.random(3)] }),
  'the resource is of another type': (forge) => resignedWith(forge, { original_type: 'coupon' }),
  'the event is another one': (forge) => {
    const isPayment = JSON.parse(forge.notice.body.toString()).event_type === 'TRANSACTION.SUCCESS'
    return resignedWith(forge, {}, { event_type: isPayment ? 'REFUND.SUCCESS' : 'TRANSACTION.SUCCESS' })
  },
  'it was sealed with another key': (forge) => {
    const key = Array.from({ length: 32 }, () => BASE64[forge.random(62)]).join('')
    return resealed(forge, '{"mchid":"1900000001"}', key)
  },
  'no notice was signed': (forge) => {
    const bodies = ['', '{}', '[]', 'null', '"x"', '{"event_type":"TRANSACTION.SUCCESS"}', '{"event_type":1}', '{']
    return resigned(forge, bodies[forge.random(bodies.length)]!)
  },
}

/** Of a payment or of a refund: nothing can be done without these. */
const NEEDED = {
  trade_state: ['out_trade_no', 'transaction_id', 'mchid', 'appid', 'amount', 'success_time'],
  refund_status: ['out_trade_no', 'out_refund_no', 'refund_id', 'mchid', 'amount', 'success_time'],
}
const stateOf = (told: object) => ('trade_state' in told ? 'trade_state' : 'refund_status')

/** Rightly signed and sealed, and yet nothing that the documents know. */
const sealed: Record<string, Mutate> = {
  'it tells of another state than its event': (forge) => {
    const told = toldBy(forge)
    const states = ['NOTPAY', 'CLOSED', 'USERPAYING', 'PAYERROR', 'ABNORMAL', 'PROCESSING', '']
    return resealed(forge, JSON.stringify({ ...told, [stateOf(told)]: states[forge.random(states.length)] }))
  },
  'it lacks something': (forge) => {
    const told = toldBy(forge)
    const needed = NEEDED[stateOf(told)]
    return resealed(forge, JSON.stringify({ ...told, [needed[forge.random(needed.length)]!]: undefined }))
  },
  'its amount is none': (forge) => {
    const amounts = [
      {},
      { total: '3500', refund: '1000' },
      { total: -1, refund: -1 },
      { total: 35.5, refund: 10.5 },
      null,
    ]
    return resealed(forge, JSON.stringify({ ...toldBy(forge), amount: amounts[forge.random(amounts.length)] }))
  },
  'what was sealed is no notice': (forge) => {
    const texts = [
      '',
      '{}',
      '[]',
      'null',
      '1',
      '{"trade_state":"SUCCESS"}',
      '{"refund_status":"SUCCESS"}',
      '{"amount":',
    ]
    return resealed(forge, texts[forge.random(texts.length)]!)
  },
}
