import { useQuery } from '@tanstack/react-query'
import type { ApprovalView } from '@tucai/contract'
import { Button } from 'antd'
import { call } from '../api.ts'
import { Card } from '../frame/card.tsx'
import { Failure } from '../frame/failure.tsx'
import { shownCount } from '../frame/numbers.ts'
import { Tag } from '../frame/tag.tsx'
import { usePlace } from '../frame/use-place.ts'
import { useSpeech } from '../words/language.tsx'
import { useDoing } from './use-doing.ts'

const refreshMs = 30_000

/** What waits for a second person: bulk exports here, refunds where they are handled. */
export function ApprovalCard() {
  const { words } = useSpeech()
  const { management } = words
  const [, go] = usePlace()
  const list = useQuery({
    queryKey: ['staff', 'approvals', 'waiting'],
    queryFn: () => call('approvalList', { query: { waiting: 'true' } }),
    refetchInterval: refreshMs,
  })
  const refunds = useQuery({
    queryKey: ['staff', 'refunds', 'waiting'],
    queryFn: () => call('staffRefundList', { query: { state: 'asked', limit: 1 } }),
    refetchInterval: refreshMs,
  })
  const refundCount = refunds.data?.total ?? 0
  const count = (list.data?.length ?? 0) + refundCount
  return (
    <Card
      className="approval-card"
      title={management.secondPerson}
      beside={count === 0 ? null : <Tag tone="amber">{shownCount(count)}</Tag>}
    >
      {list.isError ? <Failure error={list.error} retry={list.refetch} retrying={list.isFetching} /> : null}
      {list.isSuccess && refunds.isSuccess && count === 0 ? <p className="quiet">{management.nothingWaits}</p> : null}
      {list.data?.map((approval) => (
        <Waiting key={approval.approvalId} approval={approval} />
      ))}
      {refundCount === 0 ? null : (
        <div className="approval">
          <div className="approval-head">
            <b>{management.refundsWait(shownCount(refundCount))}</b>
            <Button size="small" onClick={() => go({ page: 'orders' })}>
              {management.toOrders}
            </Button>
          </div>
        </div>
      )}
    </Card>
  )
}

function Waiting({ approval }: { approval: ApprovalView }) {
  const { management } = useSpeech().words
  const { approvalId, kind, personCount, title, reason, askedBy, schoolName, endsAt, own } = approval
  const decide = useDoing(
    (approve: boolean) => call('approvalDecide', { params: { approvalId }, body: { approve } }),
    ['staff', 'approvals'],
  )
  const withdraw = useDoing(() => call('approvalWithdraw', { params: { approvalId } }), ['staff', 'approvals'])
  const hours = Math.max(0, Math.floor((new Date(endsAt).getTime() - Date.now()) / 3_600_000))
  return (
    <section className="approval">
      <div className="approval-head">
        <b>{management.kinds[kind](shownCount(personCount))}</b>
        <span className="quiet">{management.hoursLeft(shownCount(hours))}</span>
      </div>
      <p>
        {[askedBy, schoolName, title].filter((part) => part !== null && part !== '').join(' · ')}
        <br />
        {management.why(reason)}
      </p>
      <div className="approval-foot">
        {own ? (
          <>
            <span className="quiet">{management.ownRequest}</span>
            <Button
              size="small"
              loading={withdraw.isPending}
              onClick={() => withdraw.mutate({ given: undefined, said: management.withdraw })}
            >
              {management.withdraw}
            </Button>
          </>
        ) : (
          <>
            <Button
              size="small"
              loading={decide.isPending && decide.variables?.given === false}
              onClick={() => decide.mutate({ given: false, said: management.refused })}
            >
              {management.refuse}
            </Button>
            <Button
              size="small"
              type="primary"
              loading={decide.isPending && decide.variables?.given === true}
              onClick={() => decide.mutate({ given: true, said: management.approved })}
            >
              {management.approve}
            </Button>
          </>
        )}
      </div>
    </section>
  )
}
