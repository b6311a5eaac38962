import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { Progress, StaffCampaign, StaffView } from '@tucai/contract'
import { Pagination, Tabs } from 'antd'
import { useEffect } from 'react'
import { call } from '../api.ts'
import { Failure } from '../failure.tsx'
import type { Place } from '../place.ts'
import { progressSteps } from '../place.ts'
import { useSpeech } from '../words/language.tsx'
import { GraduateDrawer } from './graduate-drawer.tsx'
import { GraduateSearch } from './graduate-search.tsx'
import { GraduateTable } from './graduate-table.tsx'
import { Watermark } from './watermark.tsx'
import './graduate-page.css'

const rowsPerPage = 50
const refreshMs = 20_000
const number = new Intl.NumberFormat('en-US')

type PageProps = {
  campaign: StaffCampaign
  place: Place & { search: string }
  go: (change: Partial<Place & { search: string }>) => void
  staff: StaffView
}

export function GraduatePage({ campaign, place, go, staff }: PageProps) {
  const { words } = useSpeech()
  const { search, progress, page } = place
  const list = useGraduates(campaign.campaignId, search, progress, page)
  const filtered = search.trim() !== '' || progress !== null
  const total = list.data?.total ?? 0
  const lastPage = Math.max(1, Math.ceil(total / rowsPerPage))
  useEffect(() => {
    // An old address may name a page that the list no longer has; taking its place leaves the way back usable.
    if (list.isSuccess && !list.isPlaceholderData && page > lastPage) go({ page: lastPage, search })
  }, [list.isSuccess, list.isPlaceholderData, page, lastPage, search, go])
  const first = (page - 1) * rowsPerPage + 1
  const last = Math.min(total, page * rowsPerPage)
  return (
    <>
      <PageTitle campaign={campaign} matching={filtered && list.isSuccess ? total : null} />
      <section className="card">
        <Tabs
          activeKey={progress ?? 'all'}
          aria-label={words.progressFilter}
          onChange={(key) => go({ progress: progressSteps.find((step) => step === key) ?? null, page: 1 })}
          items={[
            { key: 'all', label: words.all },
            ...progressSteps.map((step) => ({ key: step, label: words.steps[step] })),
          ]}
        />
        <GraduateSearch
          search={search}
          find={(word) => go({ search: word, page: 1 })}
          clear={filtered ? () => go({ search: '', progress: null, page: 1 }) : null}
        />
        <div className="card-body">
          <div className="rows">
            {list.isError ? (
              <Failure error={list.error} retry={list.refetch} retrying={list.isFetching} />
            ) : (
              <GraduateTable
                graduates={list.data?.graduates}
                stale={list.isPlaceholderData}
                filtered={filtered}
                openId={place.graduateId}
                open={(graduateId) => go({ graduateId })}
                clear={() => go({ search: '', progress: null, page: 1 })}
              />
            )}
          </div>
          {list.isSuccess && total > 0 ? <Watermark name={staff.login} /> : null}
        </div>
        <footer className="foot">
          <span>
            {total === 0 ? '' : `${words.range(number.format(first), number.format(last), number.format(total))} · `}
            {words.masked}
          </span>
          {total > rowsPerPage || page > 1 ? (
            <Pagination
              size="small"
              current={page}
              pageSize={rowsPerPage}
              total={total}
              showSizeChanger={false}
              onChange={(next) => go({ page: next })}
            />
          ) : null}
          <span>{words.perPage(rowsPerPage)}</span>
        </footer>
      </section>
      <GraduateDrawer
        graduate={list.data?.graduates.find(({ graduateId }) => graduateId === place.graduateId)}
        close={() => go({ graduateId: null })}
      />
    </>
  )
}

function useGraduates(campaignId: string, search: string, progress: Progress | null, page: number) {
  return useQuery({
    queryKey: ['staff', 'graduates', campaignId, { search: search.trim(), progress, page }],
    queryFn: () =>
      call('staffGraduateList', {
        params: { campaignId },
        query: {
          search: search.trim() === '' ? undefined : search.trim(),
          progress: progress ?? undefined,
          offset: (page - 1) * rowsPerPage,
          limit: rowsPerPage,
        },
      }),
    placeholderData: keepPreviousData,
    refetchInterval: refreshMs,
  })
}

function PageTitle({ campaign, matching }: { campaign: StaffCampaign; matching: number | null }) {
  const { words } = useSpeech()
  const { graduateCount, completedCount } = campaign
  const share = graduateCount === 0 ? '0%' : `${((100 * completedCount) / graduateCount).toFixed(1)}%`
  const counts = words.counts(number.format(graduateCount), number.format(completedCount), share)
  return (
    <div className="page-title">
      <h1>{words.graduates}</h1>
      <p>
        {campaign.schoolName} · {counts}
        {matching === null ? '' : ` · ${words.filtered(number.format(matching))}`}
      </p>
    </div>
  )
}
