import { createDecipheriv } from 'node:crypto'
import type { Ground, SentAnswer } from './ground.ts'
import { LifeOver } from './life.ts'
import type { Cashier, Person } from './people.ts'
import { type Reach, reached } from './reach.ts'

/** What a history remembers by itself, without looking at the program's tables. */
export interface Told {
  /** Orders whose placing was answered. */
  orders: Map<string, { person: Person; totalFen: number; isForgotten?: boolean }>
  cancelled: Set<string>
  paid: Set<string>
  refunds: Map<string, { orderId: string; amountFen: number }>
  refused: Set<string>
  /** A refusal was asked for, and its answer was lost. */
  maybeRefused: boolean
  isCampaignCancelled: boolean
}

/** A cashier that a student was shown, at which he may pay however late. */
export interface Shown {
  person: Person
  orderId: string
  // biome-ignore lint/suspicious/noExplicitAny: handed to the phone as it came
  cashier: any
}

/** What the promises that were made are checked with. */
export interface Witness {
  ground: Pick<Ground, 'look' | 'emulator'>
  people: Person[]
  told: Told
  /** What should not have been. */
  broken: string[]
}

/** The state of one history while it goes on. */
export interface HistoryWorld extends Witness {
  ground: Ground
  campaignId: string
  cashiers: Cashier[]
  reach: Reach
  shown: Shown[]
  /** Bodies of notices whose content is not what the provider has on its books. */
  forged: Set<string>
  /** Takes that wait to be confirmed, by graduate. */
  takes: Map<string, string>
  /** Orders for which a cashier was shown since somebody has looked. */
  atCashier: Set<string>
  /** How often the program was killed. */
  kills: number
}

export function newTold(): Told {
  return {
    orders: new Map(),
    cancelled: new Set(),
    paid: new Set(),
    refunds: new Map(),
    refused: new Set(),
    maybeRefused: false,
    isCampaignCancelled: false,
  }
}

/** One request as a student or as one of finance. Undefined when the program was killed meanwhile. */
export async function ask(
  world: HistoryWorld,
  as: { student: Person } | { staff: Cashier },
  method: 'GET' | 'POST',
  path: string,
  json?: object | Buffer,
  type = 'application/json',
): Promise<SentAnswer | undefined> {
  const { ground } = world
  const headers: Record<string, string> =
    'student' in as ? { authorization: `Bearer ${as.student.token}` } : { cookie: `tucai_staff=${as.staff.token}` }
  const body = json === undefined || Buffer.isBuffer(json) ? json : JSON.stringify(json)
  if (body !== undefined) headers['content-type'] = type
  // Only a provider that fails may be a reason for saying that paying is not possible.
  const isTroubled = ground.emulator.faults.waiting.some(({ at }) => at !== 'notice')
  try {
    const answer = await ground.send({ method, path: `/api${path}`, headers, ...(body === undefined ? {} : { body }) })
    if (answer.status >= 500 && answer.body?.code !== 'payment-unavailable')
      world.broken.push(`${method} ${path} was answered ${answer.status}`)
    if (answer.status === 401) world.broken.push(`${method} ${path}: somebody who is signed in is not`)
    if (answer.body?.code === 'payment-unavailable' && !isTroubled)
      world.broken.push(`${method} ${path}: paying was not possible though the provider was there`)
    const route = path.replace(/\/[a-z]+_\w+/g, '')
    reached(world.reach, `${route} ${answer.body?.code ?? answer.status}`)
    return answer
  } catch (error) {
    if (!(error instanceof LifeOver)) throw error
    reached(world.reach, 'killed in a request')
    return undefined
  }
}

/** What a notice says, opened with the merchant's key. */
export function openNotice({ emulator }: Ground, body: string): Opened {
  const { resource } = JSON.parse(body)
  const bytes = Buffer.from(resource.ciphertext, 'base64')
  const opener = createDecipheriv('aes-256-gcm', emulator.merchant.apiKey, Buffer.from(resource.nonce))
  opener.setAAD(Buffer.from(resource.associated_data)).setAuthTag(bytes.subarray(-16))
  return JSON.parse(Buffer.concat([opener.update(bytes.subarray(0, -16)), opener.final()]).toString())
}

interface Opened {
  mchid: string
  appid?: string
  out_trade_no: string
  transaction_id: string
  trade_state?: string
  out_refund_no?: string
  refund_status?: string
  payer?: { openid: string }
  amount: { total: number; refund?: number; currency?: string }
}
