import { useQuery } from '@tanstack/react-query'
import type { StaffGraduateDetail } from '@tucai/contract'
import { Button } from 'antd'
import { useState } from 'react'
import { useHotkeys } from 'react-hotkeys-hook'
import { call } from '../api.ts'
import { Failure } from '../frame/failure.tsx'
import { shownCount } from '../frame/numbers.ts'
import type { CampaignPageProps } from '../frame/page.ts'
import { PageTitle } from '../frame/page-title.tsx'
import { usePlace } from '../frame/use-place.ts'
import { Watermark } from '../frame/watermark.tsx'
import { Icon } from '../icons.tsx'
import { useSpeech } from '../words/language.tsx'
import { CorrectSheet } from './correct-sheet.tsx'
import { listAsked } from './graduate-list.tsx'
import { HistoryCard } from './history-card.tsx'
import { OrdersCard } from './orders-card.tsx'
import { ConsentsCard, EnrolmentsCard, PersonCard } from './person-cards.tsx'
import { RemindAction } from './remind-action.tsx'
import { Statement } from './statement.tsx'
import { OrderTag, PhotoTag } from './states.tsx'
import { TakesCard } from './takes-card.tsx'
import { WithdrawAction } from './withdraw-action.tsx'

type GraduateDossierProps = CampaignPageProps & { graduateId: string }

/** Screen 06: everything about one enrolment, masked, in three columns. */
export function GraduateDossier({ graduateId, campaign, staff }: GraduateDossierProps) {
  const { words } = useSpeech()
  const shown = useQuery({
    queryKey: ['staff', 'graduate', graduateId],
    queryFn: () => call('staffGraduateShow', { params: { graduateId } }),
  })
  if (shown.isError && shown.data === undefined)
    return <Failure error={shown.error} retry={shown.refetch} retrying={shown.isFetching} />
  if (shown.data === undefined) return <div role="status" aria-label={words.loading} />
  const graduate = shown.data
  const mayChange = staff.role !== 'auditor'
  return (
    <>
      <Head graduate={graduate} campaignId={campaign.campaignId} mayChange={mayChange} role={staff.role} />
      {mayChange && graduate.standing === 'unconfirmed' ? <Statement graduateId={graduateId} /> : null}
      <div className="dossier">
        <div className="dossier-column">
          <PersonCard graduate={graduate} mayUncover={mayChange} />
          <EnrolmentsCard graduate={graduate} />
          {graduate.consents === null ? null : <ConsentsCard consents={graduate.consents} />}
          <Watermark name={staff.login} />
        </div>
        <TakesCard takes={graduate.takes} name={graduate.maskedName} />
        <div className="dossier-column">
          <OrdersCard orders={graduate.orders} />
          <HistoryCard graduateId={graduateId} />
          <Watermark name={staff.login} />
        </div>
      </div>
    </>
  )
}

type HeadProps = { graduate: StaffGraduateDetail; campaignId: string; mayChange: boolean; role: string }

function Head({ graduate, campaignId, mayChange, role }: HeadProps) {
  const { words } = useSpeech()
  const [, go] = usePlace()
  const [correcting, setCorrecting] = useState(false)
  const [reminding, setReminding] = useState<string[] | null>(null)
  const [withdrawing, setWithdrawing] = useState<string[] | null>(null)
  const isOut = (graduate.standing as string) === 'withdrawn'
  const mayReview = role === 'administrator' && graduate.photoStage === 'waiting'
  return (
    <div className="dossier-head">
      <Button
        icon={<Icon name="left" />}
        aria-label={words.graduate.back}
        title={words.graduate.back}
        onClick={() => go({ own: { graduate: null, at: null } })}
      />
      <PageTitle
        title={graduate.maskedName}
        sub={words.graduate.subLine(graduate.schoolName, graduate.graduationYear, graduate.maskedStudentNumber)}
        beside={
          <>
            <PhotoTag {...graduate} />
            {graduate.orderState === null ? null : <OrderTag state={graduate.orderState} />}
          </>
        }
      >
        <Neighbours campaignId={campaignId} />
        {mayChange ? (
          <>
            <Button icon={<Icon name="send" />} onClick={() => setReminding([graduate.graduateId])}>
              {words.graduate.remind}
            </Button>
            <Button icon={<Icon name="pencil" />} onClick={() => setCorrecting(true)}>
              {words.graduate.correct}
            </Button>
            {graduate.standing === 'unconfirmed' || graduate.standing === 'refused' ? null : (
              <Button onClick={() => setWithdrawing([graduate.graduateId])}>
                {isOut ? words.graduate.restore : words.graduate.withdraw}
              </Button>
            )}
          </>
        ) : null}
        {mayReview ? (
          <Button type="primary" icon={<Icon name="review" />} onClick={() => go({ page: 'review' })}>
            {words.graduate.toReview}
          </Button>
        ) : null}
      </PageTitle>
      <CorrectSheet graduate={graduate} open={correcting} close={() => setCorrecting(false)} />
      <RemindAction
        campaignId={campaignId}
        graduateIds={reminding}
        close={() => setReminding(null)}
        done={() => setReminding(null)}
      />
      <WithdrawAction
        campaignId={campaignId}
        graduateIds={withdrawing}
        withdrawn={!isOut}
        close={() => setWithdrawing(null)}
        done={() => setWithdrawing(null)}
      />
    </div>
  )
}

/** The place in the list that was left, and the graduates before and after, also by K and J. */
function Neighbours({ campaignId }: { campaignId: string }) {
  const { words } = useSpeech()
  const [place, go] = usePlace()
  const at = Number(place.own.at ?? 'none')
  const isKnown = Number.isSafeInteger(at) && at >= 0
  const asked = listAsked(place.own, place.search)
  const around = useQuery({
    queryKey: ['staff', 'graduates', campaignId, asked, { around: at }],
    queryFn: () =>
      call('staffGraduateList', {
        params: { campaignId },
        query: { ...asked, offset: Math.max(0, at - 1), limit: at === 0 ? 2 : 3 } as never,
      }),
    enabled: isKnown,
  })
  const rows = around.data?.graduates ?? []
  const present = rows.findIndex(({ graduateId }) => graduateId === place.own.graduate)
  const to = (step: number) => {
    const next = present === -1 ? undefined : rows[present + step]
    return next === undefined ? null : () => go({ own: { graduate: next.graduateId, at: String(at + step) } })
  }
  const [before, after] = [to(-1), to(1)]
  useHotkeys('k', () => before?.(), [before])
  useHotkeys('j', () => after?.(), [after])
  if (!isKnown || around.data === undefined) return null
  return (
    <>
      <span className="quiet">{words.graduate.place(shownCount(at + 1), shownCount(around.data.total))}</span>
      <Button size="small" aria-label={words.graduate.previous} disabled={before === null} onClick={() => before?.()}>
        <kbd>K</kbd>
      </Button>
      <Button size="small" aria-label={words.graduate.next} disabled={after === null} onClick={() => after?.()}>
        <kbd>J</kbd>
      </Button>
    </>
  )
}
