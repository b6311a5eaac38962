import { cpus } from 'node:os'
import { buffer } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { checkCharacter, pathOf, type RosterView } from '@tucai/contract'
import { addCampaign, addSchool } from '../server/src/campaign/campaigns.ts'
import { inTransaction, openDatabase, SYSTEM } from '../server/src/platform/db.ts'
import { runningServerUrls } from '../server/src/platform/postgres/run-record.ts'
import { csvStream } from '../server/src/platform/sheets/write-csv.ts'
import { xlsxStream } from '../server/src/platform/sheets/write-xlsx.ts'
import { addStaff } from '../server/src/staff/staff-members.ts'
import { startStaffSession } from '../server/src/staff/staff-sessions.ts'
import { cpuMsOfTree } from './bench/cpu-time.ts'
import { peakMemory, type Usage } from './bench/memory.ts'
import { type RunningProduct, startProduct } from './bench/running-product.ts'
import { table } from './bench/table.ts'

/**
 * A school's roster from outside, on a product of its own: uploaded, tried, accepted, and tried once more beside what is
 * then on record.
 *   npm run roster-bench [-- --rows 100000 --format xlsx|csv]
 * Bars for a dry run of 100,000 rows: 30 s from the upload to its end, and 500 MB that it takes besides what the server
 * has taken before. Memory is proportional (what processes share counts once): the server and the process that reads the
 * sheet; the database is shown apart.
 */
const bars = { seconds: 30, bytes: 500_000_000 }
const HEADINGS = [
  '学号',
  '姓名',
  '性别',
  '证件类型',
  '证件号码',
  '学院',
  '专业',
  '班级',
  '层次',
  '学制',
  '毕业年份',
  '考生号',
]

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { rows: { type: 'string', default: '100000' }, format: { type: 'string', default: 'xlsx' } },
  })
  const rowCount = Number(values.rows)
  if (!Number.isInteger(rowCount) || rowCount < 1 || rowCount > 100_000) throw new Error('--rows is from 1 to 100000')
  const columns = HEADINGS.map((title) => ({ title }))
  const file = await buffer(
    values.format === 'csv'
      ? csvStream([HEADINGS, ...people(rowCount)])
      : xlsxStream('名单', columns, people(rowCount)),
  )
  console.log(
    `${rowCount} rows, ${(file.length / 1e6).toFixed(1)} MB of ${values.format}; ${cpus().length} CPUs, Node ${process.version}`,
  )
  const product = await startProduct()
  try {
    const school = await aSchool(product)
    const first = await measured(product, () => school.tried(file))
    const storing = await measured(product, () => school.accepted(first.result))
    const again = await measured(product, () => school.tried(file))
    const megabytes = (bytes = 0) => (bytes / 1e6).toFixed(0)
    const line = (name: string, { seconds, cpuSeconds, before, peak, result }: typeof first) => [
      ...[name, seconds.toFixed(1), cpuSeconds.toFixed(1)],
      ...[megabytes(ours(before)), megabytes(ours(peak)), megabytes(peak.reader), megabytes(peak.database)],
      `${result.counts.added} new, ${result.counts.unchanged} unchanged, ${result.counts.blocking} blocking`,
    ]
    const heads = ['what', 'seconds', 'CPU s', 'MB before', 'MB at most', 'of it reader', 'database MB', 'found']
    console.log(
      table(heads, [
        line('upload and dry run, nobody on record', first),
        line('accepting', storing),
        line('upload and dry run, all on record', again),
      ]),
    )
    const isWithin = [first, again].every(
      ({ seconds, before, peak }) => seconds <= bars.seconds && ours(peak) - ours(before) <= bars.bytes,
    )
    console.log(`bars for a dry run: ${bars.seconds} s and ${bars.bytes / 1e6} MB: ${isWithin ? 'kept' : 'MISSED'}`)
    if (!isWithin) process.exitCode = 1
  } finally {
    await product.stop()
  }
}

/** Invented people; their numbers pass the checksum and belong to nobody. */
function* people(count: number): Generator<string[]> {
  for (let nth = 0; nth < count; nth++) {
    const region = `3101${String((nth % 17) + 10)}`
    const birth = `${2003 + (nth % 3)}${String((nth % 12) + 1).padStart(2, '0')}${String((Math.floor(nth / 17) % 28) + 1).padStart(2, '0')}`
    const digits = region + birth + String(Math.floor(nth / 476) % 1000).padStart(3, '0')
    const name = `${'林王李张刘陈杨赵'[nth % 8]}${'知晓思子雨佳'[nth % 6]}${'远明涵轩欣怡宁'[nth % 7]}`
    const gender = Number(digits[16]) % 2 === 1 ? '男' : '女'
    yield [
      ...[`2023${String(nth).padStart(6, '0')}`, name, gender, '居民身份证', digits + checkCharacter(digits)],
      ...[`第${nth % 30}学院`, `专业${nth % 120}`, `班级${nth % 900}`, '本科', '4', '2027'],
      `23310${String(nth).padStart(9, '0')}`,
    ]
  }
}

/** Puts a campaign on record and signs an operator of its school in. */
async function aSchool({ origin, dataFolder }: RunningProduct) {
  const urls = runningServerUrls(dataFolder)
  if (urls === undefined) throw new Error('the product runs no PostgreSQL of its own')
  const db = openDatabase(urls.app, { connections: 2 })
  const now = new Date()
  const { campaignId, token } = await inTransaction(db, SYSTEM, async (tx) => {
    const schoolId = await addSchool(tx, '名单测试大学')
    const times = { opensAt: now, closesAt: new Date(now.getTime() + 86_400_000) }
    const rest = { title: '2027届毕业生图像采集', fileAllowed: true, standard: 'chsi-2017-blue' }
    const fees = { collectionFeeFen: 2000, paperFeeFen: 1500 }
    const staffId = await addStaff(tx, { login: 'roster-bench', role: 'school', schoolId, passwordHash: '-' }, now)
    const campaign = await addCampaign(tx, { schoolId, ...times, ...rest, ...fees })
    return { campaignId: campaign, token: await startStaffSession(tx, staffId, now) }
  })
  await db.close()
  const cookie = `tucai_staff=${token}`

  async function ask(
    method: string,
    path: string,
    given: { json?: object; form?: FormData } = {},
  ): Promise<RosterView> {
    const headers = { origin, cookie, ...(given.json ? { 'content-type': 'application/json' } : {}) }
    const body = given.json ? JSON.stringify(given.json) : given.form
    const reply = await fetch(origin + path, { method, headers, ...(body === undefined ? {} : { body }) })
    if (!reply.ok) throw new Error(`${path} was answered ${reply.status}: ${await reply.text()}`)
    return (await reply.json()) as RosterView
  }
  async function settled({ rosterId }: RosterView): Promise<RosterView> {
    for (;;) {
      const roster = await ask('GET', pathOf('staffRosterShow', { rosterId }))
      if (roster.state !== 'trying' && roster.state !== 'accepting') return roster
      await pause(200)
    }
  }
  return {
    async tried(file: Buffer) {
      const form = new FormData()
      form.append('file', new Blob([file as Uint8Array<ArrayBuffer>]), 'roster')
      return settled(await ask('POST', pathOf('staffRosterUpload', { campaignId }), { form }))
    },
    async accepted({ rosterId, trial }: RosterView) {
      return settled(await ask('POST', pathOf('staffRosterAccept', { rosterId }), { json: { trial } }))
    },
  }
}

async function measured(product: RunningProduct, work: () => Promise<RosterView>) {
  const cpuBefore = cpuMsOfTree(product.processId) ?? Number.NaN
  const begunAt = performance.now()
  const { result, before, peakOfAll: peak } = await peakMemory(product.processId, kindOf, work)
  const cpuSeconds = ((cpuMsOfTree(product.processId) ?? Number.NaN) - cpuBefore) / 1000
  return { result, seconds: (performance.now() - begunAt) / 1000, cpuSeconds, before, peak }
}

/** The server and the process that reads the sheet, in one moment. */
function ours({ server = 0, reader = 0 }: Usage): number {
  return server + reader
}

function kindOf(commandLine: string): string {
  if (commandLine.includes('roster-worker')) return 'reader'
  if (commandLine.includes('postgres')) return 'database'
  return commandLine.includes('worker') ? 'photo and document workers (idle)' : 'server'
}

await main()
