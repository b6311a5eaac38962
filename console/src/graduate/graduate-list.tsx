import { useQuery } from '@tanstack/react-query'
import type { StaffGraduate } from '@tucai/contract'
import { Button } from 'antd'
import { useState } from 'react'
import { useHotkeys } from 'react-hotkeys-hook'
import { call } from '../api.ts'
import { Empty } from '../frame/empty.tsx'
import { shownCount } from '../frame/numbers.ts'
import type { CampaignPageProps } from '../frame/page.ts'
import { PageTitle } from '../frame/page-title.tsx'
import { listPageOf } from '../frame/place.ts'
import { usePlace } from '../frame/use-place.ts'
import { Icon } from '../icons.tsx'
import { BulkBar } from '../table/bulk-bar.tsx'
import { ListBody, ListFoot, useList } from '../table/list.tsx'
import { useSpeech } from '../words/language.tsx'
import { ExportSheet } from './export-sheet.tsx'
import { filterKeys, filterOf, GraduateFilters } from './graduate-filters.tsx'
import { GraduateTable, type Sort } from './graduate-table.tsx'
import { RemindAction } from './remind-action.tsx'
import { WithdrawAction } from './withdraw-action.tsx'

const sorts: readonly Sort['by'][] = ['updated', 'name', 'studentNumber', 'college', 'className']
const rowsPerPage = 50

/** Which graduates are listed and in which order, as the place says. */
export function listAsked(own: Record<string, string>, search: string) {
  const by = sorts.find((sort) => sort === own.sort) ?? 'updated'
  const descending = own.down === undefined ? by === 'updated' : own.down === 'true'
  return {
    ...filterOf(own),
    search: search.trim() || undefined,
    sort: by,
    descending: descending ? ('true' as const) : ('false' as const),
  }
}

/** Screen 05: the graduates of a campaign, filtered, sorted and paged by the server. */
export function GraduateList({ campaign, staff }: CampaignPageProps) {
  const { words } = useSpeech()
  const [place, go] = usePlace()
  const { campaignId } = campaign
  const params = { campaignId }
  const asked = listAsked(place.own, place.search)
  const list = useList(['staff', 'graduates', campaignId, asked], (part) =>
    call('staffGraduateList', { params, query: { ...asked, ...part } as never }),
  )
  const facets = useQuery({
    queryKey: ['staff', 'graduate-facets', campaignId],
    queryFn: () => call('staffGraduateFacets', { params }),
    refetchInterval: 30_000,
  })
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const [known, setKnown] = useState<ReadonlyMap<string, StaffGraduate>>(new Map())
  const [withdrawing, setWithdrawing] = useState<string[] | null>(null)
  const [reminding, setReminding] = useState<string[] | null>(null)
  const [exporting, setExporting] = useState(false)
  const rows = list.query.data?.graduates
  const mayChange = staff.role !== 'auditor'
  const clear = () =>
    go({ own: { ...Object.fromEntries(filterKeys.map((key) => [key, null])), rows: null }, search: '' })
  const isNarrowed = asked.search !== undefined || filterKeys.some((key) => place.own[key] !== undefined)
  const open = (graduate: StaffGraduate) => {
    const at = (listPageOf(place) - 1) * rowsPerPage + (rows?.indexOf(graduate) ?? 0)
    go({ own: { graduate: graduate.graduateId, at: String(at) } })
  }
  const tick = (ids: ReadonlySet<string>) => {
    setKnown(new Map([...known, ...(rows ?? []).map((row) => [row.graduateId, row] as const)]))
    setTicked(ids)
  }
  const isOut = place.own.care === 'withdrawn'
  useHotkeys('e', () => setExporting(true), { enabled: mayChange })
  return (
    <>
      <PageTitle
        title={words.graduate.title}
        sub={`${campaign.schoolName} · ${words.graduate.counts(
          shownCount(facets.data?.total ?? campaign.graduateCount),
          isNarrowed && list.query.isSuccess ? shownCount(list.total) : null,
        )}`}
      >
        {mayChange ? (
          <Button icon={<Icon name="download" />} onClick={() => setExporting(true)}>
            {words.graduate.exportList}
          </Button>
        ) : null}
      </PageTitle>
      <section className="card fill">
        <GraduateFilters facets={facets.data} clear={isNarrowed ? clear : null} />
        <ListBody list={list} watermark={staff.login}>
          <GraduateTable
            graduates={rows}
            stale={list.query.isPlaceholderData}
            empty={isNarrowed ? <NoMatch clear={clear} /> : <NoRoster mayImport={mayChange} />}
            open={open}
            ticked={ticked}
            tick={tick}
            sort={{ by: asked.sort, descending: asked.descending === 'true' }}
            sortBy={({ by, descending }) => go({ own: { sort: by, down: String(descending), rows: null } })}
            actions={(row) => [
              { key: 'open', label: words.graduate.open, act: () => open(row) },
              ...(mayChange && row.standing !== 'refused' && row.standing !== 'unconfirmed'
                ? [
                    {
                      key: 'withdraw',
                      label: isOut ? words.graduate.restore : words.graduate.withdraw,
                      act: () => setWithdrawing([row.graduateId]),
                    },
                  ]
                : []),
            ]}
          />
        </ListBody>
        <ListFoot list={list} note={words.graduate.masked} />
      </section>
      <BulkBar
        count={ticked.size}
        note={<Common rows={[...ticked].map((id) => known.get(id))} />}
        clear={() => setTicked(new Set())}
      >
        {mayChange ? (
          <>
            {isOut ? null : (
              <Button size="small" icon={<Icon name="send" />} onClick={() => setReminding([...ticked])}>
                {words.graduate.remind}
              </Button>
            )}
            <Button
              size="small"
              icon={<Icon name={isOut ? 'undo' : 'cross'} />}
              onClick={() => setWithdrawing([...ticked])}
            >
              {isOut ? words.graduate.restore : words.graduate.withdraw}
            </Button>
            <Button size="small" icon={<Icon name="download" />} onClick={() => setExporting(true)}>
              {words.graduate.exportList}
            </Button>
          </>
        ) : null}
      </BulkBar>
      <RemindAction
        campaignId={campaignId}
        graduateIds={reminding}
        close={() => setReminding(null)}
        done={() => setTicked(new Set())}
      />
      <WithdrawAction
        campaignId={campaignId}
        graduateIds={withdrawing}
        withdrawn={!isOut}
        close={() => setWithdrawing(null)}
        done={() => setTicked(new Set())}
      />
      <ExportSheet
        campaignId={campaignId}
        open={exporting}
        close={() => setExporting(false)}
        asked={{ ...filterOf(place.own), search: asked.search, graduateIds: ticked.size > 0 ? [...ticked] : undefined }}
        count={ticked.size > 0 ? ticked.size : list.total}
      />
    </>
  )
}

/** The state that all the ticked share, where they do. */
function Common({ rows }: { rows: (StaffGraduate | undefined)[] }) {
  const { words } = useSpeech()
  const stages = new Set(rows.map((row) => row?.photoStage))
  const [only] = stages
  return stages.size === 1 && only !== undefined ? words.graduate.allAre(words.frame.states[only]) : null
}

function NoMatch({ clear }: { clear: () => void }) {
  const { words } = useSpeech()
  return (
    <Empty title={words.graduate.noMatch} hint={words.graduate.noMatchHint}>
      <Button onClick={clear}>{words.graduate.clear}</Button>
    </Empty>
  )
}

function NoRoster({ mayImport }: { mayImport: boolean }) {
  const { words } = useSpeech()
  const [, go] = usePlace()
  return (
    <Empty title={words.graduate.none} hint={words.graduate.noneHint} steps={words.frame.rosterSteps}>
      {mayImport ? (
        <Button type="primary" icon={<Icon name="upload" />} onClick={() => go({ page: 'roster' })}>
          {words.graduate.toRoster}
        </Button>
      ) : null}
    </Empty>
  )
}
