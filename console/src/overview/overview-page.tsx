import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { ProgressGrouping, ProgressOverview, Stage } from '@tucai/contract'
import { Button, App as Messages, Segmented } from 'antd'
import { useState } from 'react'
import { call, saveFile } from '../api.ts'
import { Card } from '../frame/card.tsx'
import { Empty } from '../frame/empty.tsx'
import { Failure, refusalWords } from '../frame/failure.tsx'
import { Figures } from '../frame/figures.tsx'
import { shownMoment } from '../frame/moment.ts'
import { shownCount, shownShare } from '../frame/numbers.ts'
import type { CampaignPageProps } from '../frame/page.ts'
import { PageTitle } from '../frame/page-title.tsx'
import { usePlace } from '../frame/use-place.ts'
import { Icon } from '../icons.tsx'
import { useSpeech } from '../words/language.tsx'
import { AttentionCard, DeadlineCard } from './attention.tsx'
import { DaysChart } from './days-chart.tsx'
import { Extend } from './extend.tsx'
import { MissingSheet, scopeOf } from './missing-sheet.tsx'
import { Remind } from './remind.tsx'
import { type Part, SchoolsTable } from './schools-table.tsx'
import { StageBar, StageLegend } from './stage-bar.tsx'
import { approvedOn, countOf, unfinished } from './stages.ts'
import './overview.css'

const refreshMs = 30_000
const groupings: ProgressGrouping[] = ['college', 'className', 'level']

/** How far a round of campaigns is: school by school, what waits, and who is missing. */
export function OverviewPage({ campaign, staff }: CampaignPageProps) {
  const { words } = useSpeech()
  const [place, go] = usePlace()
  const by = groupings.find((one) => one === place.own.by) ?? 'college'
  const { campaignId } = campaign
  const progress = useQuery({
    queryKey: ['staff', 'progress', campaignId, by],
    queryFn: () => call('staffProgressShow', { params: { campaignId }, query: { by } }),
    placeholderData: keepPreviousData,
    refetchInterval: refreshMs,
  })
  const { saveMissing, savePaper } = useSaving(by)
  const [reminding, setReminding] = useState(false)
  const [extending, setExtending] = useState(false)
  const overview = progress.data
  if (overview === undefined) {
    return progress.isError ? (
      <Failure error={progress.error} retry={progress.refetch} retrying={progress.isFetching} />
    ) : null
  }
  const acts = staff.role === 'administrator' || staff.role === 'school'
  const part = partOf(place.own)
  const open = ({ campaignId: of, college, name }: Part) =>
    go({ own: { of, college: college ?? null, part: name ?? null } })
  const running = runningIn(overview)
  const ids = overview.schools.map((school) => school.campaignId)
  return (
    <>
      <PageTitle
        title={words.overview.title}
        sub={`${overview.title} · ${words.overview.madeAt(shownMoment(overview.madeAt, new Date()))}`}
      >
        <Segmented
          aria-label={words.overview.grouping}
          value={by}
          onChange={(next) => go({ own: { by: next, part: null, of: null, college: null } })}
          options={groupings.map((value) => ({ value, label: words.overview.by[value] }))}
        />
        <Button icon={<Icon name="printer" />} onClick={() => savePaper(campaignId)}>
          {words.overview.print}
        </Button>
        {acts ? (
          <Button
            type="primary"
            icon={<Icon name="send" />}
            disabled={countOf(overview.stages, unfinished) === 0 || running.length === 0}
            onClick={() => setReminding(true)}
          >
            {words.overview.remindUnfinished(shownCount(countOf(overview.stages, unfinished)))}
          </Button>
        ) : null}
      </PageTitle>
      <OverviewFigures overview={overview} />
      <div className="overview">
        <Card fill flush>
          {overview.total === 0 ? (
            <Empty title={words.overview.emptyTitle} hint={words.overview.emptyHint} />
          ) : (
            <>
              <div className="overview-head">
                <StageBar counts={overview.stages} total={overview.total} tall />
                <StageLegend counts={overview.stages} total={overview.total} />
              </div>
              <SchoolsTable
                key={by}
                overview={overview}
                campaignId={campaignId}
                open={open}
                save={(one) => acts && saveMissing(one, unfinished)}
              />
            </>
          )}
        </Card>
        <aside className="overview-side">
          <AttentionCard
            overview={overview}
            staff={staff}
            openMissing={(of) => open({ campaignId: of })}
            extend={() => setExtending(true)}
          />
          <DaysChart days={overview.days} />
          <DeadlineCard overview={overview} />
        </aside>
      </div>
      {part === null ? null : (
        <MissingSheet
          key={`${part.campaignId} ${part.college} ${part.name}`}
          part={part}
          by={by}
          school={overview.schools.find((school) => school.campaignId === part.campaignId)}
          staff={staff}
          close={() => go({ own: { of: null, college: null, part: null } })}
          save={saveMissing}
        />
      )}
      <Remind campaignIds={reminding ? running : null} scope={{}} close={() => setReminding(false)} />
      <Extend campaignIds={extending ? ids : null} close={() => setExtending(false)} />
    </>
  )
}

function partOf({ of, college, part }: Record<string, string>): Part | null {
  if (of === undefined) return null
  return { campaignId: of, ...(part === undefined ? {} : { name: part, college: college ?? '' }) }
}

/** Campaigns in which a reminder leads to something. */
function runningIn({ schools }: ProgressOverview): string[] {
  const now = new Date()
  const runs = schools.filter(
    ({ opensAt, closesAt, cancelled }) => !cancelled && new Date(opensAt) <= now && now < new Date(closesAt),
  )
  return runs.map(({ campaignId }) => campaignId)
}

function useSaving(by: ProgressGrouping) {
  const { language, words } = useSpeech()
  const { message } = Messages.useApp()
  const failed = (error: unknown) => message.error(refusalWords(error, language, words))
  return {
    saveMissing: (part: Part, stages: readonly Stage[]) => {
      const ask = { params: { campaignId: part.campaignId }, query: { ...scopeOf(part, by), stages: stages.join(',') } }
      saveFile('staffMissingExport', ask, 'missing.xlsx').catch(failed)
    },
    savePaper: (campaignId: string) => {
      saveFile('staffProgressPrint', { params: { campaignId }, query: { by } }, 'summary.pdf').catch(failed)
    },
  }
}

function OverviewFigures({ overview }: { overview: ProgressOverview }) {
  const { words } = useSpeech()
  const { total, stages, waitingSince, lastDeliveredAt } = overview
  const now = new Date()
  const submitted = total - countOf(stages, unfinished)
  const approved = countOf(stages, approvedOn)
  const today = (count: number) => words.overview.today(shownCount(count))
  return (
    <Figures
      figures={[
        { name: words.overview.people, value: shownCount(total), note: today(overview.addedToday) },
        {
          name: words.overview.submitted,
          value: shownCount(submitted),
          note: `${shownShare(submitted, total)} · ${today(overview.submittedToday)}`,
        },
        {
          name: words.frame.states.waiting,
          value: shownCount(stages.waiting),
          note: waitingSince === null ? '' : words.overview.longest(waited(waitingSince, now)),
        },
        {
          name: words.overview.rejected,
          value: shownCount(stages.rejected),
          note: overview.overdue === 0 ? '' : words.overview.ofThemOverdue(shownCount(overview.overdue)),
        },
        {
          name: words.overview.approved,
          value: shownCount(approved),
          note: `${shownShare(approved, total)} · ${today(overview.approvedToday)}`,
        },
        {
          name: words.frame.states.delivered,
          value: shownCount(stages.delivered + stages.proofread),
          note: lastDeliveredAt === null ? '' : words.overview.lastDelivered(shownMoment(lastDeliveredAt, now)),
        },
      ]}
    />
  )
}

/** Hours and minutes since an instant. */
function waited(since: string, now: Date): [hours: number, minutes: number] {
  const minutes = Math.max(0, Math.floor((now.getTime() - new Date(since).getTime()) / 60_000))
  return [Math.floor(minutes / 60), minutes % 60]
}
