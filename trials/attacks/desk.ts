import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { pathOf, paths, type RouteName, routes, type StaffRole } from '@tucai/contract'
import ExcelJS from 'exceljs'
import { startCanary } from '../../server/test/canary.ts'
import { aJpeg } from '../../server/test/reviews.ts'
import type { Visitor } from '../../server/test/visitor.ts'
import type { Ground } from './ground.ts'
import { ask, objectsOf, paramsFor, routeNames } from './objects.ts'
import { type Options, type Row, Tally } from './row.ts'
import { rawRequest } from './wire.ts'

/** What is uploaded and exported, who read what, and photos that are swapped after they were submitted. */
export async function run(ground: Ground, options: Options): Promise<Row[]> {
  return [
    await canary(ground),
    await formulas(ground, options),
    await traversal(ground),
    await readsOnRecord(ground),
    await recordStands(ground),
    await swappedPhotos(ground, options),
  ]
}

/** Files that would make a careless reader fetch something, to every route that takes a file. */
async function canary(ground: Ground): Promise<Row> {
  const tally = new Tally(
    '14',
    'SVG, XML, lists, drawings and pages that name a canary, to each route that takes a file',
  )
  const { bait, hits, close } = await startCanary()
  try {
    let taken = 0
    const uploads = routeNames.filter((name) => 'upload' in routes[name])
    for (const name of uploads) {
      for (const [what, bytes] of Object.entries(bait)) {
        const status = await upload(ground, name, bytes, 'photo.jpg')
        if (status === 200) taken += 1
        tally.count(status < 500, `${name} with ${what}: ${status}`)
      }
    }
    await wait(3_000)
    tally.count(hits.length === 0, `the canary was asked for ${hits.join()}`)
    await fetch(Object.values(bait)[3]!.toString())
    tally.count(hits.length === 1, 'control: the canary hears')
    return tally.done(`${uploads.length} routes, ${taken} files taken in, ${hits.length - 1} hits`)
  } finally {
    await close()
  }
}

/** What goes with the file, and the name of its own field. */
const forms: Partial<Record<RouteName, [fields: Record<string, string>, file: string]>> = {
  photoSubmit: [{ source: 'file' }, 'photo'],
  documentRead: [{ kind: 'idcard' }, 'picture'],
  codeSubmit: [{ numberEnding: '0000' }, 'picture'],
  staffRosterUpload: [{ whole: 'false' }, 'file'],
  staffInvoiceIssue: [{ number: '12345678901234567890' }, 'file'],
  staffInvoiceNumbers: [{}, 'sheet'],
  staffTrackingImport: [{ dryRun: 'true', takeGood: 'false' }, 'file'],
  deliveryResultsImport: [{ kind: 'comparison', dryRun: 'true' }, 'file'],
}

async function upload(ground: Ground, name: RouteName, bytes: Buffer, fileName: string): Promise<number> {
  const route: { audience: string; roles?: readonly StaffRole[] } = routes[name]
  const [school] = ground.schools
  const { browser: student, graduateId } = school.students[1]!
  const [role] = route.roles ?? []
  const staff = role === 'school' || role === undefined ? school.operator : ground.centre[role]
  const browser = route.audience === 'staff' ? staff : student
  const given = forms[name]
  if (given === undefined) throw new Error(`what goes with the file of ${name}?`)
  const form = new FormData()
  for (const [key, value] of Object.entries(given[0])) form.append(key, value)
  if (name === 'documentRead') form.append('consentId', await aConsent(student))
  form.append(given[1], new Blob([Uint8Array.from(bytes)]), fileName)
  const ids = { ...(await objectsOf(ground, school)), graduateId }
  return (await browser.send(paths[name][0], pathOf(name, paramsFor(name, ids)), { body: form })).status
}

async function aConsent(browser: Visitor): Promise<string> {
  const { documentNotice } = await browser.call('appShow', {})
  const body = { purpose: 'document', version: documentNotice.version } as const
  return (await browser.call('consentGive', { body })).consentId
}

const STARTS = ['=', '+', '-', '@', '\t=', ' =', '＝', '="', '=cmd|', '+1+', '-2+3', '@SUM(', "'=", '%0A=', ';=', ',=']

/** Classes and colleges that a spreadsheet program would run, from the roster to the sheets that come out. */
async function formulas(ground: Ground, { short }: Options): Promise<Row> {
  const tally = new Tally('17', 'formulas in every text of a roster, through the sheets that are exported (CSV, XLSX)')
  const { campaignId, schoolId } = await ground.moreStudents(1)
  const operator = await ground.aStaff('school', schoolId)
  const texts = Array.from({ length: short ? 17 : 170 }, (_, nth) => `${STARTS[nth % STARTS.length]}HYPERLINK(${nth})`)
  const cell = (text: string) => `"${text.replaceAll('"', '""')}"`
  const lines = texts.map((text, nth) =>
    [`F${nth}`, '林知远', `E${20_000_000 + nth}`, '男', text, text, text].map(cell).join(','),
  )
  const { body } = await operator.uploadRoster(
    campaignId,
    ['学号,姓名,证件号码,性别,学院,专业,班级', ...lines].join('\n'),
  )
  const { rosterId, trial } = await operator.rosterWhen(body.rosterId, 'tried')
  await operator.call('staffRosterAccept', { params: { rosterId }, body: { trial } })
  await operator.rosterWhen(rosterId, 'accepted')
  let carried = 0
  for (const format of ['csv', 'xlsx'] as const) {
    const { status, bytes } = await operator.send(
      'GET',
      `${pathOf('staffMissingExport', { campaignId })}?format=${format}`,
    )
    if (status !== 200) throw new Error(`the sheet was answered ${status}`)
    if (format === 'csv') {
      for (const field of bytes
        .toString()
        .replace(/^\ufeff/, '')
        .match(/"(?:[^"]|"")*"|[^,\r\n]+/g) ?? []) {
        const text = field.replace(/^"|"$/g, '').replaceAll('""', '"')
        if (text.includes('HYPERLINK')) carried += 1
        tally.count(!/^[=+\-@\t\r]/.test(text), `CSV ${text}`)
      }
      continue
    }
    const book = new ExcelJS.Workbook()
    await book.xlsx.load(bytes as unknown as ArrayBuffer)
    for (const sheet of book.worksheets)
      sheet.eachRow((row) =>
        row.eachCell(({ type, text }) => {
          if (text.includes('HYPERLINK')) carried += 1
          tally.count(type !== ExcelJS.ValueType.Formula && type !== ExcelJS.ValueType.Hyperlink, `XLSX ${text}`)
        }),
      )
  }
  tally.count(carried >= texts.length, `only ${carried} cells held one: nothing was tried`)
  return tally.done(`${carried} cells held a formula as text`)
}

const CLIMBS = [
  '../',
  '..%2f',
  '%2e%2e/',
  '%2e%2e%2f',
  '..%5c',
  '..\\',
  '%252e%252e%252f',
  '..%c0%af',
  '..;/',
  '....//',
  '/..%00/',
]
const TARGETS = [
  'package.json',
  'etc/passwd',
  'data/keys/current',
  'server/src/main.ts',
  '.git/config',
  'index.html.gz/../../../package.json',
]
const ODD_NAMES = [
  '../../../evil.jpg',
  '..\\..\\evil.jpg',
  '/etc/evil',
  'C:\\evil.exe',
  'CON',
  'evil\0.jpg',
  '.htaccess',
  '‮gpj.evil',
  'a'.repeat(300),
  '%2e%2e%2fevil',
  '<script>.jpg',
  '`evil`',
  '$(evil)',
]

async function traversal(ground: Ground): Promise<Row> {
  const tally = new Tally('18', 'climbing out of page folders, file names that climb, keys that no client may choose')
  for (const prefix of ['/', '/console/', '/console/assets/', '/js/', '/api/docs/static/']) {
    for (const climb of CLIMBS) {
      for (const target of TARGETS) {
        const path = `${prefix}${climb.repeat(4)}${target}`
        const { status, body } = await rawRequest(
          ground.origin,
          `GET ${path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n`,
        )
        const isTold = /"workspaces"|root:x|StartRefused|\[core\]/.test(body)
        tally.count(status !== 200 && !isTold && status < 500, `${path}: ${status}`)
      }
    }
  }
  const before = await keysOf(ground)
  for (const name of routeNames.filter((one) => 'upload' in routes[one])) {
    for (const odd of ODD_NAMES) {
      const isPicture = name === 'photoSubmit'
      const bytes = isPicture ? aJpeg() : Buffer.from('学号,姓名,证件号码\n1,林知远,x\n')
      const status = await upload(ground, name, bytes, odd)
      tally.count(status < 500, `${name} named ${odd}: ${status}`)
    }
  }
  const made = (await keysOf(ground)).filter((key) => !before.includes(key))
  for (const key of made)
    tally.count(/^[a-z0-9][\w/-]*\.[a-z0-9]+$/.test(key) && !/evil|htaccess|script/.test(key), key)
  tally.count(made.length > 10, `only ${made.length} files were kept: nothing was tried`)
  return tally.done(`${made.length} keys made meanwhile, all the server’s own`)
}

async function keysOf({ dataFolder }: Ground): Promise<string[]> {
  const entries = await readdir(join(dataFolder, 'files'), { recursive: true, withFileTypes: true })
  const names = entries.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name))
  // A file that is being written has no name of its own yet.
  return names.map((name) => name.slice(join(dataFolder, 'files').length + 1)).filter((name) => !name.endsWith('.part'))
}

/** Each route of staff that shows a graduate: one row of the record for each look. */
async function readsOnRecord(ground: Ground): Promise<Row> {
  const tally = new Tally(
    '20',
    'each look of staff at somebody’s data, through every route that reads: one row of the record',
  )
  const [school] = ground.schools
  const ids = await objectsOf(ground, school)
  const { graduateId } = school.students[0]!
  const [person] = await ground.query<{ name: string; number: string }>(
    'SELECT name, student_number AS number FROM graduate WHERE id = $1',
    [graduateId],
  )
  const count = async () =>
    (await ground.query<{ count: number }>('SELECT count(*)::int AS count FROM audit'))[0]!.count
  const showing: string[] = []
  for (const name of routeNames) {
    const route = routes[name] as { audience: string; roles?: readonly StaffRole[]; answer: unknown }
    if (route.audience !== 'staff' || paths[name][0] !== 'GET' || name.startsWith('audit')) continue
    for (const role of route.roles ?? []) {
      const browser = role === 'school' ? school.operator : ground.centre[role]
      const before = await count()
      const { status, bytes } = await ask(browser, name, paramsFor(name, ids))
      if (status !== 200) continue
      const isPicture = route.answer === 'image/jpeg'
      const told = [person!.number, person!.name, graduateId, ids.orderId!, ids.reviewId!]
      const shows = isPicture || told.some((text) => bytes.includes(text))
      if (!shows) continue
      if (!showing.includes(name)) showing.push(name)
      const more = (await count()) - before
      tally.count(more === 1, `${name} by ${role}: ${more} rows`)
    }
  }
  return tally.done(showing.join(', '))
}

/** The application's login of the database at the record. */
async function recordStands({ db }: Ground): Promise<Row> {
  const tally = new Tally('20', 'the record changed, emptied or taken away by the application’s login')
  for (const text of [
    "UPDATE audit SET actor_id = 'x'",
    'DELETE FROM audit',
    'TRUNCATE audit',
    'DROP TABLE audit',
    'ALTER TABLE audit DISABLE ROW LEVEL SECURITY',
    'ALTER TABLE audit RENAME TO other',
    'CREATE TRIGGER t BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()',
  ]) {
    const client = await db.pool.connect()
    try {
      await client.query('BEGIN')
      await client.query("SELECT set_config('tucai.actor', 'system', true)")
      const outcome = await client.query(text).then(
        () => 'was done',
        (error: { code?: string }) => error.code ?? '',
      )
      tally.count(outcome === '42501', `${text}: ${outcome}`)
      await client.query('ROLLBACK')
    } finally {
      client.release()
    }
  }
  return tally.done()
}

/** Paid, submitted, then other bytes in the store: no reviewer's word makes them approved. */
async function swappedPhotos(ground: Ground, { short }: Options): Promise<Row> {
  const tally = new Tally('23', 'bytes of a photo swapped after it was submitted, then approved at the desk')
  const { students } = await ground.moreStudents(short ? 3 : 40)
  for (const [nth, { browser, orderId, graduateId, photoId }] of students.entries()) {
    const { cashier } = await browser.call('paymentStart', { params: { orderId }, body: { way: 'simulated' } })
    if (cashier?.kind !== 'simulated') throw new Error('there was no cashier to go to')
    await browser.call('cashierPay', { params: { tradeNumber: cashier.tradeNumber } })
    const [review] = await ground.query<{ id: string }>('SELECT id FROM review WHERE graduate_id = $1', [graduateId])
    const part = nth % 2 === 0 ? 'finished_key' : 'master_key'
    const [photo] = await ground.query<{ key: string }>(`SELECT ${part} AS key FROM photo WHERE id = $1`, [photoId])
    const isControl = nth === 0
    const bytes = await ground.files.read(photo!.key)
    bytes[bytes.length - 1 - nth] = bytes[bytes.length - 1 - nth]! ^ 1
    if (!isControl) await ground.files.write(photo!.key, bytes)
    const reply = await ground.centre.reviewer.ask('staffReviewApprove', { reviewId: review!.id })
    if (isControl) tally.count(reply.status === 200, `control, untouched: ${reply.status} ${reply.body?.code}`)
    else tally.count(reply.body?.code === 'review-bytes-changed', `${part}: ${reply.status} ${reply.body?.code}`)
  }
  return tally.done('the first one untouched, as control')
}
