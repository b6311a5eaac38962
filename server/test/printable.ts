import { createHash, randomBytes } from 'node:crypto'
import type { PrintLayout } from '@tucai/contract'
import sharp from 'sharp'
import { addGraduate } from '../src/graduate/graduates.ts'
import { ensureIdentity } from '../src/identity/identities.ts'
import { parseNumber } from '../src/identity/identity.ts'
import { addOrder, moveOrder, orderOf } from '../src/order/orders.ts'
import { photoKey } from '../src/photo/photo.ts'
import { addPhoto, endDeveloping, photoOf } from '../src/photo/photos.ts'
import { inTransaction, SYSTEM } from '../src/platform/db.ts'
import type { Engines } from '../src/platform/engines.ts'
import { newId } from '../src/platform/ids.ts'
import { decideReview, submitForReview } from '../src/review/reviews.ts'

/** An order that a print room may take, and what it is made of. */
export interface Printable {
  orderId: string
  orderNumber: string
  graduateId: string
  photoId: string
  master: Buffer
  masterKey: string
}

export interface PrintableOptions {
  name?: string
  college?: string
  className?: string
  studentNumber?: string
  printSets?: number
  /** The picture of the print master; one of its own colour when none is given. */
  master?: Buffer
  approved?: boolean
  /** False: the order has been placed, nobody has paid. */
  paid?: boolean
}

type Ground = Pick<Engines, 'db' | 'secrets' | 'files' | 'clock'>
let made = 0

/**
 * A paid order with prints to fetch at school and an approved photo, put on record directly: developing a photo and
 * paying for it take seconds, and a print room’s tests need dozens.
 */
export async function aPrintableOrder(
  { db, secrets, files, clock }: Ground,
  { campaignId, schoolId }: { campaignId: string; schoolId: string },
  options: PrintableOptions = {},
): Promise<Printable> {
  made += 1
  const now = clock.now()
  const photoId = newId('pho')
  const master = options.master ?? (await aMaster(made))
  const keys = { original: photoKey(photoId, 'original.bin'), finished: photoKey(photoId, 'finished.jpg') }
  const masterKey = photoKey(photoId, 'master.jpg')
  await files.write(masterKey, master)
  await files.write(keys.finished, master)
  const sha256 = createHash('sha256').update(master).digest('hex')
  const { name = '林知远', college = '信息工程学院', className = '软件2301', printSets = 1 } = options
  const studentNumber = options.studentNumber ?? `2023${randomBytes(5).toString('hex')}`
  return inTransaction(db, SYSTEM, async (tx) => {
    const identityId = await ensureIdentity(
      tx,
      secrets,
      parseNumber('passport', `P${randomBytes(6).toString('hex').toUpperCase()}`, now),
    )
    const enrolment = { college, className, major: '软件工程', level: '本科', studyYears: '4', graduationYear: 2027 }
    const person = { name, gender: '男', studentNumber, identityId, campaignId, schoolId }
    const graduateId = await addGraduate(tx, { ...enrolment, ...person })
    const original = { originalKey: keys.original, originalSha256: randomBytes(32).toString('hex'), originalBytes: 1 }
    const take = { id: photoId, graduateId, identityId, schoolId, standard: 'chsi-2017-blue', takenAt: now }
    await addPhoto(tx, { ...take, source: 'camera', ...original })
    const finished = { key: keys.finished, sha256 }
    const record = { findings: [], geometry: null, record: null, finished, master: { key: masterKey, sha256 } }
    await endDeveloping(tx, photoId, { state: 'finished', ...record }, now)
    const review = await submitForReview(tx, (await photoOf(tx, photoId))!, now)
    if (options.approved !== false) await decideReview(tx, review, { to: 'approved' }, null, now)
    const lines = [
      { kind: 'paper' as const, zh: '纸质版照片', en: 'Paper prints', quantity: printSets, amountFen: 1500 },
    ]
    const rest = { kind: 'collection' as const, address: null, lines, schoolFen: 0, expiresAt: now }
    const chosen = { printSets, delivery: 'station' as const }
    const orderId = await addOrder(tx, secrets, { graduateId, identityId, schoolId, photoId, ...rest, ...chosen }, now)
    if (options.paid !== false) await moveOrder(tx, orderId, 'unpaid', 'paid', now)
    const { number } = (await orderOf(tx, secrets, orderId))!
    return { orderId, orderNumber: number, graduateId, photoId, master, masterKey }
  })
}

/** A plain picture of the size of a print master, whose bytes are nobody else’s. */
export function aMaster(seed: number, widthPx = 960, heightPx = 1280): Promise<Buffer> {
  const background = { r: (seed * 37) % 256, g: (seed * 71) % 256, b: (seed * 113 + (seed >> 8)) % 256 }
  return sharp({ create: { width: widthPx, height: heightPx, channels: 3, background } })
    .jpeg({ quality: 95 })
    .toBuffer()
}

/** The layout with captions under photos, so that a name has to be printed. */
export const captioned: PrintLayout = {
  ...{ paper: '6in', mode: 'per-student', prints: [{ size: '33x48', count: 4 }], captionAt: 'photo' },
  ...{ lines: ['{name} {studentNumber}'], barcode: true, gapMm: 2, marginMm: 2 },
}
