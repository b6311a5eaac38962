import { request as httpRequest } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { pathOf } from '@tucai/contract/paths'
import { someAtOnce } from './at-rate.ts'
import type { Ground } from './ground.ts'
import { metered, usageTable } from './meter.ts'
import { beside, type Outcome, type Size } from './part.ts'
import { mixedPictures } from './pictures.ts'
import { probe } from './probe.ts'
import { latencyTable, openRecorder } from './recorder.ts'
import { browserOf, upload } from './student.ts'
import { addressOf, enrolled, type SignedIn, signedIn } from './students.ts'
import { quantile } from './table.ts'

const BAR_HEALTH_P99_MS = 100
const PIECES = 20

/** Many uploads at once, some over slow lines, while others ask for JSON and `/health` answers. */
export async function uploadsPart({ isShort, open }: Size): Promise<Outcome> {
  const counts = isShort
    ? { fast: 1, fastAtOnce: 1, slow: 1, slowSeconds: 0.5, seconds: 1, healthPerSecond: 10, jsonPerSecond: 5 }
    : { fast: 80, fastAtOnce: 20, slow: 40, slowSeconds: 20, seconds: 25, healthPerSecond: 20, jsonPerSecond: 20 }
  const ground = await open({ TUCAI_PHOTO_WORKERS: '1' })
  try {
    const students = await signedIn(ground, await enrolled(ground, counts.fast + counts.slow))
    const jpegs = await mixedPictures(isShort)
    const jpegOf = (nth: number) => jpegs[nth % jpegs.length]!
    const recorder = openRecorder()
    const errors: string[] = []
    const failed = (error: Error) => void errors.push(error.message)
    const origin = ground.product.origin
    const times = <T>(count: number, one: (nth: number) => T) => Array.from({ length: count }, (_, nth) => one(nth))
    const run = await metered(ground.product.processId, () =>
      Promise.all([
        someAtOnce(
          counts.fastAtOnce,
          times(counts.fast, (nth) => nth),
          async (nth) => {
            const student = students[nth]!
            await upload(browserOf(ground, student, recorder), student.graduateId, jpegOf(nth)).catch(failed)
          },
        ),
        ...students.slice(counts.fast).map(async (student, nth) => {
          const begunAt = performance.now()
          const status = await uploadSlowly(ground, student, jpegOf(nth), counts.slowSeconds).catch(failed)
          recorder.saw('slow upload (upload)', performance.now() - begunAt, status ?? undefined)
        }),
        probe(
          'health',
          {
            ...{ origin, perSecond: counts.healthPerSecond },
            asks: times(counts.seconds * counts.healthPerSecond, () => ({ path: '/health' })),
          },
          recorder,
        ),
        probe(
          'collectionShow',
          {
            ...{ origin, perSecond: counts.jsonPerSecond },
            asks: times(counts.seconds * counts.jsonPerSecond, (nth) => {
              const student = students[nth % students.length]!
              return { path: pathOf('collectionShow', { graduateId: student.graduateId }), headers: headersOf(student) }
            }),
          },
          recorder,
        ),
      ]),
    )
    const health = recorder.latencies((name) => name.startsWith('health'))
    const json = recorder.latencies((name) => name === 'collectionShow')
    const uploads = recorder.latencies((name) => name.startsWith('photoSubmit'))
    const slow = recorder.latencies((name) => name.startsWith('slow'))
    const p99 = quantile(health, 0.99)
    return {
      text: [
        `${counts.fast} uploads of 12 MP, ${counts.fastAtOnce} at once, beside ${counts.slow} that take ${counts.slowSeconds} s each, while photos are developed:`,
        latencyTable('uploads', [
          ['/health', health],
          [`JSON, ${counts.jsonPerSecond} a second`, json],
          ['uploads', uploads],
          ['slow uploads', slow],
        ]),
        usageTable([['uploads', run]]),
        `/health p99 ${beside(p99, 'ms', { most: BAR_HEALTH_P99_MS })}`,
      ].join('\n\n'),
      figures: { healthP99Ms: p99, jsonP99Ms: quantile(json, 0.99), uploadP95Ms: quantile(uploads, 0.95) },
      errors: [...errors, ...recorder.refusals()],
    }
  } finally {
    await ground.close()
  }
}

function headersOf(student: SignedIn): Record<string, string> {
  return { cookie: `tucai_session=${student.token}`, 'x-forwarded-for': addressOf(student) }
}

/** In so many pieces over so many seconds, as over a weak line. Answers the status. */
async function uploadSlowly(ground: Ground, student: SignedIn, jpeg: Buffer, seconds: number): Promise<number> {
  const boundary = '----photo-of-a-slow-line'
  const part = (name: string, rest = '') => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${rest}\r\n`
  const head = `${part('source')}\r\ncamera\r\n${part('photo', '; filename="a.jpg"\r\nContent-Type: image/jpeg')}\r\n`
  const body = Buffer.concat([Buffer.from(head), jpeg, Buffer.from(`\r\n--${boundary}--\r\n`)])
  const path = pathOf('photoSubmit', { graduateId: student.graduateId })
  const headers = {
    'content-type': `multipart/form-data; boundary=${boundary}`,
    'content-length': body.length,
    origin: ground.product.origin,
    ...headersOf(student),
  }
  const sending = httpRequest(ground.product.origin + path, { method: 'POST', headers })
  const answered = new Promise<number>((resolve, reject) => {
    sending.once('response', (answer) => {
      answer.resume()
      answer.once('end', () => resolve(answer.statusCode ?? 0))
    })
    sending.once('error', reject)
  })
  const piece = Math.ceil(body.length / PIECES)
  for (let at = 0; at < body.length; at += piece) {
    sending.write(body.subarray(at, at + piece))
    await wait((seconds * 1000) / PIECES)
  }
  sending.end()
  return answered
}
