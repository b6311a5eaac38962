import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { type DeliverySettings, type DeliveryView, pathOf } from '@tucai/contract'
import { sql } from 'kysely'
import { usualFees } from '../server/src/campaign/campaign.ts'
import { addCampaign, addSchool } from '../server/src/campaign/campaigns.ts'
import { ensureIdentity } from '../server/src/identity/identities.ts'
import { parseNumber } from '../server/src/identity/identity.ts'
import { derivativeKey, photoKey } from '../server/src/photo/photo.ts'
import { inTransaction, openDatabase, SYSTEM, type Tx } from '../server/src/platform/db.ts'
import { runningServerUrls } from '../server/src/platform/postgres/run-record.ts'
import { openSecrets } from '../server/src/platform/secrets.ts'
import { goodPhoto, marked } from '../server/test/pictures.ts'
import { cpuMsOfTree } from './bench/cpu-time.ts'
import { peakMemory, sum, type Usage } from './bench/memory.ts'
import { type RunningProduct, startProduct } from './bench/running-product.ts'
import { aStaffSession, type StaffAsk, staffAsk } from './bench/staff.ts'
import { table } from './bench/table.ts'

/**
 * A delivery from outside, on a product of its own: from the request until the package can be fetched, and the fetching.
 *   npm run delivery-bench [-- --photos 20000 --degree]
 * Bars for 20,000 photos: 60 s and 300 MB. What is held against the 300 MB is what packing takes: the process that packs,
 * with all that the server and PostgreSQL take more than at rest, at the moment when the three together are highest. What
 * the product takes at rest is shown beside it. Memory is proportional (what processes share counts once); the photo and
 * document workers have no part in it and are shown apart.
 * The photos are on record as approved, and what is derived from them is there, as it is made at approval. `--degree`
 * packs the degree photos beside.
 */
const wholeRunWithinMs = 15 * 60_000
const bars = { seconds: 60, bytes: 300_000_000 }
const idle = 'photo and document workers (idle)'
const packing = 'the process that packs'
const main = 'chsi-2017-blue'
const degree = 'degree-tongji'
const PHOTO_BYTES = 37_000

async function run(): Promise<void> {
  const { values } = parseArgs({
    options: { photos: { type: 'string', default: '20000' }, degree: { type: 'boolean', default: false } },
  })
  const photos = Number(values.photos)
  if (!Number.isInteger(photos) || photos < 1 || photos > 50_000) throw new Error('--photos 1 to 50000')
  const standards = values.degree ? [main, degree] : [main]
  console.log(`starting a product of its own (${cpus().length} CPUs, Node ${process.version}) …`)
  const product = await startProduct()
  const timer = setTimeout(() => void product.stop().then(() => process.exit(1)), wholeRunWithinMs)
  try {
    console.log(`putting ${photos} approved photos on record …`)
    const centre = await approvedPhotos(product, photos, standards)
    const cpuBefore = cpuMsOfTree(product.processId) ?? Number.NaN
    const begunAt = performance.now()
    const { result: delivery, ...memory } = await peakMemory(product.processId, kindOf, () =>
      packed(centre, { ...settings, standards }),
    )
    const seconds = (performance.now() - begunAt) / 1000
    const cpuSeconds = ((cpuMsOfTree(product.processId) ?? Number.NaN) - cpuBefore) / 1000
    await centre.approve(delivery)
    const fetchedAt = performance.now()
    const { result: fetched, peakOfAll } = await peakMemory(product.processId, kindOf, () => fetchAll(centre, delivery))
    const fetching = { seconds: (performance.now() - fetchedAt) / 1000, ...fetched, peakOfAll }
    report(photos, delivery, { seconds, cpuSeconds, fetching }, memory)
  } finally {
    clearTimeout(timer)
    await product.stop()
  }
}

const settings: Omit<DeliverySettings, 'standards'> = {
  ...{ scope: 'all', target: 'chsi', fileName: '{examNo}_{studentNo}', folder: '{college}/{class}' },
  ...{ list: true, photosPerZip: 2000, utf8: true },
}

interface Centre {
  campaignId: string
  ask: StaffAsk
  /** The second person’s word. */
  approve(delivery: DeliveryView): Promise<void>
}

async function approvedPhotos(
  { origin, dataFolder }: RunningProduct,
  photos: number,
  standards: string[],
): Promise<Centre> {
  const urls = runningServerUrls(dataFolder)
  if (urls === undefined) throw new Error('the product runs no PostgreSQL of its own')
  const db = openDatabase(urls.app, { connections: 4 })
  const now = new Date()
  try {
    const campaign = await inTransaction(db, SYSTEM, async (tx) => {
      const schoolId = await addSchool(tx, '交付测试大学')
      const times = { opensAt: now, closesAt: new Date(now.getTime() + 86_400_000) }
      const fees = { ...usualFees, collectionFeeFen: 2000, paperFeeFen: 1500 }
      const rest = { title: '2027届毕业生图像采集', fileAllowed: true, standard: main }
      return { schoolId, campaignId: await addCampaign(tx, { schoolId, ...times, ...fees, ...rest }) }
    })
    const secrets = openSecrets(join(dataFolder, 'keys'))
    const identityId = await inTransaction(db, SYSTEM, (tx) =>
      ensureIdentity(tx, secrets, parseNumber('passport', 'E12345678', now)),
    )
    const place = join(dataFolder, 'files')
    for (let first = 0; first < photos; first += 500) {
      const some = Array.from({ length: Math.min(500, photos - first) }, (_, at) => first + at)
      const made = await Promise.all(some.map((nth) => writePictures(place, nth, standards)))
      await inTransaction(db, SYSTEM, (tx) => record(tx, { ...campaign, identityId }, made, now))
    }
    const [own, other] = await inTransaction(db, SYSTEM, async (tx) => [
      await aStaffSession(tx, 'delivery-bench-one', 'administrator', now),
      await aStaffSession(tx, 'delivery-bench-two', 'administrator', now),
    ])
    const ask = staffAsk(origin, own)
    return {
      ...{ campaignId: campaign.campaignId, ask },
      async approve({ deliveryId }) {
        const list = await (await staffAsk(origin, other)('GET', pathOf('approvalList'))).json()
        const { approvalId } = (list as { subject: string; approvalId: string }[]).find(
          (one) => one.subject === deliveryId,
        )!
        await staffAsk(origin, other)('POST', pathOf('approvalDecide', { approvalId }), { approve: true })
      },
    }
  } finally {
    await db.close()
  }
}

interface Made {
  nth: number
  photoId: string
  pictures: { standard: string; key: string; sha256: string; bytes: number }[]
}

/** Pictures of the size of finished photos, no two alike; written without waiting for the disk, which is not what is measured. */
async function writePictures(place: string, nth: number, standards: string[]): Promise<Made> {
  const photoId = `pho_bench${nth}`
  const filling = (await goodPhoto()).subarray(0, PHOTO_BYTES)
  const pictures = await Promise.all(
    standards.map(async (standard) => {
      const bytes = marked(filling, `${nth} ${standard}`)
      const key = standard === main ? photoKey(photoId, 'finished.jpg') : derivativeKey(photoId, standard)
      await mkdir(dirname(join(place, key)), { recursive: true })
      await writeFile(join(place, key), bytes)
      return { standard, key, sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length }
    }),
  )
  return { nth, photoId, pictures }
}

/** One person stands for all: a number is opened once for each, as for different ones. */
async function record(
  tx: Tx,
  { campaignId, schoolId, identityId }: { campaignId: string; schoolId: string; identityId: string },
  made: Made[],
  now: Date,
): Promise<void> {
  const rows = JSON.stringify(
    made.map(({ nth, photoId, pictures }) => ({
      ...{ nth, photoid: photoId, key: pictures[0]!.key, sha256: pictures[0]!.sha256 },
      ...{ name: `${'林王李张刘陈杨赵'[nth % 8]}${'知晓思子雨佳'[nth % 6]}${'远明涵轩欣怡宁'[nth % 7]}` },
    })),
  )
  const given = sql`FROM jsonb_to_recordset(${rows}::jsonb) AS m(nth int, photoid text, key text, sha256 text, name text)`
  // One person may be on a roster once; whoever was withdrawn does not count.
  await sql`INSERT INTO identity (id, kind, number_sealed, number_index)
    SELECT 'idn_bench' || m.nth, 'passport', i.number_sealed, 'bench' || m.nth ${given}, identity i
    WHERE i.id = ${identityId}`.execute(tx)
  await sql`INSERT INTO graduate (id, school_id, campaign_id, identity_id, name, gender, college, major, class_name,
      student_number, level, study_years, graduation_year, extra)
    SELECT 'grd_bench' || m.nth, ${schoolId}, ${campaignId}, 'idn_bench' || m.nth, m.name, '男',
      '第' || (m.nth % 9 + 1) || '学院', '软件工程', '软件23' || lpad((m.nth % 40)::text, 2, '0'), '2023' || lpad(m.nth::text, 6, '0'),
      '本科', '4', 2027, jsonb_build_object('examNumber', '2331010115' || lpad(m.nth::text, 5, '0')) ${given}`.execute(
    tx,
  )
  await sql`INSERT INTO photo (id, graduate_id, identity_id, school_id, source, standard, state, taken_at, original_key,
      original_sha256, original_bytes, finished_key, finished_sha256)
    SELECT m.photoid, 'grd_bench' || m.nth, 'idn_bench' || m.nth, ${schoolId}, 'camera', ${main}, 'finished', ${now}::timestamptz,
      'photo/' || m.photoid || '/original.bin', m.sha256, 1, m.key, m.sha256 ${given}`.execute(tx)
  await sql`INSERT INTO review (id, graduate_id, identity_id, school_id, campaign_id, photo_id, original_sha256,
      finished_sha256, state, submitted_at, decided_at)
    SELECT 'rev_bench' || m.nth, 'grd_bench' || m.nth, 'idn_bench' || m.nth, ${schoolId}, ${campaignId}, m.photoid,
      m.sha256, m.sha256, 'approved', ${now}::timestamptz, ${now}::timestamptz ${given}`.execute(tx)
  const derived = JSON.stringify(
    made.flatMap(({ photoId, nth, pictures }) => pictures.map((one) => ({ ...one, nth, photoid: photoId }))),
  )
  await sql`INSERT INTO derivative (photo_id, standard, identity_id, school_id, finished_sha256, key, sha256, bytes, made_at)
    SELECT d.photoid, d.standard, 'idn_bench' || d.nth, ${schoolId}, p.finished_sha256, d.key, d.sha256, d.bytes, ${now}::timestamptz
    FROM jsonb_to_recordset(${derived}::jsonb) AS d(photoid text, nth int, standard text, key text, sha256 text, bytes int)
    JOIN photo p ON p.id = d.photoid`.execute(tx)
}

async function packed({ campaignId, ask }: Centre, body: DeliverySettings): Promise<DeliveryView> {
  let delivery = (await (await ask('POST', pathOf('deliveryMake', { campaignId }), body)).json()) as DeliveryView
  while (delivery.state === 'preparing') {
    await new Promise((resolve) => setTimeout(resolve, 250))
    const list = (await (await ask('GET', pathOf('deliveryList', { campaignId }))).json()) as DeliveryView[]
    delivery = list.find(({ deliveryId }) => deliveryId === delivery.deliveryId)!
  }
  if (delivery.state !== 'ready') throw new Error(`the delivery is ${delivery.state}`)
  return delivery
}

/** Fetches every file and holds it against the hash on record. */
async function fetchAll({ ask }: Centre, { deliveryId }: DeliveryView): Promise<{ bytes: number; files: number }> {
  const { files } = (await (await ask('GET', pathOf('deliveryShow', { deliveryId }))).json()) as {
    files: { fileId: string; name: string; sha256: string }[]
  }
  let bytes = 0
  for (const { fileId, name, sha256 } of files) {
    const hash = createHash('sha256')
    const { body } = await ask('GET', pathOf('deliveryFile', { deliveryId, fileId }))
    for await (const chunk of body!) {
      hash.update(chunk as Uint8Array)
      bytes += (chunk as Uint8Array).length
    }
    if (hash.digest('hex') !== sha256) throw new Error(`${name} is not what its record says`)
  }
  return { bytes, files: files.length }
}

function kindOf(commandLine: string): string {
  if (commandLine.includes('postgres')) return 'PostgreSQL'
  if (commandLine.includes('packing-worker.ts')) return packing
  if (/worker\.ts/.test(commandLine)) return idle
  return 'server'
}

interface Run {
  seconds: number
  cpuSeconds: number
  fetching: { seconds: number; bytes: number; files: number; peakOfAll: Usage }
}

function own({ [idle]: _, ...rest }: Usage): Usage {
  return rest
}

function report(
  photos: number,
  delivery: DeliveryView,
  { seconds, cpuSeconds, fetching }: Run,
  { before, peaks, peakOfAll }: { before: Usage; peaks: Usage; peakOfAll: Usage },
): void {
  const megabytes = (bytes = 0) => (bytes / 1e6).toFixed(0)
  const taken = sum(own(peakOfAll)) - sum(own(before))
  const share = (kind: string) => `${megabytes(before[kind])} + ${megabytes(peakOfAll[kind]! - (before[kind] ?? 0))}`
  console.log(
    `\n${table(
      ['a delivery', 'measured', 'bar for 20,000'],
      [
        ['photos', String(delivery.photos), ''],
        ['standards', delivery.settings.standards.join(', '), ''],
        ['seconds until it can be fetched', seconds.toFixed(1), String(bars.seconds)],
        ['  of which packing', ((delivery.tookMs ?? 0) / 1000).toFixed(1), ''],
        ['CPU seconds', cpuSeconds.toFixed(1), ''],
        ['MB that packing takes', megabytes(taken), megabytes(bars.bytes)],
        ['  on top of the product at rest', megabytes(sum(own(before))), ''],
        ['  both together', megabytes(sum(own(peakOfAll))), ''],
        ...Object.keys(own(peakOfAll)).map((kind) => [`  ${kind}, at rest + more`, share(kind), '']),
        [`  ${packing}, its own peak`, megabytes(peaks[packing]), ''],
        [idle, megabytes(peakOfAll[idle]), ''],
        ['zips, and files in all', `${delivery.zips}, ${fetching.files}`, ''],
        ['MB in them', megabytes(fetching.bytes), ''],
        ['seconds to fetch them all', fetching.seconds.toFixed(1), ''],
        ['peak MB meanwhile', megabytes(sum(own(fetching.peakOfAll))), ''],
        ['left out', String(delivery.leftOut), ''],
      ],
    )}`,
  )
  if (delivery.photos !== photos) throw new Error('not all photos are in it')
  if (photos >= 20_000 && (seconds > bars.seconds || taken > bars.bytes)) process.exitCode = 1
}

await run()
