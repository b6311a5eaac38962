import { createCipheriv, createDecipheriv, type KeyObject, sign as signWith } from 'node:crypto'

/** A notice as it goes over the wire; names of headers in small letters. */
export interface SentNotice {
  headers: Record<string, string>
  body: Buffer
}

/** A notice that nobody may act upon, and what was done to it. */
export interface NoticeMutation {
  name: string
  notice: SentNotice
}

export interface MutationOptions {
  seed: number
  count: number
  /** Genuine and within its five minutes. */
  notice: SentNotice
  /** Signs as WeChat Pay itself does, the emulator’s `platform.sign`. Without it what only WeChat Pay can sign is left out. */
  sign?: (body: string, at: Date) => object
  /** The APIv3 key, by which what is rightly signed is rightly sealed too. */
  apiKey?: string
  /** Serials and ids that are known, besides the notice’s own. */
  otherSerials?: string[]
}

export interface Forge extends MutationOptions {
  random: Random
  strangersKey: KeyObject
}

export type Mutate = (forge: Forge) => SentNotice

/** Whole numbers from 0 to below `limit`; the same seed gives the same ones (mulberry32). */
type Random = (limit: number) => number

export function randomOf(seed: number): Random {
  let state = seed >>> 0
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit)
  }
}

const HEADERS = ['signature', 'serial', 'timestamp', 'nonce'].map((name) => `wechatpay-${name}`)
export const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

export const withHeader = ({ headers, body }: SentNotice, name: string, value: string): SentNotice => ({
  headers: { ...headers, [name]: value },
  body,
})
export const withBody = ({ headers }: SentNotice, body: Buffer): SentNotice => ({ headers, body })
export const signatureOf = ({ headers }: SentNotice) => headers['wechatpay-signature']!

/** One character replaced by another one of the same kind. */
export function otherCharacter(text: string, random: Random): string {
  const place = random(text.length)
  const kind = /[0-9]/.test(text[place]!) ? '0123456789' : BASE64
  const others = [...kind].filter((character) => character !== text[place])
  return text.slice(0, place) + others[random(others.length)] + text.slice(place + 1)
}

export function otherByte(bytes: Buffer, random: Random, [from, to] = [0, bytes.length]): Buffer {
  const changed = Buffer.from(bytes)
  const place = from + random(to - from)
  changed[place] = changed[place]! ^ (1 + random(255))
  return changed
}

export const aHeader = (random: Random) => HEADERS[random(HEADERS.length)]!

/** Where a field’s value stands in the body. */
export function spanOf(body: Buffer, field: string): [number, number] {
  const found = new RegExp(`"${field}"\\s*:\\s*"([^"]+)"`, 'd').exec(body.toString('latin1'))
  return found?.indices?.[1] ?? [0, body.length]
}

const signedAt = ({ notice }: Forge) => Number(notice.headers['wechatpay-timestamp'])

function inSmallLetters(headers: object): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}

/** Rightly signed, some seconds before or after the genuine one. */
export function resigned(forge: Forge, body: string, afterSeconds = 0): SentNotice {
  const at = new Date((signedAt(forge) + afterSeconds) * 1000)
  const headers = { ...forge.notice.headers, ...inSmallLetters(forge.sign!(body, at)) }
  return { headers, body: Buffer.from(body) }
}

export function signedByStranger({ notice, strangersKey }: Forge, body: Buffer): SentNotice {
  const before = `${notice.headers['wechatpay-timestamp']}\n${notice.headers['wechatpay-nonce']}\n`
  const text = Buffer.concat([Buffer.from(before), body, Buffer.from('\n')])
  return withHeader(
    { ...notice, body },
    'wechatpay-signature',
    signWith('sha256', text, strangersKey).toString('base64'),
  )
}

/** The envelope with some of its resource changed, rightly signed. */
export function resignedWith(forge: Forge, resource: object, envelope: object = {}): SentNotice {
  const given = JSON.parse(forge.notice.body.toString())
  const body = { ...given, ...envelope, resource: { ...given.resource, ...resource } }
  return resigned(forge, JSON.stringify(body))
}

export function resourceOf({ notice }: Forge): Record<string, string> {
  return JSON.parse(notice.body.toString()).resource
}

export function resealed(forge: Forge, text: string, key = forge.apiKey!): SentNotice {
  const { nonce, associated_data: associated = '' } = resourceOf(forge)
  const cipher = createCipheriv('aes-256-gcm', key, Buffer.from(nonce!)).setAAD(Buffer.from(associated))
  const bytes = Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()])
  return resignedWith(forge, { ciphertext: bytes.toString('base64') })
}

/** What the notice tells. */
export function toldBy(forge: Forge): Record<string, unknown> {
  const { nonce, ciphertext, associated_data: associated = '' } = resourceOf(forge)
  const bytes = Buffer.from(ciphertext!, 'base64')
  const decipher = createDecipheriv('aes-256-gcm', forge.apiKey!, Buffer.from(nonce!))
  decipher.setAAD(Buffer.from(associated)).setAuthTag(bytes.subarray(-16))
  return JSON.parse(Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString())
}
