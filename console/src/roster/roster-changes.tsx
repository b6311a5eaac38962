import { useQuery } from '@tanstack/react-query'
import type { RosterChange, RosterChangeKind, RosterView } from '@tucai/contract'
import { call } from '../api.ts'
import { Card } from '../frame/card.tsx'
import { Empty } from '../frame/empty.tsx'
import { shownCount } from '../frame/numbers.ts'
import { Tag } from '../frame/tag.tsx'
import { ListBody, ListFoot, useList } from '../table/list.tsx'
import { useSpeech } from '../words/language.tsx'

/** Who would be new, changed or withdrawn. */
export function RosterChanges({ roster, kind, login }: { roster: RosterView; kind: RosterChangeKind; login: string }) {
  const { rosterId, trial } = roster
  const { words } = useSpeech()
  const say = words.roster
  const list = useList(['staff', 'roster-changes', rosterId, trial, kind], (part) =>
    call('staffRosterChangeList', { params: { rosterId }, query: { ...part, kind } }),
  )
  const changes = list.query.data?.changes ?? []
  return (
    <>
      <ListBody list={list} watermark={login}>
        {list.query.isSuccess && changes.length === 0 ? <Empty title={say.noChanges} /> : null}
        {changes.length === 0 ? null : (
          <table className="roster-table">
            <thead>
              <tr>
                {kind === 'withdrawn' ? null : <th>{say.rowNumber}</th>}
                <th>{say.studentNumber}</th>
                <th>{say.name}</th>
                <th>{say.college}</th>
                <th>{say.className}</th>
                <th>{kind === 'changed' ? say.fromTo : null}</th>
              </tr>
            </thead>
            <tbody>
              {changes.map((change) => (
                <tr key={`${change.row}-${change.studentNumber}-${change.name}-${change.className}`}>
                  {kind === 'withdrawn' ? null : <td className="mono">{change.row}</td>}
                  <td className="mono">{change.studentNumber}</td>
                  <td>{change.name}</td>
                  <td>{change.college || '—'}</td>
                  <td>{change.className || '—'}</td>
                  <td className="roster-what">
                    {kind === 'withdrawn' && change.begun ? (
                      <Tag tone="amber">{say.hasBegun}</Tag>
                    ) : (
                      <Fields change={change} />
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </ListBody>
      <ListFoot list={list} />
    </>
  )
}

function Fields({ change: { fields } }: { change: RosterChange }) {
  const { language } = useSpeech()
  return fields.map(({ column, from, to }) => (
    <span key={column.zh} className="roster-diff">
      {column[language]} <del>{from || '—'}</del> <ins>{to || '—'}</ins>
    </span>
  ))
}

const shownAtOnce = 6

/** The first changes, beside the problems. */
export function ChangePreview({ roster: { rosterId, trial, counts } }: { roster: RosterView }) {
  const { words, language } = useSpeech()
  const say = words.roster
  const { data } = useQuery({
    queryKey: ['staff', 'roster-preview', rosterId, trial],
    queryFn: () =>
      call('staffRosterChangeList', { params: { rosterId }, query: { kind: 'changed', limit: shownAtOnce } }),
  })
  const lines = (data?.changes ?? []).flatMap(({ studentNumber, row, fields }) =>
    fields.map((field) => ({ ...field, studentNumber, row })),
  )
  const people = data?.changes.length ?? 0
  return (
    <Card
      title={say.preview}
      beside={<span className="quiet">{say.previewOf(shownCount(counts.changed), shownCount(people))}</span>}
      fill
      flush
    >
      {lines.length === 0 ? (
        <p className="roster-none">{say.noChanges}</p>
      ) : (
        <table className="roster-table">
          <thead>
            <tr>
              <th>{say.studentNumber}</th>
              <th>{say.column}</th>
              <th>{say.fromTo}</th>
            </tr>
          </thead>
          <tbody>
            {lines.slice(0, shownAtOnce).map(({ studentNumber, row, column, from, to }) => (
              <tr key={`${row}-${column.zh}`}>
                <td className="mono">{studentNumber}</td>
                <td>{column[language]}</td>
                <td className="roster-diff">
                  <del>{from || '—'}</del> <ins>{to || '—'}</ins>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  )
}
