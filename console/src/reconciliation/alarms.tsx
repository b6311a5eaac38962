import { useQuery } from '@tanstack/react-query'
import type { StaffView } from '@tucai/contract'
import { Button } from 'antd'
import { useState } from 'react'
import { call, callOnce, newKey } from '../api.ts'
import { Card } from '../frame/card.tsx'
import { Moment } from '../frame/moment-text.tsx'
import { Tag } from '../frame/tag.tsx'
import { useSpeech } from '../words/language.tsx'
import { Asked } from './asked.tsx'

/** Money that is not what we asked for, while nobody has looked at it. */
export function Alarms({ staff }: { staff: StaffView }) {
  const { words } = useSpeech()
  const { reconciliation } = words
  const [settling, setSettling] = useState<string | null>(null)
  const open = useQuery({
    queryKey: ['staff', 'alarms'],
    queryFn: () => call('staffAlarmList', {}),
    refetchInterval: 60_000,
  }).data?.filter(({ settledAt }) => settledAt === null)
  if (open === undefined || open.length === 0) return null
  return (
    <Card
      className="alarms"
      title={reconciliation.alarms}
      beside={<span className="quiet">{reconciliation.alarmsHint}</span>}
    >
      <ul className="plain">
        {open.map(({ alarmId, kind, tradeNumber, raisedAt, detail }) => (
          <li key={alarmId}>
            <Tag tone="red" icon="warning">
              {reconciliation.alarmKinds[kind] ?? kind}
            </Tag>
            <span className="mono">{tradeNumber}</span>
            <span className="quiet">
              {Object.entries(detail)
                .map(([name, value]) => `${name} ${value ?? words.none}`)
                .join(' · ')}
            </span>
            <Moment at={raisedAt} />
            {staff.role === 'auditor' ? null : (
              <Button size="small" onClick={() => setSettling(alarmId)}>
                {reconciliation.settle}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {settling === null ? null : (
        <Asked
          title={reconciliation.alarms}
          button={reconciliation.settle}
          label={reconciliation.settleNote}
          said={reconciliation.said.settled}
          act={(note) => callOnce(newKey())('staffAlarmSettle', { params: { alarmId: settling }, body: { note } })}
          close={() => setSettling(null)}
        />
      )}
    </Card>
  )
}
