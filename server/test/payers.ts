import type { WechatPayEmulator } from '../../emulators/wechat-pay/emulator.ts'
import { enrol, type Person, type Terms } from './payment-histories/people.ts'
import type { Visitor } from './visitor.ts'
import type { World } from './world.ts'

/** A student with an order that waits to be paid; no photo was really taken. */
export interface Payer {
  student: Visitor
  person: Person
  campaignId: string
  orderId: string
  totalFen: number
}

export async function aPayer(world: World, terms: Partial<Terms> = {}): Promise<Payer> {
  const { campaignId, people } = await enrol(world.deps, { collectionFeeFen: 2000, paperFeeFen: 1500, ...terms }, 1)
  const person = people[0]!
  const student = browserOf(world, person)
  const { orderId, totalFen } = await student.call('orderPlace', { params: { graduateId: person.graduateId } })
  return { student, person, campaignId, orderId, totalFen }
}

/** A browser in which the person is signed in. */
export function browserOf(world: World, { token }: Pick<Person, 'token'>): Visitor {
  const visitor = world.visitor()
  visitor.cookies.set('tucai_session', token)
  return visitor
}

/** Pays at the emulator; the notice is its own affair. Answers the number. */
export async function payAtWechat(emulator: WechatPayEmulator, { student, orderId }: Payer): Promise<string> {
  const { cashier } = await student.call('paymentStart', { params: { orderId }, body: { way: 'h5' } })
  if (cashier?.kind !== 'wechat-h5') throw new Error('there was no page to go to')
  const before = new Set(paidNumbers(emulator))
  emulator.payH5(cashier.url)
  const [number] = paidNumbers(emulator).filter((one) => !before.has(one))
  if (number === undefined) throw new Error('it was not paid')
  return number
}

function paidNumbers(emulator: WechatPayEmulator): string[] {
  return emulator
    .ledger()
    .payments.filter(({ paidAt }) => paidAt !== null)
    .map(({ outTradeNo }) => outTradeNo)
}
