import { startCanary } from '../../server/test/canary.ts'
import { plainPicture } from '../../server/test/pictures.ts'
import type { Visitor } from '../../server/test/visitor.ts'
import { peakMemory, sum } from '../bench/memory.ts'
import { quantile } from '../bench/table.ts'
import type { Ground } from './ground.ts'
import { type Door, type Doors, openDoors, type Passed } from './hostile-doors.ts'
import { type HostileFile, hostileFiles, isCorpusHere, secretPlace, taggedPhoto } from './hostile-files.ts'
import { watchHealth } from './hostile-health.ts'
import { type Options, type Row, Tally } from './row.ts'

const MOST_MS = 5000
const MOST_ADDED_BYTES = 300e6
const HEALTH_MS = 200
const TOLD_AFTER = 30

/** Files that mean harm, through every route that takes files. */
export async function run(ground: Ground, { short, tell }: Options): Promise<Row[]> {
  const canary = await startCanary()
  const opened = await openDoors(ground)
  const { doors, student } = opened
  await warm(doors)
  const health = watchHealth(ground)
  try {
    const files = await hostileFiles(short)
    const bait = Object.entries(canary.bait).map(([what, bytes]) => ({
      name: `canary/${what}`,
      bytes,
      expected: 'reject 4xx',
    }))
    const rows = await sendAll(
      ground,
      [...files, ...bait],
      (file) => (short ? doors.filter((door) => isMeantFor(door, file)) : doors),
      tell,
    )
    const looks = await health.stop()
    rows[0]!.note += ` · health meanwhile: p99 ${quantile(looks, 0.99).toFixed(0)} ms of ${looks.length} looks (bar ${HEALTH_MS})`
    const called = new Tally('14', 'a listener on the loopback that files talk about')
    called.tried = bait.length * doors.filter((door) => !short || isMeantFor(door, bait[0]!)).length
    called.held = canary.hits.length === 0 ? called.tried : 0
    rows.push(called.done(`${canary.hits.length} hits ${canary.hits.slice(0, 3).join(' ')}`))
    rows.push(await lookAtOutputs(doors, student.browser), await lookAtInvoice(opened))
    return rows
  } finally {
    await health.stop()
    await canary.close()
  }
}

/** The first file of each kind starts processes and fills caches: that is no one's doing. */
async function warm(doors: Door[]): Promise<void> {
  const [picture, sheet] = [await plainPicture(900, 1200), Buffer.from('学号,姓名,证件号码,结果\n1,林知远,x,通过\n')]
  for (const door of doors) await door.send(door.takes === 'pictures' ? picture : sheet, 'warm')
}

/** Sends every file to every door, one after another, and looks at time and memory of each. */
async function sendAll(
  ground: Ground,
  files: HostileFile[],
  doorsFor: (file: HostileFile) => Door[],
  tell: Options['tell'],
): Promise<Row[]> {
  const answered = new Tally(
    '13',
    `${isCorpusHere ? 'hostile files of the corpus' : 'hostile files made here (no corpus)'}: refused or taken, never a failure`,
  )
  const expected = new Tally('13', 'files that must be refused')
  const memory = new Tally('13', `memory that a file adds (PSS of all processes; bar ${MOST_ADDED_BYTES / 1e6} MB)`)
  const slow: { ms: number; what: string }[] = []
  const outcomes = new Map<string, number>()
  let most = { bytes: 0, what: '' }
  for (const [nth, file] of files.entries()) {
    if (nth % TOLD_AFTER === TOLD_AFTER - 1) tell(`hostile: file ${nth + 1} of ${files.length}`)
    const { name, bytes, expected: said } = file
    for (const door of doorsFor(file)) {
      const what = `${name} → ${door.route}`
      // So many files of one person would be refused unseen.
      await ground.query('DELETE FROM throttle')
      const startedAt = performance.now()
      const { result, before, peakOfAll } = await peakMemory(
        ground.processId,
        () => 'all',
        () => door.send(bytes, name.split('/')[1]!),
      )
      slow.push({ ms: performance.now() - startedAt, what })
      const added = Math.max(0, sum(peakOfAll) - sum(before))
      if (added > most.bytes) most = { bytes: added, what }
      memory.count(added < MOST_ADDED_BYTES, `${what}: ${Math.round(added / 1e6)} MB`)
      const { status, body } = result.reply
      const outcome = `${door.route}: ${status < 400 ? result.state : body?.code}`
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
      answered.count(
        status < 500 && status !== 429 && (status < 400 || typeof body?.zh === 'string') && result.state !== 'failed',
        `${what}: ${status} ${result.state}`,
      )
      if (mustRefuse(said, door, name)) expected.count(!isTaken(result), `${what}: ${status} ${result.state}, ${said}`)
    }
  }
  slow.sort((a, b) => b.ms - a.ms)
  for (const { ms, what } of slow.slice(0, 8)) tell(`hostile: ${Math.round(ms)} ms ${what}`)
  for (const [outcome, count] of [...outcomes].sort()) tell(`hostile: ${count} × ${outcome}`)
  const over = slow.filter(({ ms }) => ms > MOST_MS).length
  const times = `p99 ${Math.round(
    quantile(
      slow.map(({ ms }) => ms),
      0.99,
    ),
  )} ms, slowest ${Math.round(slow[0]!.ms)} ms (${slow[0]!.what}), over ${MOST_MS} ms: ${over}`
  return [
    answered.done(`${files.length} files; ${times}`),
    expected.done(),
    memory.done(`most ${Math.round(most.bytes / 1e6)} MB (${most.what})`),
  ]
}

const picturesOf = /^(bomb|gif|heif|jpeg|png|webp|metadata|exif|not-allowed|polyglot|svg|canary)/

const isMeantFor = ({ takes }: Door, { name }: Pick<HostileFile, 'name'>): boolean =>
  takes === (picturesOf.test(name) ? 'pictures' : 'sheets')

/** Only where it is sent to a route that takes such files does the corpus say what is to become of it. */
const mustRefuse = (said: string, door: Door, name: string): boolean =>
  /^reject 4xx(?! or)/.test(said) && isMeantFor(door, { name })

/** A picture that no lawful photo can be made of is taken and then refused in words. */
const isTaken = ({ reply, state }: Passed) => reply.status < 400 && state !== 'refused' && state !== 'matching'

/** A good photo that says where it was taken, with a page and an archive behind it: nothing of them comes out again. */
async function lookAtOutputs(doors: Door[], browser: Visitor): Promise<Row> {
  const tally = new Tally('15', 'what a photo carries besides the picture, in all that is made of it')
  const photo = await taggedPhoto()
  const { photoId, state } = await doors[0]!.send(photo, 'photo.jpg')
  tally.count(state === 'finished', `the photo with a place came to ${state}`)
  for (const route of ['photoFinished', 'photoPreview'] as const) {
    const { status, bytes, headers } = await browser.ask(route, { photoId: photoId ?? 'pho_none' })
    const text = bytes.toString('latin1')
    const carried = [secretPlace, 'Exif\0', 'http://ns.adobe.com', '<script', 'PK\x03\x04', 'GPS'].filter((one) =>
      text.includes(one),
    )
    tally.count(status === 200 && carried.length === 0, `${route} ${status} carries ${carried.join(', ')}`)
    tally.count(
      headers.get('x-content-type-options') === 'nosniff' && headers.get('content-type') === 'image/jpeg',
      `${route} as ${headers.get('content-type')}`,
    )
    tally.count(bytes.subarray(-2).toString('hex') === 'ffd9', `${route} goes on behind its end`)
  }
  return tally.done('the original, which is kept untouched, leaves to reviewers only, as a file')
}

/** A file that comes back to whoever asks leaves as a file, whatever it says of itself. */
async function lookAtInvoice({ doors, payer, invoiceId }: Doors): Promise<Row> {
  const tally = new Tally('15', 'pages and scripts as an invoice’s file')
  const door = doors.find(({ takes }) => takes === 'invoices')!
  for (const page of pages) {
    const { reply } = await door.send(Buffer.from(page), 'invoice.xml')
    const fetched = await payer.browser.ask('invoiceDownload', { invoiceId })
    const [type, how] = ['content-type', 'content-disposition'].map((name) => fetched.headers.get(name) ?? '')
    const isFile = fetched.status === 404 || (how!.startsWith('attachment') && !/html|svg/.test(type!))
    tally.count(reply.status < 500 && isFile, `${reply.status}, then ${fetched.status} as ${type} ${how}`)
    tally.count(fetched.headers.get('x-content-type-options') === 'nosniff', 'without nosniff')
  }
  return tally.done()
}

const pages = [
  '<html><script>alert(1)</script>',
  '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
  '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></html>',
]
