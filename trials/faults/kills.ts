import { arrive, untilPoint } from './arriving.ts'
import { type Chance, openChance } from './chance.ts'
import { type Crowd, openCrowd, openDesk } from './crowd.ts'
import { enrolWalkers, hireReviewer } from './enrolling.ts'
import { type Ground, openGround } from './ground.ts'
import { newOutcome, type Outcome } from './outcome.ts'
import { checkCrowd } from './promises.ts'
import { recoveredAfter } from './recovery.ts'
import { backendsOf, bundledPostmaster, photoWorkersOf, slay } from './victims.ts'

type Victim = 'server' | 'photo worker' | 'postmaster' | 'backend'
/** Of ten kills. */
const VICTIMS: Victim[] = [
  ...Array(5).fill('server'),
  'photo worker',
  'photo worker',
  'postmaster',
  'backend',
  'backend',
]
const AT_ONCE = 6

/** Kills parts of a product on one machine at so many points of the way of its students. */
export async function killAround(points: number, seed: number, tell: (line: string) => void): Promise<Outcome> {
  const outcome = newOutcome('kill -9 of server, photo worker, PostgreSQL')
  const begun = performance.now()
  const chance = openChance(seed)
  const atOnce = points < 20 ? 2 : AT_ONCE
  const ground = await openGround()
  try {
    const crowd = openCrowd(ground, outcome, atOnce)
    const desk = openDesk(await hireReviewer(ground, crowd), crowd, outcome)
    const counts = new Map<string, number>()
    const say = (victim: Victim) =>
      outcome.wrongs.push({ kind: 'stuck', sentence: `the program ended after a kill of the ${victim}` })
    for (let point = 1; point <= points; point++) {
      if (crowd.waiting() < atOnce) crowd.add(await enrolWalkers(ground, crowd, chance, atOnce * 3))
      const victim = chance.oneOf(VICTIMS)
      await untilPoint(crowd, chance)
      crowd.noteUnderWay()
      const at = performance.now()
      if (await kill(ground, victim, chance)) {
        counts.set(victim, (counts.get(victim) ?? 0) + 1)
        outcome.times += 1
      }
      outcome.recoveriesMs.push(await recover(ground, at, () => say(victim)))
      if (point % 10 === 0) tell(`${point} kills, ${crowd.gone.length} students`)
    }
    await crowd.empty()
    await arrive(ground, crowd, outcome, { withReviews: true })
    await desk.close()
    await checkCrowd(ground, crowd, outcome)
    outcome.notes.push(...notesOf(crowd, counts))
    outcome.seconds = (performance.now() - begun) / 1000
    return outcome
  } finally {
    await ground.close()
  }
}

async function kill(ground: Ground, victim: Victim, chance: Chance): Promise<boolean> {
  const { server, dataFolder } = ground
  const postmaster = bundledPostmaster(dataFolder)
  if (victim === 'server') await server.kill()
  else if (victim === 'photo worker') return slay(photoWorkersOf(server.pid!)[0])
  else if (victim === 'postmaster') return slay(postmaster)
  else return slay(postmaster === undefined ? undefined : oneOf(backendsOf(postmaster), chance))
  return true
}

const oneOf = (pids: number[], chance: Chance) => (pids.length > 0 ? chance.oneOf(pids) : undefined)

/** Whatever ended by itself or was killed is started again at once, as a service manager does; the rest is the product's. */
async function recover({ server, url }: Ground, at: number, ended: () => void): Promise<number> {
  let isMeant = !isRunning(server.pid)
  for (;;) {
    if (!isRunning(server.pid)) {
      if (!isMeant) ended()
      isMeant = false
      await server.kill()
      await server.start().catch(() => {})
      continue
    }
    const recovered = await recoveredAfter(url, at, () => !isRunning(server.pid))
    if (isRunning(server.pid)) return recovered
  }
}

function isRunning(pid: number | undefined): boolean {
  try {
    return pid !== undefined && process.kill(pid, 0)
  } catch {
    return false
  }
}

function notesOf(crowd: Crowd, counts: Map<string, number>): string[] {
  const list = (map: Map<string, number>) => [...map].map(([what, count]) => `${what} ${count}`).join(', ')
  const waits = crowd.gone.flatMap(({ told }) => told.waitsMs)
  return [
    `killed: ${list(counts)}`,
    `${crowd.gone.length} students, ${crowd.approved.size} photos approved`,
    `under way at the kills: ${list(crowd.underWay)}`,
    `longest wait for a photo: ${(Math.max(0, ...waits) / 1000).toFixed(0)} s`,
  ]
}
