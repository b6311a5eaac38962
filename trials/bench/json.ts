import { atRate, someAtOnce } from './at-rate.ts'
import type { Browser } from './browser.ts'
import { metered, usageTable } from './meter.ts'
import type { Outcome, Size } from './part.ts'
import { latencyTable, openRecorder } from './recorder.ts'
import { browserOf } from './student.ts'
import { enrolled, signedIn } from './students.ts'
import { quantile } from './table.ts'

type Ask = (browser: Browser, params: { graduateId: string }) => Promise<unknown>

/** What the student’s app asks for, each as often as the others. */
const asks: Ask[] = [
  ({ call }) => call('appShow', {}),
  ({ call }) => call('accountShow', {}),
  ({ call }) => call('consentList', {}),
  ({ call }) => call('collectionList', {}),
  ({ call }, params) => call('collectionShow', { params }),
  ({ call }) => call('orderList', {}),
  ({ call }) => call('addressList', {}),
  ({ call }, params) => call('informationConfirm', { params, body }),
]
const body = { phone: '13800138000', mail: 'someone@example.org' }

/** JSON routes by themselves: at a rate that nobody waits for, and as fast as so many students at once can ask. */
export async function jsonPart({ isShort, open }: Size): Promise<Outcome> {
  const size = isShort
    ? { students: 4, perSecond: 20, seconds: 1, atOnce: 2, asks: 16 }
    : { students: 500, perSecond: 100, seconds: 60, atOnce: 20, asks: 4000 }
  const ground = await open()
  try {
    const students = await signedIn(ground, await enrolled(ground, size.students))
    const steadily = openRecorder()
    const inFull = openRecorder()
    const one = (recorder: typeof steadily) => async (nth: number) => {
      const student = students[nth % students.length]!
      const ask = asks[nth % asks.length]!
      await ask(browserOf(ground, student, recorder), { graduateId: student.graduateId }).catch(() => {})
    }
    const numbers = (count: number) => Array.from({ length: count }, (_, nth) => nth)
    const { processId } = ground.product
    if (!isShort) await atRate(size.perSecond, numbers(size.perSecond * 10), one(openRecorder()))
    const steady = await metered(processId, () =>
      atRate(size.perSecond, numbers(size.perSecond * size.seconds), one(steadily)),
    )
    const full = await metered(processId, () => someAtOnce(size.atOnce, numbers(size.asks), one(inFull)))
    const perSecond = (1000 * size.asks) / full.wallMs
    const cpuMs = (kind: string) => (full.cpuMs[kind] ?? 0) / size.asks
    const rows: [string, number[]][] = [
      [`${size.perSecond} a second for ${size.seconds} s`, steadily.latencies()],
      [`${size.atOnce} at once: ${perSecond.toFixed(0)} a second`, inFull.latencies()],
    ]
    return {
      text: [
        `${asks.length} routes of the student’s app in turn, one of which writes, by ${size.students} students:`,
        latencyTable('JSON', rows),
        usageTable([
          [rows[0]![0], steady],
          [rows[1]![0], full],
        ]),
      ].join('\n\n'),
      figures: {
        jsonP99Ms: quantile(steadily.latencies(), 0.99),
        jsonPerSecond: perSecond,
        serverCpuMsPerRequest: cpuMs('server'),
        databaseCpuMsPerRequest: cpuMs('PostgreSQL'),
      },
      errors: [...steadily.refusals(), ...inFull.refusals()],
    }
  } finally {
    await ground.close()
  }
}
