import { createHash, randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { PhotoView } from '@tucai/contract'
import type { WechatPayEmulator } from '../../emulators/wechat-pay/emulator.ts'
import { type Mail, textOf } from '../../server/test/mailbox.ts'
import { marked } from '../../server/test/pictures.ts'
import type { Reply } from '../../server/test/visitor.ts'
import type { Asker } from './asking.ts'

/** Whoever walks the whole way. */
export interface Walker {
  graduateId: string
  identityId: string
  number: string
  name: string
  mail: string
  asker: Asker
  /** Another take is made after the first one. */
  takesTwo: boolean
  paper: boolean
  /** Only looks whether the order is paid, and does not go to the cashier again. */
  isPatient?: boolean
  told: ToldWalker
}

/** What was answered with success, and so must be there afterwards. */
export interface ToldWalker {
  answers: number
  /** Takes by their ids, with the hash of what was sent. */
  takes: Map<string, string>
  /** Hashes of finished photos that were shown. */
  finished: Map<string, string>
  confirmedPhotoId?: string
  order?: { orderId: string; totalFen: number }
  /** When the first cashier was paid, and when the order was seen to be paid. */
  cashierAt?: number
  paidAt?: number
  /** Takes that the product gave up. */
  givenUp: number
  /** How long photos were being developed as the student saw it. */
  waitsMs: number[]
}

export const newToldWalker = (): ToldWalker => ({
  ...{ answers: 0, givenUp: 0, waitsMs: [] },
  ...{ takes: new Map(), finished: new Map() },
})

export interface Town {
  emulator: WechatPayEmulator
  mails: Mail[]
  jpeg: Buffer
}

export const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

const address = { recipient: '林知远', phone: '13800138000', regionCode: '310115', detail: '环湖西一路100号' }

/** From registration to looking everything up. @throws with a sentence when anything but “not now” is in the way */
export async function walk(walker: Walker, town: Town): Promise<void> {
  await goToCamera(walker, town)
  await take(walker, town)
  await goOn(walker, town)
}

/** From registration to the confirmed information. */
export async function goToCamera(walker: Walker, town: Town): Promise<void> {
  await register(walker)
  await signIn(walker, town)
  await agree(walker)
  const contact = { phone: '13800138000', mail: walker.mail }
  await done(walker, 'informationConfirm', { graduateId: walker.graduateId }, contact)
}

/** From the first finished photo to the paid order. */
async function goOn(walker: Walker, town: Town): Promise<void> {
  const params = { graduateId: walker.graduateId }
  const photoId = walker.takesTwo ? await take(walker, town) : [...walker.told.finished.keys()].at(-1)!
  await done(walker, 'photoConfirm', params, { photoId })
  walker.told.confirmedPhotoId = photoId
  const prints = walker.paper ? { paper: true, address, keepAddress: true } : { paper: false }
  await done(walker, 'paperChoose', params, prints)
  const { orderId, totalFen } = (await done(walker, 'orderPlace', params)).body
  walker.told.order = { orderId, totalFen }
  await pay(walker, town, orderId)
  await lookUp(walker)
}

/** One step that must go well. */
async function done({ asker, told }: Walker, name: Parameters<Asker['ask']>[0], params = {}, json?: unknown) {
  const reply = await asker.ask(name, params, { json })
  if (reply.status >= 300) throw new Error(`${name} was answered ${reply.status} ${reply.body?.code}`)
  told.answers += 1
  return reply
}

async function register(walker: Walker): Promise<void> {
  const { number, name, mail, asker } = walker
  for (;;) {
    const { version } = (await done(walker, 'appShow')).body.privacyNotice
    const { consentId } = (await done(walker, 'consentGive', {}, { purpose: 'privacy', version })).body
    const person = { consentId, kind: 'passport', number, name, phone: '13800138000', mail, gender: '男' }
    const reply = await asker.ask('accountRegister', {}, { json: person })
    // The consent was used by an attempt whose answer was lost.
    if (reply.body?.code === 'consent-missing') continue
    if (reply.status >= 300) throw new Error(`accountRegister was answered ${reply.status} ${reply.body?.code}`)
    walker.told.answers += 1
    return
  }
}

/** By the default password on the device that registered; by a code when the answer that made it trusted was lost. */
async function signIn(walker: Walker, town: Town): Promise<void> {
  const { number } = walker
  for (;;) {
    const { body } = await done(walker, 'sessionStart', {}, { number, password: number.slice(-6) })
    if (body.state === 'signed-in') return
    const code = await codeOf(walker, town)
    if (code === undefined) continue
    const json = { challengeId: body.challengeId, code }
    const reply = await walker.asker.ask('sessionConfirm', {}, { json })
    if (reply.status < 300) return
    if (reply.body?.code !== 'code-refused') throw new Error(`sessionConfirm was answered ${reply.body?.code}`)
    if ((await walker.asker.once('collectionList', {}))?.status === 200) return
  }
}

const CODE_WAIT_MS = 60_000

async function codeOf({ mail }: Walker, { mails }: Town): Promise<string | undefined> {
  const seen = mails.length
  for (const until = Date.now() + CODE_WAIT_MS; Date.now() < until; await wait(50)) {
    const found = mails.slice(seen).find((one) => one.to.includes(mail) && /验证码/.test(textOf(one)))
    const code = found && /\b\d{6}\b/.exec(textOf(found))?.[0]
    if (code) return code
  }
  return undefined
}

async function agree(walker: Walker): Promise<void> {
  for (const { purpose, version, given } of (await done(walker, 'consentList')).body)
    if (!given?.stands) await done(walker, 'consentAgree', {}, { purpose, version })
}

/** A take that became a photo. One that was given up, as the app then says, is made anew. */
export async function take(walker: Walker, town: Pick<Town, 'jpeg'>): Promise<string> {
  for (let tried = 1; ; tried++) {
    const photoId = await sendTake(walker, town)
    const begunAt = Date.now()
    const state = await developed(walker, photoId)
    walker.told.waitsMs.push(Date.now() - begunAt)
    if (state === 'finished') {
      walker.told.finished.set(photoId, hashOf(await bytesOf(walker, 'photoFinished', photoId)))
      return photoId
    }
    walker.told.givenUp += 1
    if (state !== 'failed' || tried === 3) throw new Error(`the photo ${photoId} ended ${state}`)
  }
}

async function sendTake({ told, asker, graduateId }: Walker, { jpeg }: Pick<Town, 'jpeg'>): Promise<string> {
  const bytes = marked(jpeg, randomUUID())
  const body = () => {
    const form = new FormData()
    form.append('source', 'camera')
    form.append('photo', new Blob([new Uint8Array(bytes)], { type: 'image/jpeg' }), 'photo.jpg')
    return form
  }
  const sent = await asker.ask('photoSubmit', { graduateId }, { body })
  if (sent.status !== 200) throw new Error(`photoSubmit was answered ${sent.status} ${sent.body?.code}`)
  const { photoId } = sent.body as PhotoView
  told.answers += 1
  told.takes.set(photoId, hashOf(bytes))
  return photoId
}

async function developed(walker: Walker, photoId: string): Promise<PhotoView['state']> {
  for (;;) {
    const reply = await walker.asker.ask('photoShow', { photoId }, { query: '?waitSeconds=2' })
    if (reply.status !== 200) throw new Error(`photoShow was answered ${reply.status} ${reply.body?.code}`)
    walker.told.answers += 1
    if (reply.body.state !== 'developing') return reply.body.state
  }
}

async function bytesOf(walker: Walker, name: 'photoFinished' | 'photoDownload', photoId: string): Promise<Buffer> {
  return (await done(walker, name, { photoId })).bytes
}

/** Goes to the cashier and pays there until the order is seen to be paid. */
async function pay(walker: Walker, { emulator }: Town, orderId: string): Promise<void> {
  for (;;) {
    const started = await walker.asker.ask('paymentStart', { orderId }, { json: { way: 'h5' } })
    // It was paid at a cashier before, whose notice has come meanwhile.
    const isPaid = started.body?.code === 'order-paid'
    if (started.status >= 300 && !isPaid) throw new Error(`paymentStart was answered ${started.body?.code}`)
    const cashier = isPaid ? null : started.body.cashier
    if (cashier !== null) {
      emulator.payH5(cashier.url)
      walker.told.cashierAt ??= Date.now()
    }
    for (let look = 0; look < 20 || walker.isPatient; look++) {
      const { state } = (await done(walker, 'orderShow', { orderId })).body
      if (state !== 'unpaid') {
        walker.told.paidAt = Date.now()
        return
      }
      await wait(walker.isPatient ? 500 : 100)
    }
  }
}

async function lookUp(walker: Walker): Promise<void> {
  const { told, graduateId } = walker
  const photoId = told.confirmedPhotoId!
  const saved = hashOf(await bytesOf(walker, 'photoDownload', photoId))
  if (saved !== told.finished.get(photoId)) throw new Error(`the photo ${photoId} is another one`)
  const shown: Reply = await done(walker, 'collectionShow', { graduateId })
  if (shown.body.step !== 'done') throw new Error(`after paying the step is ${shown.body.step}`)
}
