import type { PhotoView } from '@tucai/contract'
import { pathOf } from '@tucai/contract/paths'
import { type Browser, openBrowser } from './browser.ts'
import type { Ground } from './ground.ts'
import type { Recorder } from './recorder.ts'
import { addressOf, type Graduate, type SignedIn } from './students.ts'

const contact = { phone: '13800138000', mail: 'someone@example.org' }

/** The browser of somebody who is signed in. */
export function browserOf(ground: Ground, student: SignedIn, recorder?: Recorder): Browser {
  const cookies = { tucai_session: student.token, tucai_device: student.deviceToken }
  return openBrowser(ground.product.origin, { address: addressOf(student), cookies, recorder })
}

/** From the privacy notice to the confirmed information, with the default password. */
export async function register(ground: Ground, graduate: Graduate, recorder?: Recorder): Promise<Browser> {
  const browser = openBrowser(ground.product.origin, { address: addressOf(graduate), recorder })
  const { call } = browser
  const { number, name, graduateId } = graduate
  const { version } = (await call('appShow', {})).privacyNotice
  const { consentId } = await call('consentGive', { body: { purpose: 'privacy', version } })
  const body = { consentId, kind: 'passport', number, name, gender: '男', ...contact } as const
  await call('accountRegister', { body })
  const started = await call('sessionStart', { body: { number, password: number.slice(-6) } })
  if (started.state !== 'signed-in') throw new Error('the registering device was not remembered')
  await call('collectionList', {})
  for (const { purpose, version, given } of await call('consentList', {}))
    if (!given?.stands) await call('consentAgree', { body: { purpose, version } })
  await call('informationConfirm', { params: { graduateId }, body: contact })
  return browser
}

/** Sends a photo; it is developed later. @throws when it is not taken */
export async function upload(browser: Browser, graduateId: string, jpeg: Buffer): Promise<PhotoView> {
  const form = new FormData()
  form.set('source', 'camera')
  form.set('photo', new Blob([new Uint8Array(jpeg)], { type: 'image/jpeg' }), 'take.jpg')
  const sent = await browser.request(
    pathOf('photoSubmit', { graduateId }),
    { method: 'POST', body: form },
    'photoSubmit (upload)',
  )
  if (!sent.ok) throw new Error(`a photo was answered ${sent.status}`)
  return (await sent.json()) as PhotoView
}

/** Waits as the student’s app does, then fetches the finished photo. */
export async function awaitPhoto({ call, request }: Browser, photo: PhotoView): Promise<PhotoView> {
  let seen = photo
  while (seen.state === 'developing')
    seen = await call('photoShow', { params: { photoId: photo.photoId }, query: { waitSeconds: 20 } })
  if (seen.state === 'finished')
    await request(pathOf('photoFinished', { photoId: photo.photoId }), {}, 'photoFinished (picture)')
  return seen
}

/** From the finished photo to the paid order, by the page of WeChat Pay. Answers the order. */
export async function payFor(
  { emulator }: Ground,
  { call }: Browser,
  graduateId: string,
  photoId: string,
): Promise<string> {
  const params = { graduateId }
  await call('photoConfirm', { params, body: { photoId } })
  await call('paperChoose', { params, body: { paper: false } })
  const { orderId } = await call('orderPlace', { params })
  const { cashier } = await call('paymentStart', { params: { orderId }, body: { way: 'h5' } })
  if (cashier?.kind !== 'wechat-h5') throw new Error('there was no page to go to')
  emulator.payH5(cashier.url)
  return orderId
}
