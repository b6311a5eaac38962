import type { RosterProblem, RosterView } from '@tucai/contract'
import { Alert, Progress, Segmented } from 'antd'
import { useState } from 'react'
import { shownCount } from '../frame/numbers.ts'
import { usePlace } from '../frame/use-place.ts'
import { Icon } from '../icons.tsx'
import { FilterTabs } from '../table/filters.tsx'
import { useSpeech } from '../words/language.tsx'
import { isBusy, type RosterActs } from './roster.ts'
import { ChangePreview, RosterChanges } from './roster-changes.tsx'
import { RosterProblems } from './roster-problems.tsx'
import { RosterSource } from './roster-source.tsx'

const kinds = ['added', 'changed', 'withdrawn'] as const

/** What the dry run found: figures, problems with their place in the sheet, and what would change. */
export function RosterTrial({ roster, login, acts }: { roster: RosterView; login: string; acts: RosterActs }) {
  const { words } = useSpeech()
  const [place, go] = usePlace()
  const [looked, setLooked] = useState<RosterProblem | null>(null)
  const { counts } = roster
  const problems = counts.blocking + counts.warnings
  const usual = problems > 0 ? 'problems' : (kinds.find((kind) => counts[kind] > 0) ?? 'problems')
  const tab = kinds.find((kind) => kind === place.own.tab) ?? (place.own.tab === 'problems' ? 'problems' : usual)
  return (
    <>
      <RosterFigures roster={roster} acts={acts} />
      {isBusy(roster) ? null : <Verdict roster={roster} />}
      {isBusy(roster) ? null : (
        <div className="roster-columns">
          <section className="card fill">
            <FilterTabs
              label={words.roster.problems}
              tabs={[
                { key: 'problems', name: words.roster.problems, count: problems },
                ...kinds.map((kind) => ({ key: kind, name: words.roster[kind], count: counts[kind] })),
              ]}
              chosen={tab}
              choose={(key) => go({ own: { tab: key, rows: null, severity: null } })}
            />
            {tab === 'problems' ? (
              <RosterProblems roster={roster} login={login} looked={looked} look={setLooked} />
            ) : (
              <RosterChanges key={tab} roster={roster} kind={tab} login={login} />
            )}
          </section>
          <div className="roster-beside">
            <RosterSource roster={roster} problem={looked} />
            <ChangePreview roster={roster} />
          </div>
        </div>
      )}
    </>
  )
}

function RosterFigures({ roster, acts }: { roster: RosterView; acts: RosterActs }) {
  const { words } = useSpeech()
  const { counts, state, rowCount, rowsDone, tookMs } = roster
  const all = state === 'accepting' ? counts.added + counts.changed : rowCount
  const share = isBusy(roster) ? (all === 0 ? 0 : (rowsDone / all) * 100) : 100
  const progress = [shownCount(rowsDone), shownCount(all)] as const
  const size = `${(roster.fileBytes / 1e6).toFixed(roster.fileBytes < 1e6 ? 2 : 1)} MB`
  const figures = [
    ['added', counts.added, words.roster.rowsUnit],
    ['changed', counts.changed, words.roster.rowsUnit],
    ['withdrawn', counts.withdrawn, words.roster.begun(shownCount(counts.withdrawnBegun))],
    ['unchanged', counts.unchanged, words.roster.rowsUnit],
    [
      'problems',
      counts.blocking + counts.warnings,
      words.roster.blockAndWarn(shownCount(counts.blocking), shownCount(counts.warnings)),
    ],
  ] as const
  return (
    <section className="card roster-figures">
      <div className="roster-named">
        <Icon name="log" />
        <div>
          <b title={roster.fileName}>{roster.fileName}</b>
          <small role="status">
            {isBusy(roster)
              ? words.roster[state === 'accepting' ? 'acceptingRows' : 'tryingRows'](...progress)
              : [
                  words.roster.rows(shownCount(counts.rows)),
                  size,
                  tookMs === null ? null : words.roster.took((tookMs / 1000).toFixed(1)),
                ]
                  .filter((part) => part !== null)
                  .join(' · ')}
          </small>
          <Progress
            percent={share}
            showInfo={false}
            size={['100%', 4]}
            status={isBusy(roster) ? 'active' : 'success'}
            aria-label={words.roster.steps[2]}
          />
        </div>
        <Segmented
          size="small"
          aria-label={words.roster.kindOfRoster}
          disabled={isBusy(roster) || acts.isPending}
          value={roster.whole ? 'whole' : 'supplement'}
          onChange={(value) => acts.tryAgain({ whole: value === 'whole' })}
          options={(['whole', 'supplement'] as const).map((value) => ({
            value,
            label: words.roster[value],
            title: words.roster[`${value}Hint`],
          }))}
        />
      </div>
      <dl>
        {figures.map(([name, value, note]) => (
          <div key={name} className={name}>
            <dt>{words.roster[name]}</dt>
            <dd>
              <b>{isBusy(roster) && state === 'trying' ? '—' : shownCount(value)}</b>
              <small>{note}</small>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function Verdict({ roster: { state, counts } }: { roster: RosterView }) {
  const { words } = useSpeech()
  const say = words.roster
  const isSame = counts.added + counts.changed + counts.withdrawn === 0
  const [type, title, text] =
    state === 'outdated'
      ? (['warning', say.outdatedTitle, say.outdatedText] as const)
      : counts.blocking > 0
        ? (['error', say.blockedTitle(shownCount(counts.blocking)), say.blockedText] as const)
        : isSame
          ? (['info', say.sameTitle, ''] as const)
          : (['success', say.readyTitle, say.readyText] as const)
  return (
    <Alert
      className="roster-alert"
      type={type}
      showIcon
      title={
        <>
          <b>{title}</b>
          {text}
        </>
      }
    />
  )
}
