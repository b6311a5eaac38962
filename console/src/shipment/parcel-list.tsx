import { useQueryClient } from '@tanstack/react-query'
import type { StaffParcel, StaffView } from '@tucai/contract'
import { Button, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { call, callOnce, newKey } from '../api.ts'
import { Empty } from '../frame/empty.tsx'
import { Moment } from '../frame/moment-text.tsx'
import { shownCount } from '../frame/numbers.ts'
import { Tag } from '../frame/tag.tsx'
import { usePlace } from '../frame/use-place.ts'
import { BulkAction, BulkBar } from '../table/bulk-bar.tsx'
import { DataTable } from '../table/data-table.tsx'
import { ListBody, ListFoot, useList } from '../table/list.tsx'
import { type Language, useSpeech } from '../words/language.tsx'
import type { Words } from '../words/zh-CN.ts'
import { maskTracking } from './mask-tracking.ts'
import { ParcelTag } from './parcel-tag.tsx'
import { refreshParcels } from './refresh.ts'

type ParcelListProps = { campaignId: string; staff: StaffView; group: string }
type Group = 'to-send' | 'under-way' | 'trouble' | 'arrived'

export function ParcelList({ campaignId, staff, group }: ParcelListProps) {
  const { language, words } = useSpeech()
  const [place, go] = usePlace()
  const client = useQueryClient()
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const [delivering, setDelivering] = useState(false)
  const search = place.search.trim()
  const query = {
    campaignId,
    ...(group === 'all' ? {} : { group: group as Group }),
    ...(search === '' ? {} : { search }),
  }
  const list = useList(['staff', 'parcels', query], (part) => call('staffParcelList', { query: { ...query, ...part } }))
  const rows = list.query.data?.parcels
  const chosen = rows?.filter(({ parcelId }) => ticked.has(parcelId)) ?? []
  const underWay = chosen.filter(({ state }) => state === 'shipped')
  const mayPack = staff.role !== 'auditor'
  return (
    <>
      <ListBody list={list} watermark={staff.login}>
        <DataTable<StaffParcel>
          columns={columnsIn(words, language, place.own.parcel !== undefined)}
          rows={rows}
          idOf={({ parcelId }) => parcelId}
          stale={list.query.isPlaceholderData}
          openId={place.own.parcel ?? null}
          open={({ parcelId }) => go({ own: { parcel: parcelId } })}
          {...(mayPack ? { ticked, tick: setTicked } : {})}
          widthPx={place.own.parcel === undefined ? 880 : 740}
          empty={
            search !== '' || group !== 'all' ? (
              <Empty title={words.parcels.noMatch}>
                <Button onClick={() => go({ own: { group: null, rows: null }, search: '' })}>
                  {words.clearFilter}
                </Button>
              </Empty>
            ) : (
              <Empty title={words.parcels.none} hint={words.parcels.noneHint} />
            )
          }
        />
      </ListBody>
      <ListFoot list={list} note={words.parcels.masked} />
      <BulkBar count={chosen.length} clear={() => setTicked(new Set())}>
        <Button size="small" onClick={() => setDelivering(true)}>
          {words.parcels.deliver}
        </Button>
      </BulkBar>
      <BulkAction
        preview={
          delivering
            ? {
                included: underWay.length,
                exceptions:
                  chosen.length === underWay.length
                    ? []
                    : [{ reason: words.parcels.notShipped, count: chosen.length - underWay.length }],
              }
            : null
        }
        close={() => setDelivering(false)}
        title={words.parcels.deliver}
        button={words.parcels.bulkDeliver(shownCount(underWay.length))}
        act={async () => {
          for (const { parcelId } of underWay) await callOnce(newKey())('staffParcelDeliver', { params: { parcelId } })
          return underWay.length
        }}
        doneWords={(count) => words.parcels.said.deliveredMany(shownCount(count))}
        done={() => {
          setTicked(new Set())
          void refreshParcels(client)
        }}
      />
    </>
  )
}

/** Beside an open parcel there is room for the most needed columns only. */
function columnsIn({ parcels, none }: Words, language: Language, narrow: boolean): TableColumnsType<StaffParcel> {
  const columns: TableColumnsType<StaffParcel> = [
    {
      title: parcels.order,
      fixed: 'left',
      width: 175,
      render: (_, { orderNumber }) => (
        <button type="button" className="row-name mono">
          {orderNumber}
        </button>
      ),
    },
    {
      title: parcels.tracking,
      width: 140,
      render: (_, { trackingNumber }) => (
        <span className="mono">{trackingNumber === null ? none : maskTracking(trackingNumber)}</span>
      ),
    },
    {
      title: parcels.method,
      width: 100,
      render: (_, { courier }) => (courier === null ? none : <Tag icon="truck">{courier[language]}</Tag>),
    },
    { title: parcels.recipient, width: 80, render: (_, { recipient }) => recipient },
    { title: parcels.region, width: 160, ellipsis: true, render: (_, { region }) => `${region} ****` },
    { title: parcels.sets, align: 'right', width: 60, render: (_, { printSets }) => printSets },
    { title: parcels.state, width: 150, render: (_, parcel) => <ParcelTag parcel={parcel} /> },
    { title: parcels.sent, width: 110, render: (_, { shippedAt }) => <Moment at={shippedAt} /> },
  ]
  return narrow ? columns.filter(({ title }) => title !== parcels.method && title !== parcels.sent) : columns
}
