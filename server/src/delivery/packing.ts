import { recordAudit } from '../audit/audits.ts'
import { inTransaction, SYSTEM } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import { candidatesOf } from './candidates.ts'
import { addFiles, type LeftOut, moveDelivery, settleItems } from './deliveries.ts'
import type { Delivery } from './delivery.ts'
import type { ExportedFile, ExportOrder } from './exporter.ts'
import { packageBase } from './making.ts'
import type { PackedPhoto, Packer } from './packer.ts'
import { type Packable, type Sorting, sortOut, type Within } from './sorting-out.ts'

export interface PackingGround extends Pick<Engines, 'db' | 'files' | 'secrets' | 'clock'> {
  packer: Packer
}

/**
 * Packs a delivery and lets it be fetched once it is approved. Every byte is read again: a photo that is not the one
 * that was approved stays out. Safe to repeat: it begins with an empty place, and leaves one when it fails.
 */
export async function packDelivery(ground: PackingGround, delivery: Delivery, signal?: AbortSignal): Promise<void> {
  const { db, files, secrets, clock } = ground
  const begunAt = performance.now()
  const within: Within = (work) => inTransaction(db, SYSTEM, work)
  const meant = await within((tx) => candidatesOf(tx, delivery.id))
  const sorting = await sortOut(within, secrets, meant, delivery.settings)
  const place = `delivery/${delivery.id}`
  await files.removeAll(place)
  const made = await makeFiles(ground.packer, delivery, place, sorting, signal).catch(async (error: unknown) => {
    await files.removeAll(place)
    throw error
  })
  if (made.files.length === 0) await files.removeAll(place)
  const handled = new Set([...made.packed, ...made.left.map(({ graduateId }) => graduateId)])
  const gone = meant.graduateIds
    .filter((graduateId) => !handled.has(graduateId))
    .map((graduateId): LeftOut => ({ graduateId, reason: 'approval-gone', detail: '' }))
  await within(async (tx) => {
    const now = clock.now()
    const to = made.files.length > 0 ? 'ready' : 'failed'
    if (!(await moveDelivery(tx, delivery.id, 'preparing', to, now, performance.now() - begunAt))) return
    await settleItems(tx, delivery.id, [...made.left, ...gone])
    await addFiles(tx, delivery, made.files)
    const hashes = made.files.map(({ sha256 }) => `sha256:${sha256}`)
    await recordAudit(tx, now, SYSTEM, 'delivery-packed', [delivery.id, ...hashes])
  })
}

interface Made {
  files: ExportedFile[]
  packed: string[]
  left: LeftOut[]
}

async function makeFiles(
  packer: Packer,
  delivery: Delivery,
  place: string,
  sorting: Sorting,
  signal: AbortSignal | undefined,
): Promise<Made> {
  const columns = columnsOf(delivery, sorting)
  const out = await packer.open(exportOrder(delivery, place, sorting, columns))
  const giveUp = () => void out.close()
  signal?.addEventListener('abort', giveUp, { once: true })
  const packed: string[] = []
  const left: LeftOut[] = []
  try {
    for await (const page of sorting.pages()) {
      signal?.throwIfAborted()
      const changed = new Set((await out.add(page.packable.map((one) => toPack(one, columns)))).changed)
      for (const { candidate } of page.packable) {
        const { graduateId } = candidate
        if (changed.has(graduateId)) left.push({ graduateId, reason: 'bytes-changed', detail: '' })
        else packed.push(graduateId)
      }
      left.push(...page.left)
    }
    return { files: await out.end(), packed, left }
  } finally {
    signal?.removeEventListener('abort', giveUp)
    await out.close()
  }
}

function toPack({ candidate, folder, name, ...one }: Packable, columns: Column[]): PackedPhoto {
  const pictures = one.pictures.map(({ standard, key, sha256 }) => ({ standard, key, sha256 }))
  const row = columns.map(([, cell]) => cell({ candidate, folder, name, ...one }) ?? '')
  return { graduateId: candidate.graduateId, folder, name, row, pictures }
}

function exportOrder(delivery: Delivery, place: string, { photos }: Sorting, columns: Column[]): ExportOrder {
  const { number, schoolName, settings, madeAt: at } = delivery
  const { standards, photosPerZip, utf8 } = settings
  return {
    ...{ number, standards, photosPerZip, at, main: standards[0]!, photos, place },
    base: packageBase(schoolName, number, utf8),
    list: settings.list ? columns.map(([heading]) => heading) : null,
  }
}

type Column = [heading: string, cell: (one: Packable) => string | null]

/** Document numbers are on the list only where they name the files; codes wherever there are some. */
function columnsOf({ settings }: Delivery, { hasCodes, hasNumbers }: Sorting): Column[] {
  if (!settings.list) return []
  const columns: Column[] = [
    ['学号', ({ candidate }) => candidate.studentNumber],
    ['姓名', ({ candidate }) => candidate.name],
    ['考生号', ({ candidate }) => candidate.examNumber],
    ['学院', ({ candidate }) => candidate.college],
    ['专业', ({ candidate }) => candidate.major],
    ['班级', ({ candidate }) => candidate.className],
    ['层次', ({ candidate }) => candidate.level],
  ]
  if (hasNumbers) columns.push(['证件号码', ({ idNumber }) => idNumber])
  if (hasCodes) columns.push(['采集码', ({ code }) => code])
  return columns
}
