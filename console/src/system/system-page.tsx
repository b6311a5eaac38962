import { useQuery } from '@tanstack/react-query'
import type { SystemView } from '@tucai/contract'
import { call } from '../api.ts'
import { Card } from '../frame/card.tsx'
import { Failure } from '../frame/failure.tsx'
import { type Figure, Figures } from '../frame/figures.tsx'
import { secondMoment } from '../frame/moment.ts'
import { shownCount, shownShare } from '../frame/numbers.ts'
import { PageTitle } from '../frame/page-title.tsx'
import { Tag } from '../frame/tag.tsx'
import { useSpeech } from '../words/language.tsx'
import type { Words } from '../words/zh-CN.ts'
import { FailedJobs } from './failed-jobs.tsx'
import { shownBytes, shownTime } from './measures.ts'
import { FindingsCard, ProgramCard, TroublesCard } from './side-cards.tsx'
import { jobLateMs, troublesOf, waitMs } from './troubles.ts'
import './system.css'

const refreshMs = 10_000

/** How the program is: what waits, what failed, how quick it is, and what somebody has to do. */
export function SystemPage() {
  const { words } = useSpeech()
  const { system } = words
  const query = useQuery({
    queryKey: ['staff', 'system'],
    queryFn: () => call('staffSystemShow', {}),
    refetchInterval: refreshMs,
  })
  const view = query.data
  if (query.isError) return <Failure error={query.error} retry={query.refetch} retrying={query.isFetching} />
  if (view === undefined) return null
  const troubles = troublesOf(view, words)
  return (
    <>
      <PageTitle
        title={system.title}
        sub={system.sub(secondMoment(view.readAt, new Date()))}
        beside={
          troubles.length === 0 ? (
            <Tag tone="green" icon="ticked">
              {system.well}
            </Tag>
          ) : (
            <Tag tone={troubles.some(({ tone }) => tone === 'red') ? 'red' : 'amber'} icon="warning">
              {system.troubles(troubles.length)}
            </Tag>
          )
        }
      />
      <Figures figures={figuresOf(view, words)} />
      <div className="system">
        <div className="system-main">
          <div className="system-pair">
            <QueueCard view={view} />
            <FindingsCard findings={view.photos.findings} />
          </div>
          <FailedJobs jobs={view.failedJobs} />
        </div>
        <aside className="system-side">
          <TroublesCard troubles={troubles} />
          <ProgramCard view={view} />
        </aside>
      </div>
    </>
  )
}

function figuresOf(view: SystemView, { system, none }: Words): Figure[] {
  const { jobs, photos, payments, notices, disk } = view
  const longestMs = Math.max(0, ...jobs.map((job) => waitMs(job, view)))
  const time = (ms: number | null) => (ms === null ? none : shownTime(ms, system))
  return [
    {
      name: system.waiting,
      value: shownCount(jobs.reduce((sum, { waiting }) => sum + waiting, 0)),
      note: jobs.length === 0 ? '' : system.longest(time(longestMs)),
    },
    {
      name: system.develop,
      value: time(photos.developMs.half),
      note:
        photos.developMs.most === null
          ? system.noneLastHour
          : system.most(time(photos.developMs.most), shownCount(photos.developedLastHour)),
    },
    {
      name: system.photosToday,
      value: shownCount(photos.takenToday),
      note: system.photosNote(shownCount(photos.refusedToday), shownCount(photos.failedToday)),
    },
    {
      name: system.lag,
      value: time(payments.lagMs.half),
      note:
        payments.lagMs.most === null
          ? system.noneLastDay
          : system.mostPaid(time(payments.lagMs.most), shownCount(payments.settledLastDay)),
    },
    {
      name: system.noticesDue,
      value: shownCount(notices.due),
      note: system.failedNotices(shownCount(notices.failedLastDay)),
    },
    {
      name: system.disk,
      value: disk === null ? none : shownBytes(disk.freeBytes),
      note:
        disk === null ? '' : system.diskNote(shownShare(disk.freeBytes, disk.totalBytes), shownBytes(disk.totalBytes)),
    },
  ]
}

/** What waits now, by kind of job. */
function QueueCard({ view }: { view: SystemView }) {
  const { system } = useSpeech().words
  return (
    <Card flush title={system.queue}>
      {view.jobs.length === 0 ? <p className="attention-none">{system.queueNone}</p> : null}
      <table className="system-table" hidden={view.jobs.length === 0}>
        <thead>
          <tr>
            <th>{system.kind}</th>
            <th className="number">{system.count}</th>
            <th className="number">{system.since}</th>
            <th>{system.state}</th>
          </tr>
        </thead>
        <tbody>
          {view.jobs.map((job) => (
            <tr key={job.kind}>
              <td>{system.kinds[job.kind] ?? job.kind}</td>
              <td className="number">{shownCount(job.waiting)}</td>
              <td className="number">{shownTime(waitMs(job, view), system)}</td>
              <td>
                {waitMs(job, view) > jobLateMs ? (
                  <Tag tone="red" icon="clock">
                    {system.tooLong}
                  </Tag>
                ) : (
                  <Tag tone="green" icon="tick">
                    {system.inTime}
                  </Tag>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  )
}
