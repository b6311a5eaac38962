import type { StaffShippingReport } from '@tucai/contract'
import type { TableColumnsType } from 'antd'
import { call } from '../api.ts'
import { Empty } from '../frame/empty.tsx'
import { Moment } from '../frame/moment-text.tsx'
import { Tag } from '../frame/tag.tsx'
import { DataTable } from '../table/data-table.tsx'
import { ListBody, ListFoot, useList } from '../table/list.tsx'
import { useSpeech } from '../words/language.tsx'

const tones = { due: 'amber', accepted: 'green', refused: 'red', unneeded: 'grey' } as const
const icons = { due: 'clock', accepted: 'ticked', refused: 'crossed', unneeded: 'tick' } as const

/** What WeChat was told of deliveries: it keeps the money of the mini program back until then. */
export function ReportList() {
  const { language, words } = useSpeech()
  const { parcels } = words
  const list = useList(['staff', 'shipping-reports'], (part) => call('staffShippingReportList', { query: part }))
  const columns: TableColumnsType<StaffShippingReport> = [
    { title: parcels.order, width: 200, render: (_, { orderNumber }) => <span className="mono">{orderNumber}</span> },
    { title: parcels.method, width: 90, render: (_, { kind }) => parcels.reportKinds[kind] },
    {
      title: parcels.state,
      width: 120,
      render: (_, { state }) => (
        <Tag tone={tones[state]} icon={icons[state]}>
          {parcels.reportStates[state]}
        </Tag>
      ),
    },
    { title: parcels.reportMeaning, render: (_, report) => report[language] },
    { title: parcels.made, width: 120, render: (_, { endedAt, madeAt }) => <Moment at={endedAt ?? madeAt} /> },
  ]
  return (
    <>
      <ListBody list={list}>
        <DataTable<StaffShippingReport>
          columns={columns}
          rows={list.query.data?.reports}
          idOf={({ orderId, madeAt }) => `${orderId} ${madeAt}`}
          empty={<Empty title={parcels.noReports} />}
        />
      </ListBody>
      <ListFoot list={list} />
    </>
  )
}
