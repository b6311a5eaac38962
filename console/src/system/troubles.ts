import type { SystemView } from '@tucai/contract'
import type { PageName } from '../frame/place.ts'
import type { IconName } from '../icons.tsx'
import type { Words } from '../words/zh-CN.ts'
import { shownBytes, shownTime } from './measures.ts'

/** Something that somebody has to do, and the page where it is done; null: outside of the console. */
export type Trouble = { title: string; note: string; icon: IconName; tone: 'red' | 'amber'; page: PageName | null }

/** From here on somebody is kept waiting; the same limits as in deploy/prometheus-rules.yml. */
export const jobLateMs = 5 * 60_000
const noticeLateMs = 10 * 60_000
const diskLowShare = 0.1

const msSince = (instant: string | null, view: SystemView) =>
  instant === null ? 0 : new Date(view.readAt).getTime() - new Date(instant).getTime()

export function waitMs(job: SystemView['jobs'][number], view: SystemView): number {
  return Math.max(0, msSince(job.waitingSince, view))
}

/** What is wrong, the worst first. */
export function troublesOf(view: SystemView, { system }: Words): Trouble[] {
  const { payments, notices, disk, signIn, failedJobs, processes } = view
  const found: Trouble[] = []
  const add = (there: boolean, trouble: Trouble) => there && found.push(trouble)
  const worst = view.jobs.toSorted((a, b) => waitMs(b, view) - waitMs(a, view))[0]
  const free = disk === null ? 1 : disk.freeBytes / disk.totalBytes
  const red = (title: string, note: string, icon: IconName, page: PageName | null = null): Trouble => ({
    ...{ title, note, icon, page, tone: 'red' },
  })
  const amber = (title: string, note: string, icon: IconName, page: PageName | null = null): Trouble => ({
    ...{ title, note, icon, page, tone: 'amber' },
  })
  const isWorked = processes.some(({ role }) => role !== 'web')
  add(!isWorked, red(system.noWorker, system.noWorkerNote, 'warning'))
  if (disk !== null && free < diskLowShare)
    add(true, red(system.diskLow(shownBytes(disk.freeBytes)), system.diskLowNote, 'warning'))
  add(payments.alarms > 0, red(system.alarms(`${payments.alarms}`), system.alarmsNote, 'warning', 'reconciliation'))
  add(payments.overdue > 0, red(system.overdue(`${payments.overdue}`), system.overdueNote, 'yuan'))
  add(
    payments.refundsFailed > 0,
    red(system.refunds(`${payments.refundsFailed}`), system.refundsNote, 'yuan', 'orders'),
  )
  if (worst !== undefined && waitMs(worst, view) > jobLateMs) {
    const kind = system.kinds[worst.kind] ?? worst.kind
    add(true, red(system.jobsLate(kind, shownTime(waitMs(worst, view), system)), system.jobsLateNote, 'clock'))
  }
  add(failedJobs.length > 0, amber(system.jobsFailed(`${failedJobs.length}`), system.jobsFailedNote, 'crossed'))
  add(
    msSince(notices.dueSince, view) > noticeLateMs,
    amber(system.noticesLate(`${notices.due}`), system.noticesLateNote, 'send', 'notices'),
  )
  add(
    notices.failedLastDay > 0,
    amber(system.noticesFailed(`${notices.failedLastDay}`), system.noticesFailedNote, 'send', 'notices'),
  )
  add(signIn.refuses, amber(system.breaker, system.breakerNote(`${signIn.failures}`), 'lock'))
  return found
}
