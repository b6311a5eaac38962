import { meanwhile, someAtOnce } from './at-rate.ts'
import { openBrowser } from './browser.ts'
import { metered, usageTable } from './meter.ts'
import { beside, type Outcome, type Size } from './part.ts'
import { latencyCells, latencyHead, openRecorder } from './recorder.ts'
import { addressOf, enrolled, type SignedIn, signedIn } from './students.ts'
import { quantile, table } from './table.ts'

const BAR_PER_SECOND = 15
const HEALTH_EVERY_MS = 50
const PASSWORD = 'a-password-of-my-own'

/**
 * The routes that work a password, by themselves: how many students with a password of their own sign in in a second,
 * each on a trusted device; and what becomes of a rush of more than the product lets wait.
 */
export async function signInPart({ isShort, open }: Size): Promise<Outcome> {
  const counts = isShort ? { steady: 4, rush: 16 } : { steady: 400, rush: 600 }
  const ground = await open()
  try {
    const { origin, processId } = ground.product
    const hash = await ground.secrets.hashPassword(PASSWORD)
    const students = await signedIn(ground, await enrolled(ground, counts.steady + counts.rush), hash)
    const errors: string[] = []
    const recorder = openRecorder()

    const steady = await metered(processId, () =>
      someAtOnce(8, students.slice(0, counts.steady), async (student) => {
        const { status } = await signIn(origin, student, recorder)
        if (status !== 200) errors.push(`a sign-in was answered ${status}`)
      }),
    )
    const [signedInAt, healthy, statuses] = [[] as number[], [] as number[], new Map<number, number>()]
    const health = async () => {
      const begunAt = performance.now()
      const { status } = await openBrowser(origin).request('/health')
      if (status !== 200) errors.push(`health was answered ${status}`)
      healthy.push(performance.now() - begunAt)
    }
    const rush = await metered(processId, () =>
      meanwhile(HEALTH_EVERY_MS, health, () =>
        someAtOnce(counts.rush, students.slice(counts.steady), async (student) => {
          const begunAt = performance.now()
          const { status, retryAfter } = await signIn(origin, student)
          statuses.set(status, (statuses.get(status) ?? 0) + 1)
          if (status === 200) signedInAt.push(performance.now() - begunAt)
          else if ((status !== 503 && status !== 429) || !retryAfter)
            errors.push(`in the rush a sign-in was answered ${status}, Retry-After ${retryAfter}`)
        }),
      ),
    )
    const perSecond = (1000 * counts.steady) / steady.wallMs
    const turnedAway = (statuses.get(503) ?? 0) + (statuses.get(429) ?? 0)
    return {
      text: [
        'Sign-ins with a password of the student’s own (argon2id, 19 MiB, two passes, one lane):',
        table(
          ['sign-in', 'signed in', 'turned away', 'a second', ...latencyHead],
          [
            ['8 at once', `${counts.steady}`, '0', perSecond.toFixed(1), ...latencyCells(recorder.latencies())],
            [
              ...[`${counts.rush} at once`, `${statuses.get(200) ?? 0}`, `${turnedAway}`],
              ...[((1000 * signedInAt.length) / rush.wallMs).toFixed(1), ...latencyCells(signedInAt)],
            ],
          ],
        ),
        usageTable([
          ['8 at once', steady],
          [`${counts.rush} at once`, rush],
        ]),
        `8 at once: ${beside(perSecond, 'sign-ins/s', { least: BAR_PER_SECOND })}; /health in the rush: p99 ${quantile(healthy, 0.99).toFixed(0)} ms. Whoever is turned away is told when to come again (503 or 429 with Retry-After).`,
      ].join('\n\n'),
      figures: {
        signInsPerSecond: perSecond,
        serverCpuMsPerSignIn: (steady.cpuMs.server ?? 0) / counts.steady,
        signInP99Ms: quantile(recorder.latencies(), 0.99),
        rushHealthP99Ms: quantile(healthy, 0.99),
        rushPeakBytes: rush.peakBytes,
      },
      errors,
    }
  } finally {
    await ground.close()
  }
}

async function signIn(origin: string, student: SignedIn, recorder?: ReturnType<typeof openRecorder>) {
  const browser = openBrowser(origin, {
    address: addressOf(student),
    cookies: { tucai_device: student.deviceToken },
    ...{ recorder },
  })
  const body = JSON.stringify({ number: student.number, password: PASSWORD })
  const headers = { 'content-type': 'application/json' }
  const answer = await browser.request('/api/sessions', { method: 'POST', body, headers }, 'sessionStart')
  return { status: answer.status, retryAfter: answer.headers.get('retry-after') }
}
