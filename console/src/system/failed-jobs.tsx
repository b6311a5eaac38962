import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { SystemFailedJob } from '@tucai/contract'
import { Button, App as Messages } from 'antd'
import { callOnce, newKey } from '../api.ts'
import { Card } from '../frame/card.tsx'
import { refusalWords } from '../frame/failure.tsx'
import { Moment } from '../frame/moment-text.tsx'
import { shownCount } from '../frame/numbers.ts'
import { useSpeech } from '../words/language.tsx'

/** Jobs that were given up; each can be done again, where that is not going to happen anyhow. */
export function FailedJobs({ jobs }: { jobs: SystemFailedJob[] }) {
  const { system } = useSpeech().words
  return (
    <Card fill flush title={system.failed} beside={<span className="quiet">{system.failedHint}</span>}>
      {jobs.length === 0 ? <p className="attention-none">{system.failedNone}</p> : null}
      <div className="system-rows" hidden={jobs.length === 0}>
        <table className="system-table">
          <thead>
            <tr>
              <th>{system.kind}</th>
              <th>{system.failedAt}</th>
              <th className="number">{system.attempts}</th>
              <th className="wide">{system.error}</th>
              <th />
            </tr>
          </thead>
          <tbody>
            {jobs.map((job) => (
              <tr key={job.jobId}>
                <td>{system.kinds[job.kind] ?? job.kind}</td>
                <td>
                  <Moment at={job.failedAt} />
                </td>
                <td className="number">{shownCount(job.attempts)}</td>
                <td className="mono wraps" title={job.jobId}>
                  {job.error}
                </td>
                <td className="number">
                  {job.mayTryAgain ? <Again jobId={job.jobId} /> : <span className="quiet">{system.comesAgain}</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  )
}

function Again({ jobId }: { jobId: string }) {
  const { language, words } = useSpeech()
  const { message } = Messages.useApp()
  const client = useQueryClient()
  const again = useMutation({
    mutationFn: () => callOnce(newKey())('staffFailedJobRetry', { params: { jobId } }),
    onSuccess: () => message.success(words.system.askedAgain),
    onError: (error) => message.error(refusalWords(error, language, words)),
    onSettled: () => client.invalidateQueries({ queryKey: ['staff', 'system'] }),
  })
  return (
    <Button size="small" loading={again.isPending} onClick={() => again.mutate()}>
      {words.system.again}
    </Button>
  )
}
