import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import { inTransaction, rowsOf, SYSTEM } from '../../server/src/platform/db.ts'
import { atRate } from './at-rate.ts'
import { type Browser, openBrowser } from './browser.ts'
import type { Ground } from './ground.ts'
import { type Metered, metered, usageTable } from './meter.ts'
import { beside, type Outcome, type Size } from './part.ts'
import { mixedPictures } from './pictures.ts'
import { latencyTable, openRecorder, type Recorder } from './recorder.ts'
import { aStaffSession } from './staff.ts'
import { awaitPhoto, browserOf, payFor, register, upload } from './student.ts'
import { enrolled, type Graduate, type SignedIn, signedIn } from './students.ts'
import { quantile } from './table.ts'

const BARS = { photosPerSecond: 2.5, jsonP99Ms: 300 }
const PASSWORD_ROUTES = ['accountRegister', 'sessionStart']

export interface DaySize {
  /** Signed in all the time; each takes one photo at some time, pays for it, and looks around before and after. */
  inFlight: number
  /** Register and sign in meanwhile, evenly. */
  registering: number
  /** How long it lasts, in seconds: photos come at `inFlight` / `seconds`. */
  seconds: number
  /** Pause between two looks of a student, in seconds. */
  lookEverySeconds: number
}

const whole: DaySize = { inFlight: 1000, registering: 300, seconds: 385, lookEverySeconds: 20 }
const small: DaySize = { inFlight: 3, registering: 1, seconds: 2, lookEverySeconds: 1 }

/** A day of a campaign: everybody who uses the product does so at once. */
export async function dayPart({ isShort, open }: Size): Promise<Outcome> {
  const size = isShort ? small : whole
  const ground = await open({ TUCAI_PHOTO_WORKERS: '2' })
  try {
    const people = await peopleOf(ground, size)
    const jpegs = await mixedPictures(isShort)
    if (!isShort) await warmUp(ground, jpegs)
    const recorder = openRecorder()
    const run = await metered(ground.product.processId, () => liveADay(ground, people, size, jpegs, recorder))
    return outcomeOf(size, run, recorder)
  } finally {
    await ground.close()
  }
}

export interface People {
  students: SignedIn[]
  newcomers: Graduate[]
  reviewers: string[]
}

export async function peopleOf(ground: Ground, { inFlight, registering }: DaySize): Promise<People> {
  const students = await signedIn(ground, await enrolled(ground, inFlight))
  const newcomers = registering > 0 ? await enrolled(ground, registering) : []
  const reviewers = await inTransaction(ground.db, SYSTEM, async (tx) => {
    const login = (nth: number) => `reviewer-${students[0]!.graduateId}-${nth}`
    return [
      await aStaffSession(tx, login(1), 'reviewer', new Date()),
      await aStaffSession(tx, login(2), 'reviewer', new Date()),
    ]
  })
  return { students, newcomers, reviewers }
}

/** A worker compiles its own code during its first photos. */
export async function warmUp(ground: Ground, jpegs: Buffer[]): Promise<void> {
  const students = await signedIn(ground, await enrolled(ground, 40))
  await Promise.all(
    students.map(async (student, nth) => {
      const browser = browserOf(ground, student)
      await awaitPhoto(browser, await upload(browser, student.graduateId, jpegs[nth % jpegs.length]!))
    }),
  )
}

export interface Day {
  photos: number
  paid: number
  reviewed: number
  registered: number
  photoWaitsMs: number[]
  errors: string[]
}

/** Everybody lives the day at once, and it is over when all are done. */
export async function liveADay(
  ground: Ground,
  { students, newcomers, reviewers }: People,
  size: DaySize,
  jpegs: Buffer[],
  recorder: Recorder,
): Promise<Day> {
  const day: Day = { photos: 0, paid: 0, reviewed: 0, registered: 0, photoWaitsMs: [], errors: [] }
  const until = performance.now() + size.seconds * 1000
  const over = new AbortController()
  const failed = (who: string) => (error: Error) => void day.errors.push(`${who}: ${error.message}`)
  const live = students.map((student, nth) =>
    liveAStudent(ground, student, { nth, size, until, jpeg: jpegs[nth % jpegs.length]! }, day, recorder).catch(
      failed('a student'),
    ),
  )
  const desks = reviewers.map((token) => review(ground, token, over.signal, day, recorder).catch(failed('a reviewer')))
  const wave = atRate(Math.max(1, newcomers.length / (size.seconds / 2)), newcomers, async (graduate) => {
    await register(ground, graduate, recorder).then(() => day.registered++, failed('a newcomer'))
  })
  await Promise.all([...live, wave])
  over.abort()
  await Promise.all(desks)
  day.paid = await paidOf(ground, students)
  return day
}

async function liveAStudent(
  ground: Ground,
  student: SignedIn,
  { nth, size, until, jpeg }: { nth: number; size: DaySize; until: number; jpeg: Buffer },
  day: Day,
  recorder: Recorder,
): Promise<void> {
  const browser = browserOf(ground, student, recorder)
  const { graduateId } = student
  // Spread evenly, but in no order of schools or pictures.
  const takesAt = until - size.seconds * 1000 * (1 - ((nth * 0.618034) % 1))
  await lookAround(browser, graduateId, { size, until: takesAt, phase: (nth * 0.7548777) % 1 })
  const begunAt = performance.now()
  const photo = await awaitPhoto(browser, await upload(browser, graduateId, jpeg))
  day.photoWaitsMs.push(performance.now() - begunAt)
  day.photos++
  const orderId = photo.confirmable ? await payFor(ground, browser, graduateId, photo.photoId) : undefined
  if (!photo.confirmable && photo.state !== 'finished') day.errors.push(`a photo was ${photo.state}`)
  await lookAround(browser, graduateId, { size, until, phase: 1, orderId })
}

/** What the app asks when a student opens it, looks at the collection and at the order. */
async function lookAround(
  { call }: Browser,
  graduateId: string,
  { size, until, phase, orderId }: { size: DaySize; until: number; phase: number; orderId?: string },
): Promise<void> {
  await wait(Math.max(0, Math.min(phase * size.lookEverySeconds * 1000, until - performance.now())))
  while (performance.now() < until) {
    await call('collectionList', {})
    await call('collectionShow', { params: { graduateId } })
    if (orderId !== undefined) await call('orderShow', { params: { orderId } })
    await wait(Math.max(0, Math.min(size.lookEverySeconds * 1000, until - performance.now())))
  }
}

/** A desk: takes a few photos, looks at each, approves them. */
async function review(ground: Ground, token: string, over: AbortSignal, day: Day, recorder: Recorder): Promise<void> {
  const { call, request } = openBrowser(ground.product.origin, { cookies: { tucai_staff: token }, recorder })
  for (;;) {
    const reviews = await call('staffReviewClaim', { body: { count: 5 } })
    for (const { reviewId } of reviews) {
      await request(`/api/staff/reviews/${reviewId}/finished`, {}, 'staffReviewFinished (picture)')
      await call('staffReviewApprove', { params: { reviewId } })
      day.reviewed++
    }
    if (over.aborted && reviews.length === 0) return
    if (reviews.length === 0) await wait(1000, undefined, { signal: over }).catch(() => {})
  }
}

async function paidOf({ db }: Ground, students: SignedIn[]): Promise<number> {
  const ids = students.map(({ graduateId }) => graduateId)
  const rows = await inTransaction(db, SYSTEM, (tx) =>
    rowsOf(tx, sql`SELECT id FROM "order" WHERE graduate_id = ANY(${ids}) AND paid_at IS NOT NULL`),
  )
  return rows.length
}

/** Routes of plain JSON: no pictures, no waiting for something to happen, no passwords. */
const isJson = (name: string) => !name.includes('(') && !PASSWORD_ROUTES.includes(name)

function outcomeOf(size: DaySize, run: Metered<Day>, recorder: Recorder): Outcome {
  const day = run.result
  const perSecond = (1000 * day.photos) / run.wallMs
  const json = recorder.latencies(isJson)
  const p99 = quantile(json, 0.99)
  const waits = [0.5, 0.95].map((share) => (quantile(day.photoWaitsMs, share) / 1000).toFixed(1))
  const errors = [...day.errors, ...recorder.refusals()]
  if (day.paid === 0) errors.push('nobody has paid')
  const count = `${day.photos} photos, ${day.paid} paid orders, ${day.reviewed} reviews, ${day.registered} registrations`
  const rows: [string, number[]][] = [
    ['JSON', json],
    ['passwords and registration', recorder.latencies((name) => PASSWORD_ROUTES.includes(name))],
    ['uploads, 12 MP', recorder.latencies((name) => name.includes('upload'))],
    ['pictures', recorder.latencies((name) => name.includes('picture'))],
  ]
  return {
    text: [
      `${size.inFlight} students in flight for ${size.seconds} s, each looking every ${size.lookEverySeconds} s: ${count}; from the upload to the finished photo p50 ${waits[0]} s, p95 ${waits[1]} s.`,
      latencyTable('a day', rows),
      usageTable([['a day', run]]),
      `${beside(perSecond, 'photos/s', { least: BARS.photosPerSecond })}; JSON p99 ${beside(p99, 'ms', { most: BARS.jsonP99Ms })}; ${errors.length} errors (bar: 0)`,
    ].join('\n\n'),
    figures: { photosPerSecond: perSecond, jsonP99Ms: p99, peakBytes: run.peakBytes, paid: day.paid },
    errors,
  }
}
