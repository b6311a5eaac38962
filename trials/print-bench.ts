import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { parseArgs } from 'node:util'
import { type PrintBatchView, pathOf } from '@tucai/contract'
import { drawPerson } from '@tucai/portrait/drawn-person'
import sharp from 'sharp'
import { usualFees } from '../server/src/campaign/campaign.ts'
import { addCampaign, addSchool } from '../server/src/campaign/campaigns.ts'
import { inTransaction, openDatabase, SYSTEM } from '../server/src/platform/db.ts'
import { folderFiles } from '../server/src/platform/files-folder.ts'
import { runningServerUrls } from '../server/src/platform/postgres/run-record.ts'
import { openSecrets } from '../server/src/platform/secrets.ts'
import { aPrintableOrder } from '../server/test/printable.ts'
import { cpuMsOfTree } from './bench/cpu-time.ts'
import { peakMemory, sum, type Usage } from './bench/memory.ts'
import { type RunningProduct, startProduct } from './bench/running-product.ts'
import { aStaffSession, type StaffAsk, staffAsk } from './bench/staff.ts'
import { table } from './bench/table.ts'

/**
 * A print job from outside, on a product of its own: from the request for a batch until its PDF can be downloaded.
 *   npm run print-bench [-- --students 1000 --masters 50]
 * Bars for 1,000 students: 120 s, 500 MB. Memory is proportional (what processes share counts once). The photo and
 * document workers have no part in it and are shown apart.
 */
const wholeRunWithinMs = 12 * 60_000
const bars = { seconds: 120, bytes: 500_000_000 }
const idle = 'photo and document workers (idle)'

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { students: { type: 'string', default: '1000' }, masters: { type: 'string', default: '50' } },
  })
  const [students, masters] = [within(values.students, 1, 5000), within(values.masters, 1, 500)]
  console.log(`drawing ${masters} print masters …`)
  const pictures = await drawnMasters(masters)
  console.log(`starting a product of its own (${cpus().length} CPUs, Node ${process.version}) …`)
  const product = await startProduct()
  const timer = setTimeout(() => void product.stop().then(() => process.exit(1)), wholeRunWithinMs)
  try {
    const room = await printRoom(product, students, pictures)
    const cpuBefore = cpuMsOfTree(product.processId) ?? Number.NaN
    const begunAt = performance.now()
    const { result: batch, ...memory } = await peakMemory(product.processId, kindOf, () => printed(room))
    const seconds = (performance.now() - begunAt) / 1000
    const pdf = Buffer.from(
      await (await room.ask('GET', pathOf('printBatchPdf', { batchId: batch.batchId }))).arrayBuffer(),
    )
    report(
      students,
      batch,
      { seconds, cpuSeconds: ((cpuMsOfTree(product.processId) ?? Number.NaN) - cpuBefore) / 1000, pdf },
      memory,
    )
  } finally {
    clearTimeout(timer)
    await product.stop()
  }
}

function within(text: string, least: number, most: number): number {
  const number = Number(text)
  if (Number.isInteger(number) && number >= least && number <= most) return number
  throw new Error(`a number from ${least} to ${most} is expected, not ${text}`)
}

/** Drawing a person takes seconds: each is photographed in five exposures. */
const exposures = [0.9, 0.95, 1, 1.05, 1.1]

async function drawnMasters(count: number): Promise<Buffer[]> {
  const size = { width: 960, height: 1280, channels: 3 } as const
  const masters: Buffer[] = []
  for (let seed = 1; masters.length < count; seed++) {
    const { rgb } = drawPerson({ seed, faceWidthShare: 0.44, eyesAtY: 0.4 }, { widthPx: 960, heightPx: 1280 })
    const person = Buffer.from(rgb.buffer, rgb.byteOffset, rgb.byteLength)
    for (const brightness of exposures)
      masters.push(await sharp(person, { raw: size }).modulate({ brightness }).jpeg({ quality: 95 }).toBuffer())
  }
  return masters.slice(0, count)
}

interface Room {
  campaignId: string
  ask: StaffAsk
}

/** Puts the paid orders on record and signs somebody of the print room in. */
async function printRoom({ origin, dataFolder }: RunningProduct, students: number, pictures: Buffer[]): Promise<Room> {
  const urls = runningServerUrls(dataFolder)
  if (urls === undefined) throw new Error('the product runs no PostgreSQL of its own')
  const db = openDatabase(urls.app, { connections: 8 })
  const secrets = openSecrets(join(dataFolder, 'keys'))
  const files = { ...folderFiles(join(dataFolder, 'files')), write: writeQuickly.bind(null, join(dataFolder, 'files')) }
  const clock = { now: () => new Date() }
  const now = clock.now()
  try {
    const { campaign, token } = await inTransaction(db, SYSTEM, async (tx) => {
      const schoolId = await addSchool(tx, '冲印测试大学')
      const times = { opensAt: now, closesAt: new Date(now.getTime() + 86_400_000) }
      const fees = { ...usualFees, collectionFeeFen: 2000, paperFeeFen: 1500 }
      const rest = { title: '2027届毕业生图像采集', fileAllowed: true, standard: 'chsi-2017-blue' }
      const campaignId = await addCampaign(tx, { schoolId, ...times, ...fees, ...rest })
      return { campaign: { campaignId, schoolId }, token: await aStaffSession(tx, 'print-bench', 'print', now) }
    })
    console.log(`putting ${students} paid orders on record …`)
    const place = (nth: number) =>
      aPrintableOrder({ db, secrets, files, clock }, campaign, {
        name: `${'林王李张刘陈杨赵'[nth % 8]}${'知晓思子雨佳'[nth % 6]}${'远明涵轩欣怡宁'[nth % 7]}`,
        college: `第${(nth % 5) + 1}学院`,
        className: `软件23${String((nth % 12) + 1).padStart(2, '0')}`,
        master: pictures[nth % pictures.length]!,
      })
    // Eight at a time: each waits for its commit to be on the disk.
    for (let first = 0; first < students; first += 8)
      await Promise.all(Array.from({ length: Math.min(8, students - first) }, (_, i) => place(first + i)))
    return { campaignId: campaign.campaignId, ask: staffAsk(origin, token) }
  } finally {
    await db.close()
  }
}

/** The product's own way waits for the disk, which is not what is measured here. */
async function writeQuickly(folder: string, key: string, source: Uint8Array | Readable): Promise<void> {
  const path = join(folder, key)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, source)
}

async function printed({ campaignId, ask }: Room): Promise<PrintBatchView> {
  let batch = (await (await ask('POST', pathOf('printBatchMake', { campaignId }), {})).json()) as PrintBatchView
  while (batch.state === 'preparing') {
    await new Promise((resolve) => setTimeout(resolve, 250))
    const list = (await (await ask('GET', pathOf('printBatchList', { campaignId }))).json()) as PrintBatchView[]
    batch = list.find(({ batchId }) => batchId === batch.batchId)!
  }
  if (batch.state !== 'ready') throw new Error(`the batch is ${batch.state}`)
  return batch
}

function kindOf(commandLine: string): string {
  if (commandLine.includes('sheet-worker')) return 'sheet worker'
  if (commandLine.includes('postgres')) return 'PostgreSQL'
  if (/worker\.ts/.test(commandLine)) return idle
  return 'server'
}

interface Run {
  seconds: number
  cpuSeconds: number
  pdf: Buffer
}

interface Memory {
  before: Usage
  peaks: Usage
  peakOfAll: Usage
}

function report(
  students: number,
  batch: PrintBatchView,
  { seconds, cpuSeconds, pdf }: Run,
  { before, peaks, peakOfAll }: Memory,
): void {
  const megabytes = (bytes = 0) => (bytes / 1e6).toFixed(0)
  const { pages, pictures } = contents(pdf)
  const { [idle]: idleBytes = 0, ...own } = peakOfAll
  const { [idle]: _, ...ownBefore } = before
  console.log(
    `\n${table(
      ['a print job', 'measured', 'bar for 1,000'],
      [
        ['students', String(students), ''],
        ['seconds', seconds.toFixed(1), String(bars.seconds)],
        ['CPU seconds', cpuSeconds.toFixed(1), ''],
        ['peak MB of all its processes together', megabytes(sum(own)), megabytes(bars.bytes)],
        ['  before the job', megabytes(sum(ownBefore)), ''],
        ...Object.keys(own).map((kind) => [`  ${kind}, its own peak`, megabytes(peaks[kind]), '']),
        [idle, megabytes(idleBytes), ''],
        ['PDF MB', megabytes(pdf.length), ''],
        ['pages (cover + sheets)', `${pages} (${batch.coverPages} + ${batch.sheets})`, ''],
        ['pictures in it, and different ones', `${pictures.length}, ${new Set(pictures).size}`, ''],
        ['stopped', String(batch.stopped), ''],
      ],
    )}`,
  )
  if (pages !== batch.coverPages + batch.sheets) throw new Error('the PDF has not the pages it says')
  if (students >= 1000 && (seconds > bars.seconds || sum(own) > bars.bytes)) process.exitCode = 1
}

/** How many pages a PDF of hundreds of megabytes has, and the hash of each picture in it. */
function contents(pdf: Buffer): { pages: number; pictures: string[] } {
  let pages = 0
  for (let at = pdf.indexOf('/Type /Page\n'); at >= 0; at = pdf.indexOf('/Type /Page\n', at + 1)) pages++
  const pictures: string[] = []
  for (let at = pdf.indexOf('/Subtype /Image'); at >= 0; at = pdf.indexOf('/Subtype /Image', at + 1)) {
    const from = pdf.indexOf('stream\n', at) + 7
    const length = Number(/\/Length (\d+)/.exec(pdf.subarray(at, from).toString('latin1'))?.[1])
    pictures.push(
      createHash('sha256')
        .update(pdf.subarray(from, from + length))
        .digest('hex'),
    )
  }
  return { pages, pictures }
}

await main()
