import { createHash } from 'node:crypto'
import { recordAudit } from '../audit/audits.ts'
import { inTransaction, SYSTEM } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import { FileMissing, type Files } from '../platform/files.ts'
import { candidatesOf, type Packable, sortOut } from './candidates.ts'
import { addFiles, type LeftOut, moveDelivery, settleItems, waitingGraduates } from './deliveries.ts'
import type { Delivery } from './delivery.ts'
import type { ChsiExporter, ExportedFile, ExportOrder, ExportPhoto } from './exporter.ts'
import { packageBase } from './making.ts'

export interface PackingGround extends Pick<Engines, 'db' | 'files' | 'secrets' | 'clock'> {
  exporter: ChsiExporter
}

/** So many photos are read from the disk ahead of the one that is being packed. */
const READ_AHEAD = 8

/**
 * Packs a delivery and lets it be fetched once it is approved. Every byte is read again: a photo that is not the one
 * that was approved stays out. Safe to repeat: the same files are written again.
 */
export async function packDelivery(ground: PackingGround, delivery: Delivery, signal?: AbortSignal): Promise<void> {
  const { db, files, clock } = ground
  const begunAt = performance.now()
  const { packable, left } = await plan(ground, delivery)
  const list = listOf(packable)
  const out = ground.exporter.open(exportOrder(delivery, packable, list))
  let packed = 0
  let made: ExportedFile[] = []
  try {
    for await (const { one, pictures } of readAhead(files, packable)) {
      signal?.throwIfAborted()
      if (pictures === undefined)
        left.push({ graduateId: one.candidate.graduateId, reason: 'bytes-changed', detail: '' })
      else {
        packed += 1
        await out.add({ folder: one.folder, name: one.name, row: list.rowOf(one, packed), pictures })
      }
    }
    if (packed > 0) made = await out.end()
  } catch (error) {
    await out.abort()
    throw error
  }
  const to = packed > 0 ? 'ready' : 'failed'
  await inTransaction(db, SYSTEM, async (tx) => {
    const now = clock.now()
    if (!(await moveDelivery(tx, delivery.id, 'preparing', to, now, performance.now() - begunAt))) return
    await settleItems(tx, delivery.id, left)
    await addFiles(tx, delivery, made)
    await recordAudit(tx, now, SYSTEM, 'delivery-packed', [
      delivery.id,
      ...made.map(({ sha256 }) => `sha256:${sha256}`),
    ])
  })
}

async function plan(
  { db, secrets }: PackingGround,
  delivery: Delivery,
): Promise<{ packable: Packable[]; left: LeftOut[] }> {
  return inTransaction(db, SYSTEM, async (tx) => {
    const candidates = await candidatesOf(tx, delivery.id)
    const sorted = await sortOut(tx, secrets, candidates, delivery.settings)
    const left = sorted.left.map(
      ({ candidate: { graduateId }, reason, detail }): LeftOut => ({ graduateId, reason, detail }),
    )
    const approved = new Set(candidates.map(({ graduateId }) => graduateId))
    for (const graduateId of await waitingGraduates(tx, delivery.id))
      if (!approved.has(graduateId)) left.push({ graduateId, reason: 'approval-gone', detail: '' })
    return { packable: sorted.packable, left }
  })
}

function exportOrder(delivery: Delivery, packable: Packable[], list: List): ExportOrder {
  const { id, number, schoolName, settings, madeAt: at } = delivery
  const { standards, photosPerZip, utf8 } = settings
  return {
    ...{ number, standards, photosPerZip, at, main: standards[0]!, photos: packable.length },
    base: packageBase(schoolName, number, utf8),
    list: settings.list ? list.headings : null,
    keyOf: (position, ending) => `delivery/${id}/${position}.${ending}`,
  }
}

interface List {
  headings: string[]
  rowOf(one: Packable, sequence: number): string[]
}

/** Document numbers are on the list only where they name the files; codes wherever there are some. */
function listOf(packable: Packable[]): List {
  const columns: [heading: string, cell: (one: Packable, sequence: number) => string | null][] = [
    ['序号', (_, sequence) => String(sequence)],
    ['学号', ({ candidate }) => candidate.studentNumber],
    ['姓名', ({ candidate }) => candidate.name],
    ['考生号', ({ candidate }) => candidate.examNumber],
    ['学院', ({ candidate }) => candidate.college],
    ['专业', ({ candidate }) => candidate.major],
    ['班级', ({ candidate }) => candidate.className],
    ['层次', ({ candidate }) => candidate.level],
  ]
  if (packable.some(({ idNumber }) => idNumber !== null)) columns.push(['证件号码', ({ idNumber }) => idNumber])
  if (packable.some(({ code }) => code !== null)) columns.push(['采集码', ({ code }) => code])
  return {
    headings: columns.map(([heading]) => heading),
    rowOf: (one, sequence) => columns.map(([, cell]) => cell(one, sequence) ?? ''),
  }
}

interface Read {
  one: Packable
  /** Undefined where a file is missing, or is not the one on record. */
  pictures: ExportPhoto['pictures'] | undefined
}

async function* readAhead(files: Files, packable: Packable[]): AsyncGenerator<Read> {
  const ahead: Promise<Read>[] = []
  const look = (one: Packable) => {
    const read = readPictures(files, one).then((pictures) => ({ one, pictures }))
    // What goes wrong is met when its turn comes.
    read.catch(() => {})
    ahead.push(read)
  }
  for (const one of packable) {
    look(one)
    if (ahead.length > READ_AHEAD) yield await ahead.shift()!
  }
  for (const read of ahead) yield await read
}

async function readPictures(files: Files, { pictures }: Packable): Promise<Read['pictures']> {
  const read: ExportPhoto['pictures'] = []
  for (const { standard, key, sha256 } of pictures) {
    const bytes = await files.read(key).catch((error: unknown) => {
      if (error instanceof FileMissing) return undefined
      throw error
    })
    if (bytes === undefined || createHash('sha256').update(bytes).digest('hex') !== sha256) return undefined
    read.push({ standard, bytes, sha256 })
  }
  return read
}
