import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { StaffBundle, StaffView } from '@tucai/contract'
import { Alert, Button, Checkbox, Input, App as Messages, Skeleton, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { call, callOnce, newKey, saveFile } from '../api.ts'
import { Empty } from '../frame/empty.tsx'
import { refusalWords } from '../frame/failure.tsx'
import { Moment } from '../frame/moment-text.tsx'
import { SideSheet } from '../frame/side-sheet.tsx'
import { StateTag } from '../frame/state-tag.tsx'
import { Tag } from '../frame/tag.tsx'
import { usePlace } from '../frame/use-place.ts'
import { Icon } from '../icons.tsx'
import { DataTable } from '../table/data-table.tsx'
import { ListBody, ListFoot, useList } from '../table/list.tsx'
import { useSpeech } from '../words/language.tsx'
import type { Words } from '../words/zh-CN.ts'
import { refreshParcels } from './refresh.ts'

/** Boxes that go to a school's station. */
export function BundleList({ campaignId, staff }: { campaignId: string; staff: StaffView }) {
  const { words } = useSpeech()
  const [place, go] = usePlace()
  const list = useList(['staff', 'bundles', campaignId], (part) =>
    call('staffBundleList', { params: { campaignId }, query: part }),
  )
  return (
    <>
      <ListBody list={list} watermark={staff.login}>
        <DataTable<StaffBundle>
          columns={columnsIn(words)}
          rows={list.query.data?.bundles}
          idOf={({ bundleId }) => bundleId}
          openId={place.own.bundle ?? null}
          open={({ bundleId }) => go({ own: { bundle: bundleId } })}
          empty={<Empty title={words.parcels.noBundles} hint={words.parcels.noBundlesHint} />}
        />
      </ListBody>
      <ListFoot list={list} />
      <BundleSheet
        key={place.own.bundle}
        bundleId={place.own.bundle ?? null}
        staff={staff}
        close={() => go({ own: { bundle: null } })}
      />
    </>
  )
}

function BundleTag({ state }: { state: StaffBundle['state'] }) {
  const { words } = useSpeech()
  const word = words.parcels.bundleStates[state]
  if (state === 'open') return <Tag icon="clock">{word}</Tag>
  return <StateTag state={state === 'sent' ? 'shipped' : 'proofread'}>{word}</StateTag>
}

function columnsIn({ parcels }: Words): TableColumnsType<StaffBundle> {
  return [
    {
      title: parcels.bundleNumber,
      width: 190,
      render: (_, { number }) => (
        <button type="button" className="row-name mono">
          {number}
        </button>
      ),
    },
    { title: parcels.college, render: (_, { college }) => college || parcels.several },
    { title: parcels.station, render: (_, { station }) => station },
    { title: parcels.people, align: 'right', width: 80, render: (_, { orderCount }) => orderCount },
    { title: parcels.sets, align: 'right', width: 80, render: (_, { setCount }) => setCount },
    { title: parcels.state, width: 110, render: (_, { state }) => <BundleTag state={state} /> },
    { title: parcels.sent, width: 110, render: (_, { sentAt }) => <Moment at={sentAt} /> },
  ]
}

type BundleSheetProps = { bundleId: string | null; staff: StaffView; close: () => void }

function BundleSheet({ bundleId, staff, close }: BundleSheetProps) {
  const { language, words } = useSpeech()
  const { parcels } = words
  const { message } = Messages.useApp()
  const client = useQueryClient()
  const [without, setWithout] = useState<readonly string[]>([])
  const [note, setNote] = useState('')
  const params = { bundleId: bundleId ?? '' }
  const shown = useQuery({
    queryKey: ['staff', 'bundle', bundleId],
    queryFn: () => call('staffBundleShow', { params }),
    enabled: bundleId !== null,
  })
  const act = useMutation({
    mutationFn: async (what: 'send' | 'receive' | 'pdf' | 'xlsx') => {
      if (what === 'pdf' || what === 'xlsx') {
        await saveFile('staffBundleHandOver', { params, query: { format: what } }, `list.${what}`)
        return null
      }
      if (what === 'receive') await callOnce(newKey())('staffBundleReceive', { params })
      else await callOnce(newKey())('staffBundleSend', { params, body: { without: [...without], note } })
      return what === 'send' ? parcels.said.sent : parcels.said.received
    },
    onSuccess: (said) => (said === null ? undefined : message.success(said)),
    onError: (error) => message.error(refusalWords(error, language, words)),
    onSettled: () => refreshParcels(client),
  })
  const bundle = shown.data
  const mayPack = staff.role !== 'auditor'
  const blocked = bundle?.items.filter(({ obstacle, orderId }) => obstacle !== null && !without.includes(orderId)) ?? []
  const list = (format: 'pdf' | 'xlsx') => (
    <Button icon={<Icon name="download" />} onClick={() => act.mutate(format)}>
      {parcels.handOver} {format.toUpperCase()}
    </Button>
  )
  return (
    <SideSheet
      open={bundleId !== null}
      close={close}
      title={
        <>
          {parcels.bundleNumber} <span className="mono quiet">{bundle?.number}</span>
        </>
      }
      foot={
        bundle === undefined || !mayPack ? undefined : (
          <>
            {list('xlsx')}
            {list('pdf')}
            {bundle.state === 'open' ? (
              <Button
                type="primary"
                disabled={blocked.length > 0}
                loading={act.isPending}
                onClick={() => act.mutate('send')}
              >
                {parcels.bundleSend}
              </Button>
            ) : null}
            {bundle.state === 'sent' ? (
              <Button type="primary" loading={act.isPending} onClick={() => act.mutate('receive')}>
                {parcels.bundleReceive}
              </Button>
            ) : null}
          </>
        )
      }
    >
      {bundle === undefined ? (
        <Skeleton active title={false} paragraph={{ rows: 8 }} />
      ) : (
        <>
          {blocked.length > 0 ? <Alert type="error" showIcon title={parcels.bundleBlocked(blocked.length)} /> : null}
          {bundle.state === 'open' && mayPack ? (
            <Input
              aria-label={parcels.bundleNote}
              placeholder={parcels.bundleNote}
              maxLength={100}
              value={note}
              onChange={(event) => setNote(event.target.value)}
            />
          ) : null}
          <ul className="bundle-items">
            {bundle.items.map(({ orderId, name, className, studentNumber, printSets, obstacle }) => (
              <li key={orderId}>
                <span>
                  <b>{name}</b> <span className="mono quiet">{studentNumber}</span>{' '}
                  <span className="quiet">{className}</span>
                  {obstacle === null ? null : <span className="wrong"> {parcels.obstacles[obstacle]}</span>}
                </span>
                <span>
                  {printSets}
                  {bundle.state === 'open' && mayPack ? (
                    <Checkbox
                      checked={without.includes(orderId)}
                      onChange={(event) =>
                        setWithout(
                          event.target.checked ? [...without, orderId] : without.filter((one) => one !== orderId),
                        )
                      }
                    >
                      {parcels.takeOut}
                    </Checkbox>
                  ) : null}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </SideSheet>
  )
}
