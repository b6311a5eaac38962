import { useQuery } from '@tanstack/react-query'
import type { DeliveryResultKind, DeliveryView, StaffView } from '@tucai/contract'
import { Button, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { call } from '../api.ts'
import { Card } from '../frame/card.tsx'
import { Empty } from '../frame/empty.tsx'
import { Failure } from '../frame/failure.tsx'
import { shownCount } from '../frame/numbers.ts'
import { usePlace } from '../frame/use-place.ts'
import { Icon } from '../icons.tsx'
import { DataTable } from '../table/data-table.tsx'
import { useSpeech } from '../words/language.tsx'
import type { Words } from '../words/zh-CN.ts'
import { DeliverySheet } from './delivery-sheet.tsx'
import { DeliveryTag } from './delivery-tag.tsx'
import { ImportResults } from './import-results.tsx'
import { shownBytes } from './sizes.ts'

const buildingMs = 1_500
const restingMs = 20_000

/** Every delivery of the campaign, and the way for results to come back. */
export function Records({ staff, campaignId }: { staff: StaffView; campaignId: string }) {
  const { words } = useSpeech()
  const say = words.delivery
  const [place, go] = usePlace()
  const [importing, setImporting] = useState<DeliveryResultKind | null>(null)
  const isMaker = staff.role === 'administrator'
  const list = useQuery({
    queryKey: ['staff', 'deliveries', campaignId],
    queryFn: () => call('deliveryList', { params: { campaignId } }),
    refetchInterval: ({ state }) =>
      state.data?.some((delivery) => delivery.state === 'preparing') ? buildingMs : restingMs,
  })
  const openId = place.own.delivery ?? null
  const actions = isMaker ? (
    <>
      <Button size="small" icon={<Icon name="upload" />} onClick={() => setImporting('comparison')}>
        {say.importComparison}
      </Button>
      <Button size="small" icon={<Icon name="upload" />} onClick={() => setImporting('proofreading')}>
        {say.importProofreading}
      </Button>
    </>
  ) : undefined
  return (
    <Card title={say.records} actions={actions} flush fill className="records">
      {list.isError && list.data === undefined ? (
        <Failure error={list.error} retry={list.refetch} retrying={list.isFetching} />
      ) : (
        <div className="rows">
          <DataTable
            columns={columnsOf(words)}
            rows={list.data}
            idOf={({ deliveryId }) => deliveryId}
            openId={openId}
            open={({ deliveryId }) => go({ own: { delivery: deliveryId } })}
            empty={<Empty title={say.noRecords} hint={isMaker ? say.noRecordsHint : say.noRecordsRead} />}
          />
        </div>
      )}
      <DeliverySheet staff={staff} deliveryId={openId} close={() => go({ own: { delivery: null } })} />
      <ImportResults campaignId={campaignId} kind={importing} close={() => setImporting(null)} />
    </Card>
  )
}

function columnsOf(words: Words): TableColumnsType<DeliveryView> {
  const say = words.delivery
  return [
    {
      title: say.delivery,
      render: (_, { number, settings }) => (
        <b>
          {number} {say.scopeShort[settings.scope]}
        </b>
      ),
    },
    { title: say.photos, align: 'right', width: 80, render: (_, { photos }) => <b>{shownCount(photos)}</b> },
    { title: say.size, width: 96, render: (_, { bytes, zips }) => (zips === 0 ? words.none : shownBytes(bytes)) },
    {
      title: say.took,
      width: 84,
      render: (_, { tookMs }) => (tookMs === null ? words.none : say.seconds((tookMs / 1000).toFixed(1))),
    },
    {
      title: say.approval,
      ellipsis: true,
      render: (_, { askedBy, approvedBy }) => (approvedBy === null ? askedBy : `${askedBy} + ${approvedBy}`),
    },
    { title: say.result, width: 150, render: (_, delivery) => <DeliveryTag delivery={delivery} /> },
  ]
}
