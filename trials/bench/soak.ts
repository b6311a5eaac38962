import { setTimeout as wait } from 'node:timers/promises'
import { type DaySize, liveADay, type People, peopleOf, warmUp } from './day.ts'
import type { Ground } from './ground.ts'
import { memoryNow } from './memory.ts'
import { kindOf } from './meter.ts'
import type { Outcome, Size } from './part.ts'
import { mixedPictures } from './pictures.ts'
import { openRecorder } from './recorder.ts'
import { quantile, table } from './table.ts'

/** The soak grows nothing if the last third's median is at most so much above the first third's. */
const GROWTH_MOST = 0.05
/** A round: so many students live a short day each, with photos, payments and reviews. */
const whole = { inFlight: 60, registering: 10, seconds: 60, lookEverySeconds: 3, sampleMs: 5_000 }
const small = { inFlight: 1, registering: 0, seconds: 1, lookEverySeconds: 1, sampleMs: 200 }

interface Sample {
  atMs: number
  bytes: number
  byKind: Record<string, number>
}

/** Half an hour of campaign days, one after another: memory must not grow. */
export async function soakPart({ isShort, minutes, open }: Size): Promise<Outcome> {
  const size = isShort ? small : whole
  const ground = await open({ TUCAI_PHOTO_WORKERS: '2' })
  try {
    const jpegs = await mixedPictures(isShort)
    if (!isShort) await warmUp(ground, jpegs)
    const round = () => aRound(ground, size, jpegs)
    // Pools, caches and compiled code fill up during the first rounds.
    const errors = isShort ? [] : [...(await round()), ...(await round())]
    const over = new AbortController()
    const sampling = sample(ground, size.sampleMs, over.signal)
    const until = performance.now() + minutes * 60_000
    do errors.push(...(await round()))
    while (performance.now() < until)
    over.abort()
    return outcomeOf(await sampling, minutes, errors)
  } finally {
    await ground.close()
  }
}

async function aRound(ground: Ground, size: DaySize, jpegs: Buffer[]): Promise<string[]> {
  const people: People = await peopleOf(ground, size)
  const recorder = openRecorder()
  const { errors } = await liveADay(ground, people, size, jpegs, recorder)
  return [...errors, ...recorder.refusals()]
}

async function sample({ product }: Ground, everyMs: number, over: AbortSignal): Promise<Sample[]> {
  const samples: Sample[] = []
  const begunAt = performance.now()
  do {
    const byKind = memoryNow(product.processId, kindOf)
    const bytes = Object.values(byKind).reduce((all, one) => all + one, 0)
    samples.push({ atMs: performance.now() - begunAt, bytes, byKind })
    await wait(everyMs, undefined, { signal: over }).catch(() => {})
  } while (!over.aborted)
  return samples
}

function outcomeOf(samples: Sample[], minutes: number, errors: string[]): Outcome {
  const kinds = [...new Set(samples.flatMap(({ byKind }) => Object.keys(byKind)))].sort()
  const series: [string, number[]][] = [
    ...kinds.map((kind): [string, number[]] => [kind, samples.map(({ byKind }) => byKind[kind] ?? 0)]),
    ['all together', samples.map(({ bytes }) => bytes)],
  ]
  const times = samples.map(({ atMs }) => atMs)
  const rows = series.map(([name, bytes]) => {
    const [first, last] = [medianOfThird(bytes, 0), medianOfThird(bytes, 2)]
    const { perHour, error } = slopeOf(times, bytes)
    const mb = (value: number) => (value / 1e6).toFixed(1)
    return [
      name,
      mb(first),
      mb(last),
      `${(100 * (last / first - 1)).toFixed(1)} %`,
      `${mb(perHour)} ± ${mb(2 * error)}`,
    ]
  })
  const all = series.at(-1)![1]
  const growth = medianOfThird(all, 2) / medianOfThird(all, 0) - 1
  const verdict = growth <= GROWTH_MOST ? 'met' : 'MISSED'
  return {
    text: [
      `Memory (PSS) over ${minutes} minutes of campaign days, ${samples.length} samples:`,
      table(['memory', 'first third MB', 'last third MB', 'growth', 'slope MB/h (2 s.e.)'], rows),
      `Growth of the medians, all processes together: ${(100 * growth).toFixed(1)} % (bar: at most ${100 * GROWTH_MOST} %, ${verdict})`,
    ].join('\n\n'),
    figures: { growth, samples: samples.length },
    errors,
  }
}

function medianOfThird(values: number[], third: 0 | 1 | 2): number {
  const share = Math.max(1, Math.floor(values.length / 3))
  return quantile(third === 2 ? values.slice(-share) : values.slice(third * share, (third + 1) * share), 0.5)
}

/** Least squares; `error` is the standard error of the slope as if samples were independent. */
function slopeOf(timesMs: number[], bytes: number[]): { perHour: number; error: number } {
  const n = bytes.length
  const mean = (values: number[]) => values.reduce((all, one) => all + one, 0) / n
  const [meanTime, meanBytes] = [mean(timesMs), mean(bytes)]
  const spread = timesMs.reduce((all, time) => all + (time - meanTime) ** 2, 0)
  if (n < 3 || spread === 0) return { perHour: 0, error: 0 }
  const slope = timesMs.reduce((all, time, i) => all + (time - meanTime) * (bytes[i]! - meanBytes), 0) / spread
  const left = timesMs.reduce((all, time, i) => all + (bytes[i]! - meanBytes - slope * (time - meanTime)) ** 2, 0)
  const hour = 3_600_000
  return { perHour: slope * hour, error: Math.sqrt(left / (n - 2) / spread) * hour }
}
