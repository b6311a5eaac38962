import type { RosterProblem, RosterSeverity, RosterView } from '@tucai/contract'
import { Button } from 'antd'
import { useEffect } from 'react'
import { useHotkeys } from 'react-hotkeys-hook'
import { call, saveFile } from '../api.ts'
import { Empty } from '../frame/empty.tsx'
import { shownCount } from '../frame/numbers.ts'
import { Tag } from '../frame/tag.tsx'
import { usePlace } from '../frame/use-place.ts'
import { Icon } from '../icons.tsx'
import { ListBody, ListFoot, useList } from '../table/list.tsx'
import { useSpeech } from '../words/language.tsx'

type ProblemsProps = {
  roster: RosterView
  login: string
  looked: RosterProblem | null
  look: (problem: RosterProblem | null) => void
}

/** Problems by their cells, walked through with J and K. */
export function RosterProblems({ roster, login, looked, look }: ProblemsProps) {
  const { rosterId, trial, counts } = roster
  const { words, language } = useSpeech()
  const [place] = usePlace()
  const severity = (['block', 'warn'] as const).find((one) => one === place.own.severity)
  const list = useList(['staff', 'roster-problems', rosterId, trial, severity ?? null], (part) =>
    call('staffRosterProblemList', { params: { rosterId }, query: { ...part, ...(severity ? { severity } : {}) } }),
  )
  const problems = list.query.data?.problems ?? []
  const at = looked === null ? -1 : problems.indexOf(looked)
  const [first] = problems
  useEffect(() => look(first ?? null), [first, look])
  const move = (step: number) => look(problems[Math.min(problems.length - 1, Math.max(0, at + step))] ?? null)
  useHotkeys('j', () => move(1), [problems, at])
  useHotkeys('k', () => move(-1), [problems, at])
  return (
    <>
      <SeverityChips counts={counts} chosen={severity} rosterId={rosterId} />
      <ListBody list={list} watermark={login}>
        {list.query.isSuccess && problems.length === 0 ? <Empty title={words.roster.noProblems} /> : null}
        {problems.length === 0 ? null : (
          <table className="roster-table">
            <thead>
              <tr>
                {(['cell', 'column', 'value', 'whatAndHint', 'severity'] as const).map((name) => (
                  <th key={name}>{words.roster[name]}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {problems.map((problem) => (
                <tr
                  key={`${problem.cell}-${problem.row}-${problem.code}`}
                  className={problem === looked ? 'on' : ''}
                  onClick={() => look(problem)}
                >
                  <td>
                    <button type="button" className="roster-cell" aria-pressed={problem === looked}>
                      {problem.cell || words.roster.rowNumber + String(problem.row)}
                    </button>
                  </td>
                  <td>{problem.column[language]}</td>
                  <td className="mono">{problem.value || '—'}</td>
                  <td className="roster-what">
                    {problem.what[language]}
                    <small>{problem.hint[language]}</small>
                  </td>
                  <td>
                    <SeverityTag severity={problem.severity} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </ListBody>
      <ListFoot
        list={list}
        note={
          <>
            <kbd>J</kbd> <kbd>K</kbd> {words.roster.walk}
          </>
        }
      />
    </>
  )
}

function SeverityTag({ severity }: { severity: RosterSeverity }) {
  const { words } = useSpeech()
  return (
    <Tag tone={severity === 'block' ? 'red' : 'amber'} icon={severity === 'block' ? 'crossed' : 'warning'}>
      {words.roster[severity]}
    </Tag>
  )
}

type ChipsProps = { counts: RosterView['counts']; chosen: RosterSeverity | undefined; rosterId: string }

function SeverityChips({ counts, chosen, rosterId }: ChipsProps) {
  const { words } = useSpeech()
  const [, go] = usePlace()
  const chips = [
    ['all', counts.blocking + counts.warnings],
    ['block', counts.blocking],
    ['warn', counts.warnings],
  ] as const
  return (
    <div className="roster-chips">
      {chips.map(([name, count]) => (
        <button
          key={name}
          type="button"
          className={name === (chosen ?? 'all') ? 'roster-chip on' : 'roster-chip'}
          aria-pressed={name === (chosen ?? 'all')}
          onClick={() => go({ own: { severity: name === 'all' ? null : name, rows: null } })}
        >
          {words.roster[name]} {shownCount(count)}
        </button>
      ))}
      <Button
        size="small"
        icon={<Icon name="download" />}
        disabled={counts.blocking + counts.warnings === 0}
        onClick={() => void saveFile('staffRosterProblemSheet', { params: { rosterId } }, 'problems.xlsx')}
      >
        {words.roster.problemSheet}
      </Button>
    </div>
  )
}
