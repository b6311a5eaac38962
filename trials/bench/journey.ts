import type { DocumentKind } from '@tucai/contract'
import type { Browser } from './browser.ts'

export type Person = { name: string; number: string; kind: DocumentKind; gender: '男' | '女' }

/** Runs one step and keeps how long it took, in ms. */
export type Watch = <T>(step: string, run: () => Promise<T>) => Promise<T>

/** From the privacy notice to the camera. Returns the enrolment whose photo is to be taken. */
export async function goToCamera({ call }: Browser, person: Person, watch: Watch): Promise<string> {
  const { number, name, kind, gender } = person
  const phone = '13800138000'
  const mail = 'bench@example.com'
  const app = await watch('app information', () => call('appShow', {}))
  const version = app.privacyNotice.version
  const { consentId } = await watch('consent', () => call('consentGive', { body: { purpose: 'privacy', version } }))
  const registration = { consentId, kind, number, phone, name, mail, gender }
  await watch('registration', () => call('accountRegister', { body: registration }))
  const session = await watch('sign-in', () => call('sessionStart', { body: { number, password: number.slice(-6) } }))
  if (session.state !== 'signed-in') throw new Error('the registering device was not remembered')
  const [collection] = await watch('list of collections', () => call('collectionList', {}))
  if (collection === undefined) throw new Error('the student is in no roster')
  const params = { graduateId: collection.graduateId }
  for (const { purpose, version, given } of await watch('consents', () => call('consentList', {}))) {
    if (!given?.stands) await watch('agree', () => call('consentAgree', { body: { purpose, version } }))
  }
  await watch('confirm information', () => call('informationConfirm', { params, body: { phone, mail } }))
  return collection.graduateId
}

/** From the finished photo to the paid order. Returns the order's state. */
export async function goToPaidOrder({ call }: Browser, graduateId: string, photoId: string, watch: Watch) {
  const params = { graduateId }
  await watch('confirm photo', () => call('photoConfirm', { params, body: { photoId } }))
  await watch('no paper prints', () => call('paperChoose', { params, body: { paper: false } }))
  const { orderId } = await watch('place order', () => call('orderPlace', { params }))
  const { cashier } = await watch('start payment', () =>
    call('paymentStart', { params: { orderId }, body: { way: 'simulated' } }),
  )
  if (cashier?.kind === 'simulated') {
    await watch('pay', () => call('cashierPay', { params: { tradeNumber: cashier.tradeNumber } }))
  }
  const order = await watch('show order', () => call('orderShow', { params: { orderId } }))
  return order.state
}
