import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { RouteAnswer, StaffView } from '@tucai/contract'
import { Alert, Button, Input, App as Messages, Select, Skeleton } from 'antd'
import { useState } from 'react'
import { call, callOnce, newKey } from '../api.ts'
import { Card } from '../frame/card.tsx'
import { Facts } from '../frame/facts.tsx'
import { Failure, refusalWords } from '../frame/failure.tsx'
import { Moment } from '../frame/moment-text.tsx'
import { Uncover, type UncoverReason } from '../frame/uncover.tsx'
import { usePlace } from '../frame/use-place.ts'
import { Icon } from '../icons.tsx'
import { useSpeech } from '../words/language.tsx'
import { useChoices, useCourier } from './choices.ts'
import { maskTracking } from './mask-tracking.ts'
import { ParcelTag } from './parcel-tag.tsx'
import { refreshParcels } from './refresh.ts'
import { ResendDialog, ReturnDialog } from './return-dialogs.tsx'

type Parcel = RouteAnswer<'staffParcelShow'>

/** One parcel beside the list: whom it goes to, where it has been, what is done next. */
export function ParcelDetail({ parcelId, staff }: { parcelId: string; staff: StaffView }) {
  const { words } = useSpeech()
  const [, go] = usePlace()
  const shown = useQuery({
    queryKey: ['staff', 'parcel', parcelId],
    queryFn: () => call('staffParcelShow', { params: { parcelId } }),
  })
  const parcel = shown.data
  return (
    <Card
      flush
      fill
      className="parcel-detail"
      title={words.parcels.detail}
      beside={
        parcel?.trackingNumber ? <span className="mono quiet">{maskTracking(parcel.trackingNumber)}</span> : undefined
      }
      actions={
        <button
          type="button"
          className="icon-button"
          aria-label={words.close}
          onClick={() => go({ own: { parcel: null } })}
        >
          <Icon name="cross" />
        </button>
      }
    >
      <div className="parcel-body">
        {shown.isError ? (
          <Failure error={shown.error} retry={shown.refetch} retrying={shown.isFetching} />
        ) : parcel === undefined ? (
          <Skeleton active title={false} paragraph={{ rows: 8 }} />
        ) : (
          <Body parcel={parcel} staff={staff} />
        )}
      </div>
      {parcel === undefined || staff.role === 'auditor' ? null : <Actions parcel={parcel} />}
    </Card>
  )
}

function Body({ parcel, staff }: { parcel: Parcel; staff: StaffView }) {
  const { language, words } = useSpeech()
  const { parcels } = words
  const { parcelId, region, courier, note } = parcel
  const wholeAddress = async ({ reason, note }: { reason: UncoverReason; note: string }) => {
    const address = await call('staffParcelAddress', { params: { parcelId }, body: { reason, note } })
    return `${address.recipient} ${address.phone} ${address.region} ${address.detail}`
  }
  return (
    <>
      {parcel.state === 'returned' ? (
        <Alert type="error" showIcon title={`${parcels.returnedAlert}${note || words.none}`} />
      ) : null}
      {parcel.overdue ? <Alert type="warning" showIcon title={parcels.overdueAlert} /> : null}
      {parcel.obstacle === null ? null : <Alert type="error" showIcon title={parcels.obstacles[parcel.obstacle]} />}
      <Facts
        facts={[
          [parcels.state, <ParcelTag key="state" parcel={parcel} />],
          [parcels.recipient, parcel.recipient],
          [
            parcels.address,
            staff.role === 'auditor' ? (
              `${region} ****`
            ) : (
              <Uncover key="address" field={parcels.addressField} masked={`${region} ****`} read={wholeAddress} />
            ),
          ],
          [
            parcels.orderFact,
            <span key="order" className="mono">
              {parcel.orderNumber}
            </span>,
          ],
          [parcels.inside, parcels.setsOf(parcel.printSets)],
          [parcels.courier, courier?.[language]],
          [parcels.timesSent, String(parcel.timesSent)],
        ]}
      />
      <h3 className="sheet-heading">{parcels.course}</h3>
      <ol className="timeline">
        {parcel.moves.toReversed().map((move, place) => (
          <li key={`${move.at} ${move.state}`} className={place === 0 ? 'present' : ''}>
            <div>{parcels.steps[move.state]}</div>
            <small>
              <Moment at={move.at} />
              {move.courier === null ? '' : ` · ${move.courier[language]} ${maskTracking(move.trackingNumber ?? '')}`}
            </small>
          </li>
        ))}
      </ol>
      {parcel.reports.length === 0 ? null : (
        <>
          <h3 className="sheet-heading">{parcels.wechat}</h3>
          <ul className="plain">
            {parcel.reports.map(({ state, madeAt }) => (
              <li key={madeAt}>
                {parcels.reportStates[state]} · <Moment at={madeAt} />
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  )
}

function Actions({ parcel }: { parcel: Parcel }) {
  const { language, words } = useSpeech()
  const { parcels } = words
  const { message } = Messages.useApp()
  const client = useQueryClient()
  const choices = useChoices()
  const [courier, setCourier] = useCourier()
  const [number, setNumber] = useState('')
  const [asking, setAsking] = useState<'return' | 'resend' | null>(null)
  const { parcelId, state, obstacle } = parcel
  const params = { parcelId }
  const act = useMutation({
    mutationFn: async (what: 'ship' | 'deliver') => {
      if (what === 'deliver') await callOnce(newKey())('staffParcelDeliver', { params })
      else await callOnce(newKey())('staffParcelShip', { params, body: { courier, trackingNumber: number } })
      return what === 'ship' ? parcels.said.shipped : parcels.said.delivered
    },
    onSuccess: (said) => message.success(said),
    onError: (error) => message.error(refusalWords(error, language, words)),
    onSettled: () => refreshParcels(client),
  })
  if (state === 'delivered' || state === 'cancelled') return null
  return (
    <footer className="parcel-foot">
      {state === 'waiting' || state === 'labelled' ? (
        <>
          <Select
            aria-label={parcels.courier}
            value={courier}
            onChange={setCourier}
            popupMatchSelectWidth={false}
            options={(choices?.couriers ?? []).map((one) => ({ value: one.code, label: one[language] }))}
          />
          <Input
            className="mono"
            aria-label={parcels.tracking}
            placeholder={parcels.tracking}
            value={number}
            maxLength={60}
            onChange={(event) => setNumber(event.target.value)}
          />
          <Button
            type="primary"
            disabled={number.trim() === '' || obstacle !== null}
            loading={act.isPending}
            onClick={() => act.mutate('ship')}
          >
            {parcels.ship}
          </Button>
        </>
      ) : null}
      {state === 'shipped' ? (
        <>
          <Button block onClick={() => setAsking('return')}>
            {parcels.returned}
          </Button>
          <Button block type="primary" loading={act.isPending} onClick={() => act.mutate('deliver')}>
            {parcels.deliver}
          </Button>
        </>
      ) : null}
      {state === 'returned' ? (
        <Button block type="primary" icon={<Icon name="truck" />} onClick={() => setAsking('resend')}>
          {parcels.resend}
        </Button>
      ) : null}
      {asking === 'return' ? <ReturnDialog parcelId={parcelId} close={() => setAsking(null)} /> : null}
      {asking === 'resend' ? <ResendDialog parcelId={parcelId} close={() => setAsking(null)} /> : null}
    </footer>
  )
}
