import type { AuditActionWords } from '@tucai/contract'
import { Button, Dropdown, App as Messages } from 'antd'
import { useMemo, useState } from 'react'
import { call, saveFile } from '../api.ts'
import { Card } from '../frame/card.tsx'
import { Empty } from '../frame/empty.tsx'
import { refusalWords } from '../frame/failure.tsx'
import { dayStart } from '../frame/moment.ts'
import { Tag } from '../frame/tag.tsx'
import { usePlace } from '../frame/use-place.ts'
import { Icon } from '../icons.tsx'
import { FilterChip } from '../table/filters.tsx'
import { ListBody, ListFoot, useList } from '../table/list.tsx'
import { useSpeech } from '../words/language.tsx'
import { AuditTable } from './audit-table.tsx'

const periodDays = { today: 1, week: 7, month: 30 } as const
type Period = keyof typeof periodDays
const isPeriod = (text: string | undefined): text is Period => text !== undefined && text in periodDays

/** The filter of the record that the place holds, as the server takes it. */
function useAuditFilter() {
  const [{ own }] = usePlace()
  const { action, actor, subject, period } = own
  return useMemo(
    () => ({
      action,
      actorId: actor,
      subjectId: subject,
      from: isPeriod(period) ? dayStart(new Date(), periodDays[period] - 1).toISOString() : undefined,
    }),
    [action, actor, subject, period],
  )
}

/** The record of who read or changed what. */
export function AuditCard() {
  const { words } = useSpeech()
  const [place, go] = usePlace()
  const filter = useAuditFilter()
  // Looking is on record too, so nothing is read again unasked.
  const list = useList(['staff', 'audits', filter], (part) => call('auditList', { query: { ...filter, ...part } }), {
    refresh: false,
  })
  const page = list.query.data
  const filtered = ['action', 'actor', 'subject', 'period'].some((key) => place.own[key] !== undefined)
  const clear = () => go({ own: { action: null, actor: null, subject: null, period: null, rows: null } })
  return (
    <Card
      fill
      flush
      title={words.management.audit}
      beside={
        <Tag tone="green" icon="shield">
          {words.management.unchangeable}
        </Tag>
      }
      actions={<AuditFilters actions={page?.actions ?? []} actors={page?.actors ?? []} filter={filter} />}
    >
      <ListBody list={list}>
        <AuditTable
          entries={page?.entries}
          stale={list.query.isPlaceholderData}
          empty={
            <Empty title={words.management.noEntries} hint={words.management.noEntriesHint}>
              {filtered ? <Button onClick={clear}>{words.clearFilter}</Button> : null}
            </Empty>
          }
        />
      </ListBody>
      <ListFoot list={list} note={words.management.auditLine} />
    </Card>
  )
}

type AuditFiltersProps = {
  actions: AuditActionWords[]
  actors: { staffId: string; login: string }[]
  filter: ReturnType<typeof useAuditFilter>
}

function AuditFilters({ actions, actors, filter }: AuditFiltersProps) {
  const { language, words } = useSpeech()
  const { management } = words
  const [{ own }, go] = usePlace()
  const set = (key: string) => (values: string[]) => go({ own: { [key]: values[0] ?? null, rows: null } })
  const valuesOf = (key: string) => (own[key] === undefined ? [] : [own[key]])
  return (
    <>
      <FilterChip
        field={management.action}
        values={valuesOf('action')}
        options={actions.map(({ name, [language]: label }) => ({ value: name, label }))}
        change={set('action')}
      />
      <FilterChip
        field={management.actor}
        values={valuesOf('actor')}
        options={actors.map(({ staffId, login }) => ({ value: staffId, label: login }))}
        change={set('actor')}
      />
      {own.subject === undefined ? null : (
        <FilterChip field={management.subject} values={[own.subject]} options={[]} change={set('subject')} />
      )}
      <FilterChip
        field={management.period}
        values={valuesOf('period')}
        options={(['today', 'week', 'month'] as const).map((value) => ({
          value,
          label: management.periods[value],
        }))}
        change={set('period')}
      />
      <ExportButton filter={filter} />
    </>
  )
}

function ExportButton({ filter }: Pick<AuditFiltersProps, 'filter'>) {
  const { language, words } = useSpeech()
  const { message } = Messages.useApp()
  const [busy, setBusy] = useState(false)
  const save = async (format: 'xlsx' | 'csv') => {
    setBusy(true)
    try {
      await saveFile('auditExport', { query: { ...filter, format } }, `audit.${format}`)
    } catch (error) {
      message.error(refusalWords(error, language, words))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          { key: 'xlsx', label: words.management.exportXlsx, onClick: () => void save('xlsx') },
          { key: 'csv', label: words.management.exportCsv, onClick: () => void save('csv') },
        ],
      }}
    >
      <Button size="small" icon={<Icon name="download" />} loading={busy}>
        {words.management.export}
      </Button>
    </Dropdown>
  )
}
