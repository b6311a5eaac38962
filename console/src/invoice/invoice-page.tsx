import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { InvoiceState, StaffInvoice } from '@tucai/contract'
import { Button, App as Messages, Popover, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { call, callOnce, newKey, saveFile } from '../api.ts'
import { Card } from '../frame/card.tsx'
import { Empty } from '../frame/empty.tsx'
import { refusalWords } from '../frame/failure.tsx'
import { Moment } from '../frame/moment-text.tsx'
import { shownCount, shownMoney } from '../frame/numbers.ts'
import type { CampaignPageProps } from '../frame/page.ts'
import { PageTitle } from '../frame/page-title.tsx'
import { usePlace } from '../frame/use-place.ts'
import { Icon } from '../icons.tsx'
import { DataTable } from '../table/data-table.tsx'
import { FilterTabs } from '../table/filters.tsx'
import { ListBody, ListFoot, useList } from '../table/list.tsx'
import { useSpeech } from '../words/language.tsx'
import type { Words } from '../words/zh-CN.ts'
import { InvoiceSheet } from './invoice-sheet.tsx'
import { InvoiceTag } from './invoice-tag.tsx'
import { NumbersDialog } from './numbers-dialog.tsx'

const states = ['asked', 'exporting', 'exported', 'issued', 'reversed', 'refused'] as const satisfies InvoiceState[]
/** Requests for invoices: exported for the finance system, and numbers and files that come back. */
export function InvoicePage({ campaign: { campaignId }, staff }: CampaignPageProps) {
  const { language, words } = useSpeech()
  const { invoices } = words
  const { message } = Messages.useApp()
  const client = useQueryClient()
  const [place, go] = usePlace()
  const [importing, setImporting] = useState(false)
  const state = states.find((one) => one === place.own.state)
  const list = useList(['staff', 'invoices', campaignId, state ?? 'all'], (part) =>
    call('staffInvoiceList', { query: { campaignId, ...(state ? { state } : {}), ...part } }),
  )
  const counts = list.query.data?.counts ?? {}
  const rows = list.query.data?.invoices
  const mayAct = staff.role !== 'auditor'
  const exporting = useMutation({
    mutationFn: async () => {
      const { exportId } = await callOnce(newKey())('staffInvoiceExportMake', { body: { campaignId } })
      await saveFile('staffInvoiceExportFile', { params: { exportId } }, `${exportId}.xlsx`)
    },
    onSuccess: () => message.success(invoices.said.made),
    onError: (error) => message.error(refusalWords(error, language, words)),
    onSettled: () => client.invalidateQueries({ queryKey: ['staff'] }),
  })
  return (
    <>
      <PageTitle
        title={invoices.title}
        sub={invoices.sub(shownCount(counts.asked ?? 0), shownCount(counts.exported ?? 0))}
      >
        {mayAct ? (
          <>
            <Popover trigger="click" placement="bottomRight" title={invoices.exports} content={<Exports />}>
              <Button icon={<Icon name="log" />}>{invoices.exports}</Button>
            </Popover>
            <Button icon={<Icon name="upload" />} onClick={() => setImporting(true)}>
              {invoices.numbers}
            </Button>
            <Button
              type="primary"
              icon={<Icon name="download" />}
              disabled={(counts.asked ?? 0) === 0}
              loading={exporting.isPending}
              onClick={() => exporting.mutate()}
            >
              {invoices.make(shownCount(counts.asked ?? 0))}
            </Button>
          </>
        ) : null}
      </PageTitle>
      <Card flush fill>
        <FilterTabs
          label={invoices.label}
          chosen={state ?? 'all'}
          choose={(key) => go({ own: { state: key === 'all' ? null : key, rows: null } })}
          tabs={[
            { key: 'all', name: invoices.all, count: Object.values(counts).reduce((sum, count) => sum + count, 0) },
            ...states.map((one) => ({ key: one, name: invoices.states[one], count: counts[one] ?? 0 })),
          ]}
        />
        <ListBody list={list} watermark={staff.login}>
          <DataTable<StaffInvoice>
            columns={columnsIn(words)}
            rows={rows}
            idOf={({ invoiceId }) => invoiceId}
            stale={list.query.isPlaceholderData}
            openId={place.own.invoice ?? null}
            open={({ invoiceId }) => go({ own: { invoice: invoiceId } })}
            empty={<Empty title={invoices.none} hint={invoices.noneHint} />}
          />
        </ListBody>
        <ListFoot list={list} />
      </Card>
      <InvoiceSheet
        invoice={rows?.find(({ invoiceId }) => invoiceId === place.own.invoice)}
        staff={staff}
        close={() => go({ own: { invoice: null } })}
      />
      {importing ? <NumbersDialog close={() => setImporting(false)} /> : null}
    </>
  )
}

/** Exports of the past: their files can be had again. */
function Exports() {
  const { words } = useSpeech()
  const exports = useQuery({
    queryKey: ['staff', 'invoice-exports'],
    queryFn: () => call('staffInvoiceExportList', {}),
  }).data
  if (exports?.length === 0) return <p className="quiet">{words.invoices.noExports}</p>
  return (
    <ul className="plain">
      {exports?.slice(0, 10).map(({ exportId, madeAt, invoiceCount }) => (
        <li key={exportId}>
          <Moment at={madeAt} /> · {words.invoices.exportCount(shownCount(invoiceCount))}{' '}
          {(['xlsx', 'csv'] as const).map((format) => (
            <Button
              key={format}
              size="small"
              type="link"
              onClick={() =>
                saveFile('staffInvoiceExportFile', { params: { exportId }, query: { format } }, `${exportId}.${format}`)
              }
            >
              {format.toUpperCase()}
            </Button>
          ))}
        </li>
      ))}
    </ul>
  )
}

function columnsIn({ invoices, none }: Words): TableColumnsType<StaffInvoice> {
  return [
    {
      title: invoices.number,
      width: 200,
      render: (_, { number }) => (
        <button type="button" className="row-name mono">
          {number}
        </button>
      ),
    },
    {
      title: invoices.heading,
      ellipsis: true,
      render: (_, { title, titleKind }) => (
        <>
          {title} <span className="quiet">{invoices.kinds[titleKind]}</span>
        </>
      ),
    },
    { title: invoices.amount, align: 'right', width: 110, render: (_, { amountFen }) => shownMoney(amountFen) },
    {
      title: invoices.invoiceNumber,
      width: 210,
      render: (_, { invoiceNumber }) => <span className="mono">{invoiceNumber ?? none}</span>,
    },
    { title: invoices.state, width: 110, render: (_, { state }) => <InvoiceTag state={state} /> },
    { title: invoices.asked, width: 110, render: (_, { askedAt }) => <Moment at={askedAt} /> },
  ]
}
