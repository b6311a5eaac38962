import type { RouteQuery, StaffOrder } from '@tucai/contract'
import { Button, App as Messages, type TableColumnsType } from 'antd'
import { call, saveFile } from '../api.ts'
import { Card } from '../frame/card.tsx'
import { Empty } from '../frame/empty.tsx'
import { refusalWords } from '../frame/failure.tsx'
import { chinaDay } from '../frame/moment.ts'
import { Moment } from '../frame/moment-text.tsx'
import { shownCount, shownMoney } from '../frame/numbers.ts'
import type { CampaignPageProps } from '../frame/page.ts'
import { PageTitle } from '../frame/page-title.tsx'
import { usePlace } from '../frame/use-place.ts'
import { Icon } from '../icons.tsx'
import { DataTable } from '../table/data-table.tsx'
import { FilterChip, FilterRow } from '../table/filters.tsx'
import { ListBody, ListFoot, useList } from '../table/list.tsx'
import { SavedFilterTabs } from '../table/saved-filters.tsx'
import { useSpeech } from '../words/language.tsx'
import type { Words } from '../words/zh-CN.ts'
import { contentOf } from './content.ts'
import { OrderSheet } from './order-sheet.tsx'
import { OrderTag } from './order-tag.tsx'

const filterKeys = ['state', 'prints', 'paid', 'amount'] as const
type Filter = Omit<RouteQuery<'staffOrderList'>, 'offset' | 'limit'>
type OrderState = NonNullable<Filter['state']>

const states = ['unpaid', 'paid', 'producing', 'refund-waiting', 'refunded'] as const satisfies readonly OrderState[]
const amountFilters = {
  free: { mostFen: 0 },
  small: { leastFen: 1, mostFen: 5000 },
  large: { leastFen: 5001 },
} as const
const dayFilters = { today: [0, 0], yesterday: [1, 1], week: [6, 0], month: [29, 0] } as const

/** What of the address says which orders are shown. */
function filterOf(own: Record<string, string>, search: string): Filter {
  const amount = amountFilters[own.amount as keyof typeof amountFilters]
  const days = dayFilters[own.paid as keyof typeof dayFilters]
  return {
    ...(own.state ? { state: own.state as OrderState } : {}),
    ...(own.prints === 'yes' || own.prints === 'no' ? { prints: own.prints } : {}),
    ...(amount ?? {}),
    ...(days ? { paidFrom: chinaDay(days[0]), paidUntil: chinaDay(days[1]) } : {}),
    ...(search.trim() === '' ? {} : { search: search.trim() }),
  }
}

export function OrderPage({ staff, campaign: { campaignId } }: CampaignPageProps) {
  const { words } = useSpeech()
  const [place, go] = usePlace()
  const filter = filterOf(place.own, place.search)
  const list = useList(['staff', 'orders', campaignId, filter], (part) =>
    call('staffOrderList', { params: { campaignId }, query: { ...filter, ...part } }),
  )
  const page = list.query.data
  const clear = () =>
    go({ own: { ...Object.fromEntries(filterKeys.map((key) => [key, null])), rows: null }, search: '' })
  const filtered = Object.keys(filter).length > 0
  return (
    <>
      <PageTitle
        title={words.orders.title}
        {...(page
          ? {
              sub: words.orders.today(
                shownCount(page.today.orders),
                shownMoney(page.today.paidFen),
                shownMoney(page.today.refundedFen),
              ),
            }
          : {})}
      >
        <ExportButton campaignId={campaignId} filter={filter} />
      </PageTitle>
      <Card flush fill className={place.own.order ? 'beside-sheet' : ''}>
        <SavedFilterTabs
          list="orders"
          label={words.orders.label}
          keys={filterKeys}
          offered={[
            { key: 'all', name: words.orders.all, count: page?.counts.all ?? 0, filter: {} },
            ...states.map((state) => ({
              key: state,
              name: state === 'refund-waiting' ? words.orders.refundWaiting : words.orders.states[state],
              count: page?.counts[state] ?? 0,
              hot: state === 'refund-waiting' && (page?.counts[state] ?? 0) > 0,
              filter: { state },
            })),
          ]}
        />
        <Chips clear={filtered ? clear : null} />
        <ListBody list={list} watermark={staff.login}>
          <DataTable<StaffOrder>
            columns={columnsIn(words)}
            rows={page?.orders}
            idOf={({ orderId }) => orderId}
            stale={list.query.isPlaceholderData}
            openId={place.own.order ?? null}
            open={({ orderId }) => go({ own: { order: orderId } })}
            widthPx={760}
            empty={
              filtered ? (
                <Empty title={words.orders.noMatch}>
                  <Button onClick={clear}>{words.clearFilter}</Button>
                </Empty>
              ) : (
                <Empty title={words.orders.none} hint={words.orders.noneHint} />
              )
            }
          />
        </ListBody>
        <ListFoot
          list={list}
          note={
            <>
              {words.orders.pageSum(shownMoney(page?.totalFen ?? 0))} · {words.orders.masked}
            </>
          }
        />
      </Card>
      <OrderSheet
        orderId={place.own.order ?? null}
        campaignId={campaignId}
        staff={staff}
        close={() => go({ own: { order: null } })}
      />
    </>
  )
}

function Chips({ clear }: { clear: (() => void) | null }) {
  const { words } = useSpeech()
  const [place, go] = usePlace()
  const chip = (key: 'paid' | 'prints' | 'amount', field: string, options: Record<string, string>) => (
    <FilterChip
      field={field}
      values={place.own[key] === undefined ? [] : [place.own[key]]}
      options={Object.entries(options).map(([value, label]) => ({ value, label }))}
      change={([value]) => go({ own: { [key]: value ?? null, rows: null } })}
    />
  )
  return (
    <FilterRow clear={clear}>
      {chip('paid', words.orders.paidDay, words.orders.paidDays)}
      {chip('prints', words.orders.content, words.orders.prints)}
      {chip('amount', words.orders.amount, words.orders.amounts)}
    </FilterRow>
  )
}

function ExportButton({ campaignId, filter }: { campaignId: string; filter: Filter }) {
  const { language, words } = useSpeech()
  const { message } = Messages.useApp()
  return (
    <Button
      icon={<Icon name="download" />}
      onClick={() =>
        saveFile('staffOrderFile', { params: { campaignId }, query: filter }, 'orders.xlsx').catch((error) =>
          message.error(refusalWords(error, language, words)),
        )
      }
    >
      {words.orders.exportSheet}
    </Button>
  )
}

function columnsIn(words: Words): TableColumnsType<StaffOrder> {
  return [
    {
      title: words.orders.number,
      fixed: 'left',
      width: 180,
      render: (_, { number }) => (
        <button type="button" className="row-name mono">
          {number}
        </button>
      ),
    },
    {
      title: words.orders.student,
      width: 160,
      render: (_, { name, studentNumber }) => (
        <>
          {name} <span className="quiet mono">{studentNumber}</span>
        </>
      ),
    },
    { title: words.orders.content, width: 110, render: (_, order) => contentOf(order, words) },
    { title: words.orders.amount, align: 'right', width: 110, render: (_, { totalFen }) => shownMoney(totalFen) },
    { title: words.orders.state, width: 130, render: (_, order) => <OrderTag order={order} /> },
    {
      title: words.orders.time,
      width: 110,
      render: (_, { paidAt, placedAt }) => <Moment at={paidAt ?? placedAt} />,
    },
  ]
}
