import { setTimeout as wait } from 'node:timers/promises'
import type { ServerProcess } from '../../server/test/payment-kills/server-process.ts'
import { arrive, untilPoint } from './arriving.ts'
import { type Chance, openChance } from './chance.ts'
import { openCrowd, openDesk } from './crowd.ts'
import { enrolWalkers, hireReviewer } from './enrolling.ts'
import { newOutcome, type Outcome } from './outcome.ts'
import { checkCrowd } from './promises.ts'
import { recoveredAfter } from './recovery.ts'
import { openSeveral, type Several } from './several.ts'
import { backendsOf, photoWorkersOf, slay, stopAll } from './victims.ts'

/** What is done to a product of several processes; resolves once it has been done. */
interface Deed {
  name: string
  /** How long it is meant to last: recovery counts from its end. */
  lastsMs?: number
  do(several: Several, chance: Chance): Promise<void>
}

const kill = async (process: ServerProcess) => {
  await process.kill()
  await process.start()
}

const deeds: Deed[] = [
  { name: 'web killed', do: ({ webs }, chance) => kill(chance.oneOf(webs)) },
  { name: 'worker killed', do: ({ worker }) => kill(worker) },
  { name: 'photo worker killed', do: async ({ worker }) => void slay(photoWorkersOf(worker.pid!)[0]) },
  { name: 'backend killed', do: async ({ postgres }, chance) => killBackend(postgres.pid, chance) },
  { name: 'postmaster killed', do: ({ postgres }) => postgres.kill().then(() => postgres.start()) },
]
const restarts: Deed[] = [
  { name: 'restarted, fast', do: ({ postgres }) => postgres.stop('fast').then(() => postgres.start()) },
  { name: 'restarted, immediate', do: ({ postgres }) => postgres.stop('immediate').then(() => postgres.start()) },
  {
    name: 'down for 20 s',
    lastsMs: 20_000,
    async do({ postgres }) {
      await postgres.stop('fast')
      await wait(20_000)
      await postgres.start()
    },
  },
]

/** Without a word: connections stay, and nothing comes over them. Longer than anybody waits for an answer. */
const silence: Deed = {
  name: 'silent for 150 s',
  lastsMs: 150_000,
  async do({ postgres }) {
    const go = stopAll(postgres.pid)
    await wait(150_000)
    go()
  },
}

async function killBackend(postmasterPid: number, chance: Chance): Promise<void> {
  const backends = backendsOf(postmasterPid)
  if (backends.length > 0) slay(chance.oneOf(backends))
}

const AT_ONCE = 6

/** Kills processes of a product on several machines, and restarts its PostgreSQL, at points of the way of its students. */
export async function troubleMachines(
  { kills, restartsOfEach, silences }: { kills: number; restartsOfEach: number; silences: number },
  seed: number,
  tell: (line: string) => void,
): Promise<Outcome[]> {
  const chance = openChance(seed)
  const several = await openSeveral()
  try {
    tell(`PostgreSQL ${several.postgres.version}, two web processes, one worker`)
    const killed = newOutcome('two webs and a worker: kill -9 of each, and of PostgreSQL')
    const rows: [Outcome, Deed[]][] = [
      [killed, Array.from({ length: kills }, () => chance.oneOf(deeds))],
      ...restarts.map((deed): [Outcome, Deed[]] => [
        newOutcome(`PostgreSQL ${deed.name}`),
        Array<Deed>(restartsOfEach).fill(deed),
      ]),
      [newOutcome(`PostgreSQL ${silence.name}`), Array<Deed>(silences).fill(silence)],
    ]
    const tried = rows.filter(([, list]) => list.length > 0)
    for (const [outcome, list] of tried) await doAmong(several, list, outcome, chance, tell)
    return tried.map(([outcome]) => outcome)
  } finally {
    await several.close()
  }
}

async function doAmong(several: Several, list: Deed[], outcome: Outcome, chance: Chance, tell: (line: string) => void) {
  const begun = performance.now()
  // The provider’s book of this row only: everybody of the one before is through.
  several.emulator.reset()
  const crowd = openCrowd(several, outcome, AT_ONCE)
  const notNow = { count: 0 }
  crowd.notNow = () => void notNow.count++
  const desk = openDesk(await hireReviewer(several, crowd), crowd, outcome)
  for (const deed of list) {
    if (crowd.waiting() < AT_ONCE) crowd.add(await enrolWalkers(several, crowd, chance, AT_ONCE * 2))
    await untilPoint(crowd, chance)
    crowd.noteUnderWay()
    const at = performance.now() + (deed.lastsMs ?? 0)
    await deed.do(several, chance)
    const { webs, worker } = several
    const recoveries = await Promise.all([...webs, worker].map(({ url }) => recoveredAfter(url, at)))
    outcome.recoveriesMs.push(Math.max(...recoveries))
    outcome.times += 1
    if (outcome.times % 10 === 0) tell(`${outcome.times} of ${outcome.fault}, ${crowd.gone.length} students`)
  }
  await crowd.empty()
  await arrive(several, crowd, outcome, { withReviews: true })
  await desk.close()
  await checkCrowd(several, crowd, outcome)
  outcome.notes.push(`${crowd.gone.length} students, ${notNow.count} answers of 503`)
  outcome.seconds = (performance.now() - begun) / 1000
}
