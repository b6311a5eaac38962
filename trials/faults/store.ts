import { setTimeout as wait } from 'node:timers/promises'
import { bucketSettings, startObjectStore } from '../../server/test/object-store.ts'
import { faredWords, openBystanders } from './bystanders.ts'
import { openChance } from './chance.ts'
import { type Crowd, openCrowd } from './crowd.ts'
import { openGround } from './ground.ts'
import { newOutcome, type Outcome } from './outcome.ts'
import { checkCrowd } from './promises.ts'
import { type Line, openProxy, type Weather } from './proxy.ts'
import { walkersAtCamera } from './ready-walkers.ts'
import { untilRest } from './rest.ts'
import { take, type Walker } from './student.ts'

/** One kind of trouble with the store, and for how long. */
interface Trouble {
  name: string
  weather: Weather
  seconds: number
}

const long: Trouble[] = [
  { name: 'slow: 400 ms on every chunk', weather: { kind: 'slow', latencyMs: 400 }, seconds: 30 },
  { name: 'trickling: 40 kB a second', weather: { kind: 'trickle', bytesPerSecond: 40_000 }, seconds: 30 },
  { name: 'failing: 500 to everything', weather: { kind: 'failing' }, seconds: 40 },
  { name: 'cut after 20 kB', weather: { kind: 'cut', afterBytes: 20_000 }, seconds: 40 },
  { name: 'silent', weather: { kind: 'silent' }, seconds: 90 },
  { name: 'down', weather: { kind: 'down' }, seconds: 70 },
]
const short: Trouble[] = [{ name: 'down', weather: { kind: 'down' }, seconds: 6 }]

/** Photos are taken all the while; each trouble is a row. */
export async function troubleStore(isShort: boolean, seed: number, tell: (line: string) => void): Promise<Outcome[]> {
  const chance = openChance(seed)
  const store = await startObjectStore()
  const bucket = await store.aBucket()
  const proxy = await openProxy(() => Number(new URL(store.origin).port))
  const environment = {
    ...bucketSettings({ ...bucket, endpoint: `http://127.0.0.1:${proxy.port}` }),
  }
  const ground = await openGround({ environment }).catch(async (error) => {
    await proxy.close()
    await store.close()
    throw error
  })
  try {
    const outcomes: Outcome[] = []
    for (const trouble of isShort ? short : long) {
      const outcome = newOutcome(`object store ${trouble.name}`)
      outcomes.push(outcome)
      const crowd = openCrowd(ground, outcome, 0)
      const walkers = await walkersAtCamera(ground, crowd, chance, isShort ? 3 : 5)
      await takeThrough(trouble, proxy, walkers, crowd, outcome)
      for (const what of await untilRest(ground, 60_000)) outcome.wrongs.push({ kind: 'stuck', sentence: what })
      await checkCrowd(ground, crowd, outcome)
      tell(`${outcome.fault}: ${outcome.notes.join('; ')}`)
    }
    return outcomes
  } finally {
    await ground.close()
    await proxy.close()
    await store.close()
  }
}

async function takeThrough(
  { weather, seconds }: Trouble,
  proxy: Line,
  [bystander, ...takers]: Walker[],
  crowd: Crowd,
  outcome: Outcome,
): Promise<void> {
  const begun = performance.now()
  const bystanders = openBystanders(bystander!.asker)
  let goesOn = true
  const town = { jpeg: crowd.jpeg }
  const taken: number[] = []
  const away = { count: 0 }
  crowd.notNow = () => void away.count++
  const takeOn = async (walker: Walker) => {
    while (goesOn) {
      await take(walker, town)
      taken.push(performance.now())
    }
  }
  // Half of them have their photos developed when it begins, the others come with theirs.
  const half = Math.ceil(takers.length / 2)
  const before = takers.slice(0, half).map(takeOn)
  await crowd.untilSent(half * 2, 10_000)
  await proxy.setWeather(weather)
  const taking = [...before, ...takers.slice(half).map(takeOn)]
  outcome.times = 1
  await wait(seconds * 1000)
  await proxy.setWeather({ kind: 'fine' })
  const fineAt = performance.now()
  goesOn = false
  const ends = await Promise.allSettled(taking)
  const { json, health } = await bystanders.stop()
  for (const end of ends)
    if (end.status === 'rejected') outcome.wrongs.push({ kind: 'lost', sentence: (end.reason as Error).message })
  const last = Math.max(...taken)
  outcome.recoveriesMs.push(Math.max(0, last - fineAt))
  outcome.notes.push(
    `${taken.length} photos taken, ${away.count} answers of 503`,
    faredWords('lists', json),
    faredWords('health', health),
  )
  if (json.failed + health.failed > 0)
    outcome.wrongs.push({ kind: 'answer', sentence: `${json.failed + health.failed} others were not answered` })
  outcome.seconds = (performance.now() - begun) / 1000
}
