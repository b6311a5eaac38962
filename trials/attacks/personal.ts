import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openMailbox } from '../../server/test/mailbox.ts'
import { type Ground, jobsDone, openGround } from './ground.ts'
import { type Options, type Row, Tally } from './row.ts'
import { type Hit, type Needle, needlesOf, searcherFor } from './search.ts'
import { journeys, type SeededPerson, seededPeople } from './seeded.ts'

/**
 * People register, confirm, order on paper and slip, on a product of its own in production mode, whose mails leave by a
 * mail server here; then their numbers, phones, mails and addresses are looked for wherever the product writes. Names
 * are not: the database keeps them readable, since the console searches and sorts by them.
 */
export async function run(_: Ground, { short, tell }: Options): Promise<Row[]> {
  const mailbox = await openMailbox()
  const settings = { TUCAI_MODE: 'production', TUCAI_SMTP_URL: mailbox.url, TUCAI_MAIL_FROM: 'tucai@example.org' }
  const ground = await openGround(settings)
  try {
    const people = seededPeople(short ? 30 : 1_000)
    await journeys(ground, people, 6)
    mailbox.refusing = 550
    await jobsDone(ground)
    const needles = people.flatMap(valuesOf).flatMap(([kind, value]) => needlesOf(kind, value))
    tell(
      `${mailbox.mails.length} mails were sent; ${needles.length} spellings of ${people.length * 5} values are looked for`,
    )
    const search = searcherFor(needles)
    const rows = [...(await searchEverywhere(ground, needles, search)), await plantAndFind(ground, needles, search)]
    const kept = await ground.query('SELECT 1 FROM address')
    if (kept.length !== people.length) throw new Error(`only ${kept.length} of ${people.length} went the whole way`)
    return rows
  } finally {
    await ground.close()
    await mailbox.close()
  }
}

type Search = ReturnType<typeof searcherFor>

const valuesOf = ({ number, phone, mail, detail, recipient }: SeededPerson): [string, string][] => [
  ['number', number],
  ['phone', phone],
  ['mail', mail],
  ['address', detail],
  ['recipient', recipient],
]

/** Everything that was written, piece by piece, under the name of where it lies. */
async function* written(ground: Ground): AsyncGenerator<[place: string, bytes: Buffer]> {
  const tables = await ground.query<{ name: string }>(
    "SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname IN ('public', 'pgboss')",
  )
  for (const { name } of tables) {
    const rows = await ground.query<{ line: string }>(`SELECT t::text AS line FROM ${name} t`)
    yield ['rows of the database', Buffer.from(rows.map(({ line }) => line).join('\n'))]
  }
  await ground.query('CHECKPOINT')
  const [row] = await ground.query<{ folder: string }>("SELECT current_setting('data_directory') AS folder")
  yield* filesIn('files of the database', row!.folder)
  yield* filesIn('logs', join(ground.dataFolder, 'logs'))
  yield* filesIn('files', join(ground.dataFolder, 'files'))
  yield* filesIn('working folder', join(ground.dataFolder, 'work'))
  const names = await readdir(ground.dataFolder, { recursive: true })
  yield ['names of files and objects', Buffer.from(names.join('\n'))]
  yield ['terminal', Buffer.from(ground.said())]
  for (const path of ['/metrics', '/health', '/ready', '/api/app', '/api/docs/json'])
    yield ['answers to anyone', Buffer.from(await (await fetch(ground.origin + path)).text())]
}

async function* filesIn(place: string, folder: string): AsyncGenerator<[string, Buffer]> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])) {
    if (!entry.isFile()) continue
    const bytes = await readFile(join(entry.parentPath, entry.name)).catch(() => Buffer.alloc(0))
    yield [place, bytes]
  }
}

async function searchEverywhere(ground: Ground, needles: Needle[], search: Search): Promise<Row[]> {
  const hits = new Map<string, Hit[]>()
  const bytesAt = new Map<string, number>()
  for await (const [place, bytes] of written(ground)) {
    bytesAt.set(place, (bytesAt.get(place) ?? 0) + bytes.length)
    hits.set(place, [...(hits.get(place) ?? []), ...search(bytes, place)])
  }
  const rowOfPlace: Record<string, string> = {
    'rows of the database': '19',
    'files of the database': '19',
    files: '19',
  }
  return [...hits].map(([place, found]) => {
    const tally = new Tally(
      rowOfPlace[place] ?? '21',
      `numbers, phones, mails, addresses of the seeded looked for: ${place}`,
    )
    tally.tried = needles.length
    tally.held = needles.length - Math.min(needles.length, found.length)
    for (const { kind, encoding } of found.slice(0, 5)) tally.failures.push(`${kind} ${encoding}`)
    return tally.done(`${found.length} hits in ${(bytesAt.get(place)! / 1e6).toFixed(1)} MB`)
  })
}

/** The search finds what is there: each kind in each spelling within other bytes, and some planted in the product's places. */
async function plantAndFind(ground: Ground, needles: Needle[], search: Search): Promise<Row> {
  const tally = new Tally('19', 'control: planted values are found by the same search')
  const samples = new Map(needles.map((needle) => [`${needle.kind} ${needle.encoding} ${needle.bytes.length}`, needle]))
  for (const [name, { bytes }] of samples) {
    const around = Buffer.from('…x1~'.repeat(20))
    tally.count(search(Buffer.concat([around, bytes, around]), name).length > 0, name)
  }
  const [{ bytes }] = needles as [Needle]
  await ground.query('UPDATE school SET name = name || $1 WHERE id = $2', [
    bytes.toString(),
    ground.schools[1].schoolId,
  ])
  const found = new Set<string>()
  for await (const [place, piece] of written(ground)) if (search(piece, place).length > 0) found.add(place)
  for (const place of ['rows of the database', 'files of the database'])
    tally.count(found.has(place), `planted in ${place}`)
  tally.count(found.size === 2, `found where nothing was planted: ${[...found].join(', ')}`)
  return tally.done()
}
