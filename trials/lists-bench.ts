import { cpus } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { pathOf } from '@tucai/contract'
import { sql } from 'kysely'
import { addCampaign, addSchool } from '../server/src/campaign/campaigns.ts'
import { searchTextOf } from '../server/src/graduate/graduate.ts'
import { ensureIdentities } from '../server/src/identity/identities.ts'
import { parseNumber } from '../server/src/identity/identity.ts'
import { inTransaction, openDatabase, rowsOf, SYSTEM } from '../server/src/platform/db.ts'
import { runningServerUrls } from '../server/src/platform/postgres/run-record.ts'
import { openSecrets } from '../server/src/platform/secrets.ts'
import { openBrowser } from './bench/browser.ts'
import type { Ground } from './bench/ground.ts'
import { type RunningProduct, startProduct } from './bench/running-product.ts'
import { aStaffSession, type StaffAsk, staffAsk } from './bench/staff.ts'
import { signedIn } from './bench/students.ts'
import { quantile, table } from './bench/table.ts'

/**
 * How long a page of the console waits for its lists, and one of the students for their own, on a campaign of 20,000
 * graduates, six of ten with a photo that waits, is rejected or approved:
 *   npm run lists-bench [-- --graduates 20000] [-- --others 200000]
 * `others`: graduates of other schools, of which none must be noticed.
 * Each is asked for 20 times, one after another.
 */
const TIMES = 20
const AT_ONCE = 1000
const OTHER_SCHOOLS = 10_000

async function main(): Promise<void> {
  const option = { type: 'string', default: '20000' } as const
  const { values } = parseArgs({ options: { graduates: option, others: { ...option, default: '0' } } })
  const [graduates, others] = [Number(values.graduates), Number(values.others)]
  if (!Number.isInteger(graduates) || graduates < 1 || graduates > 200_000) throw new Error('--graduates 1 to 200000')
  if (!Number.isInteger(others) || others < 0 || others > 2_000_000) throw new Error('--others 0 to 2000000')
  console.log(`starting a product of its own (${cpus().length} CPUs, Node ${process.version}) …`)
  const product = await startProduct()
  try {
    const { campaignId, ask, student } = await enrolled(product, graduates, others)
    const list = pathOf('staffGraduateList', { campaignId })
    const rows: string[][] = []
    for (const [name, path] of [
      ['graduates: first page', list],
      ['graduates: last page, by name', `${list}?sort=name&offset=${Math.max(0, graduates - 50)}`],
      ['graduates: initials', `${list}?search=lzy`],
      ['graduates: those who wait', `${list}?stage=waiting`],
      ['graduates: counts of the tabs', pathOf('staffGraduateFacets', { campaignId })],
      ['overview', pathOf('staffProgressShow', { campaignId })],
      ['who is missing', pathOf('staffMissingList', { campaignId })],
      ['orders: first page', pathOf('staffOrderList', { campaignId })],
      ['orders: by their number', `${pathOf('staffOrderList', { campaignId })}?search=${orderNumber(others + 9)}`],
      ['graduates: by an order number', `${list}?search=${orderNumber(others + 9)}`],
      ['the campaigns', pathOf('staffCampaignList')],
    ] as const)
      rows.push([name, ...(await timed(ask, path))])
    const browser = openBrowser(product.origin, { cookies: { tucai_session: student.token } })
    for (const [name, path] of [
      ['a student: own collections', pathOf('collectionList')],
      ['a student: one of them', pathOf('collectionShow', { graduateId: student.graduateId })],
    ] as const)
      rows.push([name, ...(await timed((_, path) => browser.request(path), path))])
    console.log(
      `\n${graduates} graduates, ${others} of other schools:\n${table(['asked for', 'p50 ms', 'p95 ms', 'most ms', 'KB'], rows)}`,
    )
  } finally {
    await product.stop()
  }
}

async function timed(ask: StaffAsk, path: string): Promise<string[]> {
  const latencies: number[] = []
  let bytes = 0
  for (let nth = 0; nth < TIMES; nth++) {
    const begunAt = performance.now()
    bytes = (await (await ask('GET', path)).arrayBuffer()).byteLength
    latencies.push(performance.now() - begunAt)
  }
  return [...[0.5, 0.95, 1].map((share) => quantile(latencies, share).toFixed(0)), (bytes / 1000).toFixed(0)]
}

async function enrolled({ origin, dataFolder }: RunningProduct, count: number, others: number) {
  const urls = runningServerUrls(dataFolder)
  if (urls === undefined) throw new Error('the product runs no PostgreSQL of its own')
  const db = openDatabase(urls.app, { connections: 2 })
  const secrets = openSecrets(join(dataFolder, 'keys'))
  const now = new Date()
  const ground = { db, secrets, clock: { now: () => now } }
  try {
    const token = await inTransaction(db, SYSTEM, (tx) => aStaffSession(tx, 'lists-bench', 'administrator', now))
    for (let first = 0; first < others; first += OTHER_SCHOOLS)
      await aCampaign(ground, first, Math.min(OTHER_SCHOOLS, others - first))
    const school = await aCampaign(ground, others, count)
    // The one who is enrolled last: whoever is looked for among the others is found last.
    const nth = others + count - 1
    const graduateId = `grd_list${nth}`
    const [row] = await inTransaction(db, SYSTEM, (tx) =>
      rowsOf<{ identityId: string }>(tx, sql`SELECT identity_id FROM graduate WHERE id = ${graduateId}`),
    )
    const [student] = await signedIn(ground, [{ ...row!, ...school, graduateId, name: aPerson(nth).name, number: '' }])
    return { campaignId: school.campaignId, ask: staffAsk(origin, token), student: student! }
  } finally {
    await db.close()
  }
}

/** A school with one campaign and so many graduates, numbered from `from` on. */
async function aCampaign(
  { db, secrets, clock }: Pick<Ground, 'db' | 'secrets' | 'clock'>,
  from: number,
  count: number,
) {
  const now = clock.now()
  const { schoolId, campaignId } = await inTransaction(db, SYSTEM, async (tx) => {
    const schoolId = await addSchool(tx, `名单测试大学${from}`)
    const times = { opensAt: now, closesAt: new Date(now.getTime() + 86_400_000) }
    const campaign = { schoolId, title: `名单测试${from}`, fileAllowed: true, standard: 'chsi-2017-blue' }
    const fees = { collectionFeeFen: 2000, paperFeeFen: 1500 }
    return { schoolId, campaignId: await addCampaign(tx, { ...campaign, ...times, ...fees }) }
  })
  for (let first = from; first < from + count; first += AT_ONCE) {
    const ordinals = Array.from({ length: Math.min(AT_ONCE, from + count - first) }, (_, place) => first + place)
    await inTransaction(db, SYSTEM, async (tx) => {
      const numbers = ordinals.map((nth) => parseNumber('passport', `E${10_000_000 + nth}`, now))
      const identities = await ensureIdentities(tx, secrets, numbers)
      const people = ordinals.map((nth, place) => ({
        ...aPerson(nth),
        identity: identities.get(numbers[place]!.number),
        number: orderNumber(nth),
      }))
      const given = sql`FROM jsonb_to_recordset(${JSON.stringify(people)}::jsonb)
        AS m(nth int, identity text, name text, student text, search text, state text, number text)`
      await sql`INSERT INTO graduate (id, school_id, campaign_id, identity_id, name, gender, college, major, class_name,
          student_number, level, study_years, graduation_year, search_text)
        SELECT 'grd_list' || nth, ${schoolId}, ${campaignId}, identity, name, '男',
          '第' || (nth % 20 + 1) || '学院', '软件工程', '软件23' || lpad((nth % 400)::text, 3, '0'), student, '本科', '4', 2027,
          search ${given}`.execute(tx)
      await sql`INSERT INTO photo (id, graduate_id, identity_id, school_id, source, standard, state, taken_at,
          original_key, original_sha256, original_bytes, finished_key, finished_sha256, record)
        SELECT 'pho_list' || nth, 'grd_list' || nth, identity, ${schoolId}, 'camera', 'chsi-2017-blue',
          'finished', ${now}::timestamptz, 'list/o' || nth, 'o' || nth, 1, 'list/f' || nth, 'f' || nth,
          ${JSON.stringify(aRecord)}::jsonb
        ${given} WHERE state IS NOT NULL`.execute(tx)
      await sql`INSERT INTO collection (graduate_id, identity_id, school_id, information_confirmed_at, photo_id)
        SELECT 'grd_list' || nth, identity, ${schoolId}, ${now}::timestamptz, 'pho_list' || nth
        ${given} WHERE state IS NOT NULL`.execute(tx)
      await sql`INSERT INTO review (id, graduate_id, identity_id, school_id, campaign_id, photo_id, original_sha256,
          finished_sha256, state, submitted_at, decided_at, reasons, due_at)
        SELECT 'rev_list' || nth, 'grd_list' || nth, identity, ${schoolId}, ${campaignId}, 'pho_list' || nth,
          'o' || nth, 'f' || nth, state, ${now}::timestamptz,
          CASE WHEN state <> 'waiting' THEN ${now}::timestamptz END,
          CASE WHEN state = 'rejected' THEN ARRAY['OTHER'] ELSE '{}'::text[] END,
          CASE WHEN state = 'rejected' THEN ${now}::timestamptz + interval '2 days' END
        ${given} WHERE state IS NOT NULL`.execute(tx)
      await sql`INSERT INTO "order" (id, number, graduate_id, identity_id, school_id, kind, state, photo_id, paper,
          school_fen, total_fen, placed_at, expires_at, paid_at)
        SELECT 'ord_list' || nth, number, 'grd_list' || nth, identity, ${schoolId}, 'collection', 'paid',
          'pho_list' || nth, false, 0, 2000, ${now}::timestamptz, ${now}::timestamptz, ${now}::timestamptz
        ${given} WHERE state IS NOT NULL`.execute(tx)
    })
  }
  return { schoolId, campaignId }
}

function orderNumber(nth: number): string {
  const digits = (value: number) => String(value).padStart(5, '0')
  return `20270301-${digits(Math.floor(nth / 100_000))}-${digits(nth % 100_000)}`
}

/** As wide as what the portrait writes of a photo. */
const aRecord = { timings: { totalMs: 300 }, padding: 'x'.repeat(1200) }

function aPerson(nth: number) {
  const name = `${'林王李张刘陈杨赵'[nth % 8]}${'知晓思子雨佳'[nth % 6]}${'远明涵轩欣怡宁'[nth % 7]}`
  const studentNumber = `2023${String(nth).padStart(6, '0')}`
  const state = [null, null, null, null, 'waiting', 'rejected', 'approved', 'approved', 'approved', 'approved'][
    nth % 10
  ]
  return { nth, name, student: studentNumber, search: searchTextOf({ name, studentNumber }), state }
}

await main()
