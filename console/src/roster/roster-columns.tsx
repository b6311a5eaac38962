import type { RosterField, RosterView } from '@tucai/contract'
import { Alert, Button, Select } from 'antd'
import { useState } from 'react'
import { Card } from '../frame/card.tsx'
import { useSpeech } from '../words/language.tsx'

const needed: readonly RosterField[] = ['studentNumber', 'name', 'number']

type Chosen = { index: number; field: RosterField | null }[]

/** What each column is taken for, to be set right by hand; a field that gets another column leaves the one it had. */
export function RosterColumns(props: { roster: RosterView; pending: boolean; tryNow: (columns: Chosen) => void }) {
  const { roster, pending, tryNow } = props
  const { words } = useSpeech()
  const { fields, ...say } = words.roster
  const [chosen, setChosen] = useState<Chosen>(() => roster.columns.map(({ index, field }) => ({ index, field })))
  const missing = needed.filter((name) => chosen.every(({ field }) => field !== name))
  const choose = (at: number, field: RosterField | null) =>
    setChosen(
      chosen.map((one) => {
        if (one.index === at) return { ...one, field }
        return field !== null && one.field === field ? { ...one, field: null } : one
      }),
    )
  const options = [
    { value: '', label: say.leftOut },
    ...(Object.keys(fields) as RosterField[]).map((name) => ({ value: name, label: fields[name] })),
  ]
  return (
    <Card
      title={say.matchTitle}
      beside={<span className="quiet">{say.matchHint}</span>}
      fill
      flush
      actions={
        <Button type="primary" disabled={missing.length > 0 || pending} onClick={() => tryNow(chosen)}>
          {say.tryNow}
        </Button>
      }
    >
      {missing.length === 0 ? null : (
        <Alert
          className="roster-alert inside"
          type="warning"
          showIcon
          title={say.matchMissing(missing.map((name) => fields[name]).join('、'))}
        />
      )}
      <div className="card-body">
        <div className="rows">
          <table className="roster-table">
            <thead>
              <tr>
                <th>{say.column}</th>
                <th>{say.heading}</th>
                <th>{say.takenFor}</th>
              </tr>
            </thead>
            <tbody>
              {roster.columns.map(({ index, letters, heading }) => (
                <tr key={index}>
                  <td className="mono">{letters}</td>
                  <td>{heading || '—'}</td>
                  <td>
                    <Select
                      aria-label={`${letters} ${heading}`}
                      className="roster-field"
                      value={chosen[index]?.field ?? ''}
                      options={options}
                      onChange={(value) => choose(index, value === '' ? null : (value as RosterField))}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </div>
    </Card>
  )
}
