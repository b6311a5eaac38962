import { paths, type RouteName } from '@tucai/contract'
import { table } from '../bench/table.ts'
import { type Pictures, seedCohort } from './fuzz-cohort.ts'
import { Crowd, staffPassword } from './fuzz-crowd.ts'
import { fireAt, type Range, Score, SLOW_MS } from './fuzz-firing.ts'
import { failuresInLog } from './fuzz-log.ts'
import { lookAtPictures } from './fuzz-pictures.ts'
import { shoutAtSocket } from './fuzz-sockets.ts'
import { lookAtState } from './fuzz-state.ts'
import { Things } from './fuzz-things.ts'
import { openLine } from './fuzz-wire.ts'
import type { Ground } from './ground.ts'
import { type Options, type Row, Tally } from './row.ts'

/** Requests of one kind to each route in a round, how many rounds, and how many lines go to the socket. */
const sizes = { short: { each: 4, rounds: 1, shouts: 64 }, full: { each: 13, rounds: 9, shouts: 800 } }
/** Each costs a good part of a second of this machine: a picture is read, a password is hashed, a paper is set. */
const costly: Partial<Record<RouteName, number>> = { documentRead: 3, photoSubmit: 4, codeSubmit: 5 }
const AT_ONCE = 12
/** Requests until the counters of tries are emptied: the limits themselves are attacked elsewhere. */
const SPENT_AFTER_MS = 300
/** What no request can do here, and why. */
const beyond: Partial<Record<RouteName, string>> = {
  wechatIdentify: 'asks WeChat, which is not there',
  wechatPhone: 'asks WeChat, which is not there',
  wechatPayNotice: 'takes what WeChat Pay signed alone; its forgeries are row 7',
  staffReconciliationMake: 'no provider is set up that sends bills',
}
const LEAST_REACHED = 0.9
const names = Object.keys(paths) as RouteName[]

/** Requests made from the schemas of the contract, by everybody at once. */
export async function run(ground: Ground, options: Options): Promise<Row[]> {
  const { each, rounds, shouts } = sizes[options.short ? 'short' : 'full']
  const seed = options.seed ?? Date.now() % 1_000_000
  options.tell(`fuzz: seed ${seed}`)
  const crowd = new Crowd(ground, await ground.secrets.hashPassword(staffPassword))
  for (const role of ['administrator', 'reviewer', 'finance', 'print', 'auditor'] as const)
    for (let nth = 0; nth < 2; nth += 1) await crowd.join(role, null)
  const pictures = await lookAtPictures(options.short)
  const score = new Score()
  const line = openLine(ground.origin)
  const emptied = setInterval(() => void ground.query('DELETE FROM throttle').catch(() => {}), SPENT_AFTER_MS)
  try {
    for (let round = 0; round < rounds; round += 1) {
      const known = new Set(score.found.keys())
      await playRound({ ground, crowd, score, line, pictures }, { each, seed: seed + round * 1000 })
      options.tell(`fuzz: round ${round + 1} of ${rounds}, ${score.sent} requests, ${score.faults} answered wrongly`)
      for (const [one, { fault, curl }] of score.found)
        if (!known.has(one)) options.tell(`  ${fault.kind}: ${fault.what}\n  ${curl}`)
    }
  } finally {
    clearInterval(emptied)
    line.close()
  }
  for (const failure of failuresInLog(ground)) options.tell(`in the log: ${failure}`)
  return [...rowsOf(score, options), await shoutAtSocket(ground, shouts, seed), await lookAtState(ground)]
}

type Round = { ground: Ground; crowd: Crowd; score: Score; line: Range['line']; pictures: Pictures }

/** A new cohort, and every route a few times in a mixed order, by many at once. */
async function playRound(
  { ground, crowd, score, line, pictures }: Round,
  { each, seed }: { each: number; seed: number },
) {
  crowd.students.length = 0
  const cohort = await seedCohort(ground, crowd, pictures)
  const range: Range = { wardrobe: { ground, crowd, cohort, things: new Things(ground) }, line, score }
  const shots = names.flatMap((route, nth) => {
    const count = Math.min(each, costly[route] ?? each)
    const half = Math.ceil(count / 2)
    return [half, count - half].flatMap((size, part) =>
      [true, false].map((near) => ({
        route,
        near,
        size,
        seed: seed + nth * 7 + part * 3,
        place: (nth * 7919 + part * 104_729 + (near ? 31 : 0) + seed) % 1009,
      })),
    )
  })
  shots.sort((a, b) => a.place - b.place)
  const worker = async () => {
    for (let shot = shots.pop(); shot; shot = shots.pop())
      if (shot.size > 0) await fireAt(range, shot.route, shot.near, shot.size, shot.seed)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
}

function rowsOf(score: Score, { short, tell }: Options): Row[] {
  const lines = names.map((route) => ({ route, ...score.of(route) }))
  const cells = lines.map(({ route, near, wild, good, refused, limited, busy, slowestMs }) =>
    [route, near + wild, near, good, refused, limited, busy, Math.round(slowestMs)].map(String),
  )
  if (!short) tell(table(['route', 'asked', 'nearly valid', 'of them 2xx', '4xx', '429', '503', 'slowest ms'], cells))
  const asked = new Tally('fuzz', 'requests made from the schemas: no failure, and answers as the contract says')
  asked.tried = score.sent
  asked.held = score.sent - score.faults
  for (const { fault, times } of score.found.values()) asked.failures.push(`${times}× ${fault.kind}: ${fault.what}`)
  const sum = (part: 'limited' | 'busy') => lines.reduce((total, one) => total + one[part], 0)
  const slowest = lines.reduce((a, b) => (a.slowestMs > b.slowestMs ? a : b))
  const notes = [
    `429: ${sum('limited')}, 503 busy: ${sum('busy')}`,
    `slowest ${Math.round(slowest.slowestMs)} ms (${slowest.route}), over ${SLOW_MS} ms: ${score.slow}`,
  ]
  return [
    { ...asked.done(), note: [...notes, ...asked.failures.slice(0, 5)].join(' · ') },
    reachedRow(score, lines, short, tell),
  ]
}

/** A route that never said yes was not really tried. */
function reachedRow(
  score: Score,
  lines: { route: RouteName; good: number; near: number }[],
  short: boolean,
  tell: Options['tell'],
): Row {
  const missed = lines.filter(({ good }) => good === 0).map(({ route }) => route)
  for (const route of missed) {
    const said = [...score.codes]
      .filter(([key]) => key.startsWith(`${route} `))
      .map(([key, times]) => `${key.slice(route.length + 1)} ${times}`)
    if (!short) tell(`not reached: ${route}: ${beyond[route] ?? said.join(', ')}`)
  }
  const tally = new Tally('fuzz', `routes that said yes at least once (bar ${LEAST_REACHED * 100} %)`)
  tally.tried = lines.length
  const share = (lines.length - missed.length) / lines.length
  // A short run is too short for every state to come up.
  tally.held = short || share >= LEAST_REACHED ? lines.length : lines.length - missed.length
  return tally.done(
    `${lines.length - missed.length} of ${lines.length}${missed.length ? `; not: ${missed.join(', ')}` : ''}`,
  )
}
