import type { ProgressGroup, ProgressOverview, ProgressSchool } from '@tucai/contract'
import { useEffect, useRef, useState } from 'react'
import { useHotkeys } from 'react-hotkeys-hook'
import { daysUntil, shownMoment } from '../frame/moment.ts'
import { shownCount, shownShare } from '../frame/numbers.ts'
import { Tag } from '../frame/tag.tsx'
import { Icon } from '../icons.tsx'
import { useSpeech } from '../words/language.tsx'
import { StageBar } from './stage-bar.tsx'
import { approvedOn, countOf } from './stages.ts'

export type Part = { campaignId: string; college?: string; name?: string }

type SchoolsTableProps = {
  overview: ProgressOverview
  /** Whose school is opened first. */
  campaignId: string
  open: (part: Part) => void
  save: (part: Part) => void
}

type Line = { key: string; part: Part; school: ProgressSchool; group: ProgressGroup | null }
type Order = 'none' | 'best' | 'worst'
const nextOrder: Record<Order, Order> = { none: 'worst', worst: 'best', best: 'none' }

const share = ({ stages, total }: Pick<ProgressGroup, 'stages' | 'total'>) =>
  total === 0 ? 0 : countOf(stages, approvedOn) / total

/** Schools, and when opened their colleges, classes or levels, each with its bar. */
export function SchoolsTable({ overview, campaignId: first, open, save }: SchoolsTableProps) {
  const { words } = useSpeech()
  const { schools } = overview
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set([first]))
  const [order, setOrder] = useState<Order>('none')
  const lines = linesOf(schools, opened, order)
  const { at, place } = useLineKeys(lines, open, save)
  const toggle = (campaignId: string) => {
    const next = new Set(opened)
    if (!next.delete(campaignId)) next.add(campaignId)
    setOpened(next)
  }
  return (
    <>
      <div className="rows" ref={place}>
        <table className="schools">
          <thead>
            <tr>
              <th>{words.overview.unit}</th>
              <th className="number">{words.overview.count}</th>
              <th>{words.overview.progress}</th>
              <th
                className="number"
                aria-sort={order === 'none' ? 'none' : order === 'best' ? 'descending' : 'ascending'}
              >
                <button type="button" onClick={() => setOrder(nextOrder[order])}>
                  {words.overview.share}
                  <Icon name={order === 'none' ? 'sort' : order === 'best' ? 'down' : 'up'} />
                </button>
              </th>
              <th className="number">{words.overview.waitingShort}</th>
              <th className="number">{words.overview.rejectedShort}</th>
              <th className="number">{words.frame.states.none}</th>
              <th>{words.overview.closesAt}</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line, index) => (
              <TableLine
                key={line.key}
                line={line}
                isAt={index === at}
                isOpened={opened.has(line.school.campaignId)}
                toggle={() => toggle(line.school.campaignId)}
                open={() => open(line.part)}
              />
            ))}
          </tbody>
        </table>
      </div>
      <footer className="foot">
        <span>{words.overview.schoolsOpened(schools.length, opened.size)}</span>
        <span className="quiet">{words.overview.lineKeys}</span>
      </footer>
    </>
  )
}

function linesOf(schools: ProgressSchool[], opened: ReadonlySet<string>, order: Order): Line[] {
  const sorted = <T extends Pick<ProgressGroup, 'stages' | 'total'>>(all: T[]) =>
    order === 'none' ? all : [...all].sort((a, b) => (order === 'best' ? share(b) - share(a) : share(a) - share(b)))
  return sorted(schools).flatMap((school) => {
    const { campaignId } = school
    const whole: Line = { key: campaignId, part: { campaignId }, school, group: null }
    if (!opened.has(campaignId)) return [whole]
    const groups = sorted(school.groups).map((group): Line => {
      const { college, name } = group
      return { key: `${campaignId} ${college} ${name}`, part: { campaignId, college, name }, school, group }
    })
    return [whole, ...groups]
  })
}

type TableLineProps = { line: Line; isAt: boolean; isOpened: boolean; toggle: () => void; open: () => void }

function TableLine({ line: { school, group }, isAt, isOpened, toggle, open }: TableLineProps) {
  const { words } = useSpeech()
  const { total, stages } = group ?? school
  const name = group === null ? school.schoolName : groupName(group, words.overview.unnamed)
  return (
    <tr className={isAt ? 'at' : ''} onClick={open}>
      <td className={group === null ? 'whole' : 'part'}>
        {group === null ? (
          <button
            type="button"
            className="expand"
            aria-expanded={isOpened}
            aria-label={words.overview.expand(school.schoolName)}
            onClick={(event) => {
              event.stopPropagation()
              toggle()
            }}
          >
            <Icon name={isOpened ? 'down' : 'right'} />
          </button>
        ) : null}
        <button type="button" className="row-name">
          {name}
        </button>
      </td>
      <td className="number">{shownCount(total)}</td>
      <td className="bar-cell">
        <StageBar counts={stages} total={total} />
      </td>
      <td className="number">
        <b>{shownShare(countOf(stages, approvedOn), total)}</b>
      </td>
      <td className="number">{shownCount(stages.waiting)}</td>
      <td className={stages.rejected > 0 && group === null ? 'number bad' : 'number'}>{shownCount(stages.rejected)}</td>
      <td className="number">{shownCount(stages.none)}</td>
      <td>{group === null ? <ClosesTag school={school} /> : null}</td>
    </tr>
  )
}

export function groupName({ college, name }: Pick<ProgressGroup, 'college' | 'name'>, unnamed: string): string {
  return [college, name || unnamed].filter((part) => part !== '').join(' ')
}

function ClosesTag({ school: { closesAt, cancelled } }: { school: ProgressSchool }) {
  const { words } = useSpeech()
  const now = new Date()
  const days = daysUntil(closesAt, now)
  if (cancelled) return <Tag>{words.overview.cancelled}</Tag>
  if (days <= 0) return <Tag icon="lock">{words.overview.over}</Tag>
  const when = shownMoment(closesAt, now)
  if (days > 3) return <Tag tone="green" icon="clock">{`${when}`}</Tag>
  return <Tag tone="red" icon="warning">{`${words.daysLeft(days)} · ${when}`}</Tag>
}

/** J and K move, Enter opens the list of a line, E saves it as a sheet. */
function useLineKeys(lines: Line[], open: (part: Part) => void, save: (part: Part) => void) {
  const [at, setAt] = useState(-1)
  const place = useRef<HTMLDivElement>(null)
  const line = lines[at]
  const move = (step: number) => setAt((before) => Math.min(lines.length - 1, Math.max(0, before + step)))
  useHotkeys('j', () => move(1), [lines.length])
  useHotkeys('k', () => move(-1), [lines.length])
  useHotkeys('e', () => line && save(line.part), [line, save])
  useHotkeys(
    'enter',
    (event) => {
      if (line !== undefined && !(event.target as Element).closest('button, a')) open(line.part)
    },
    [line, open],
  )
  useEffect(() => {
    place.current?.querySelectorAll('tbody tr')[at]?.scrollIntoView({ block: 'nearest' })
  }, [at])
  return { at, place }
}
