import type { WechatPayEmulator } from '../../../emulators/wechat-pay/emulator.ts'
import type { Person } from '../payment-histories/people.ts'
import type { Witness } from '../payment-histories/world.ts'

/** What a student on the way needs: the server, which may be gone at any moment, and the phone. */
export interface Surroundings {
  emulator: WechatPayEmulator
  witness: Pick<Witness, 'told' | 'broken'>
  /** One request; waits while the server is away. Undefined when it went away before it answered. */
  send(person: Person, method: 'GET' | 'POST', path: string, json?: object): Promise<Answer | undefined>
}

export interface Answer {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: students look at whatever was answered
  body: any
}

/** What a student means to do; whatever happens meanwhile, in the end it is done. */
export interface Intent {
  way: 'h5' | 'weapp'
  /** Gives up after having been at the cashier, or after having paid there. */
  cancels: 'never' | 'before-paying' | 'after-paying'
  asksBack: boolean
}

/** Orders, pays or cancels, and has the money back, asking again for whatever was not answered. */
export async function walk(person: Person, intent: Intent, around: Surroundings): Promise<void> {
  const { told } = around.witness
  const orderId = await place(person, around)
  for (;;) {
    const state = await begin(person, orderId, intent, around)
    if (state === 'paid') break
    if (intent.cancels !== 'never' && (await cancel(person, orderId, around))) return
  }
  told.paid.add(orderId)
  if (intent.asksBack) await askBack(person, orderId, around)
}

async function place(person: Person, { send, witness }: Surroundings): Promise<string> {
  for (;;) {
    const answer = await send(person, 'POST', `/collections/${person.graduateId}/orders`)
    if (answer?.status !== 200) continue
    const { orderId, totalFen } = answer.body
    witness.told.orders.set(orderId, { person, totalFen })
    return orderId
  }
}

/** Goes to the cashier and pays there, unless the order is paid; whether it is, is seen by looking. */
async function begin(person: Person, orderId: string, intent: Intent, around: Surroundings): Promise<string> {
  const { emulator, send } = around
  const answer = await send(person, 'POST', `/orders/${orderId}/payments`, { way: intent.way })
  const cashier = answer?.status === 200 ? answer.body.cashier : null
  if (cashier !== null && intent.cancels !== 'before-paying') {
    if (cashier.kind === 'wechat') emulator.pay(cashier)
    else emulator.payH5(cashier.url)
  }
  const shown = await send(person, 'GET', `/orders/${orderId}`)
  return shown?.body?.state ?? 'unknown'
}

async function cancel(person: Person, orderId: string, { send, witness }: Surroundings): Promise<boolean> {
  const answer = await send(person, 'POST', `/orders/${orderId}/cancel`)
  if (answer?.status !== 200) return false
  witness.told.cancelled.add(orderId)
  return true
}

async function askBack(person: Person, orderId: string, { send, witness }: Surroundings): Promise<void> {
  for (;;) {
    const answer = await send(person, 'POST', `/orders/${orderId}/refunds`, { reason: '不需要了' })
    if (answer === undefined) continue
    if (answer.status !== 200) {
      witness.broken.push(`giving back was answered ${answer.status} ${answer.body?.code}`)
      return
    }
    const { refundId, amountFen } = answer.body
    witness.told.refunds.set(refundId, { orderId, amountFen })
    return
  }
}
