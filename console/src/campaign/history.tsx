import { useQuery } from '@tanstack/react-query'
import type { CampaignHistoryEntry } from '@tucai/contract'
import { call } from '../api.ts'
import { Empty } from '../frame/empty.tsx'
import { Failure } from '../frame/failure.tsx'
import { wholeMoment } from '../frame/moment.ts'
import { shownMoney } from '../frame/numbers.ts'
import { SideSheet } from '../frame/side-sheet.tsx'
import { useSpeech } from '../words/language.tsx'
import type { Words } from '../words/zh-CN.ts'
import { clockOf } from './draft.ts'

/** Who changed which settings when, and what they were before. */
export function History({ campaignId, close }: { campaignId: string; close: () => void }) {
  const { words } = useSpeech()
  const history = useQuery({
    queryKey: ['staff', 'campaign-history', campaignId],
    queryFn: () => call('staffCampaignHistory', { params: { campaignId } }),
  })
  return (
    <SideSheet open close={close} title={words.campaigns.history}>
      {history.isError ? (
        <Failure error={history.error} retry={history.refetch} retrying={history.isFetching} />
      ) : history.data?.length === 0 ? (
        <Empty title={words.campaigns.neverChanged} />
      ) : (
        <ol className="timeline">
          {history.data?.map((entry) => (
            <Entry key={entry.at} entry={entry} />
          ))}
        </ol>
      )}
    </SideSheet>
  )
}

function Entry({ entry: { at, by, changes } }: { entry: CampaignHistoryEntry }) {
  const { words } = useSpeech()
  return (
    <li>
      <b>{by}</b> <time dateTime={at}>{wholeMoment(new Date(at))}</time>
      <ul className="history-changes">
        {changes.map(({ field, from, to }) => (
          <li key={field}>
            {words.campaigns.fields[field] ?? field}
            <span className="quiet">
              {shownValue(field, from, words)} → <b>{shownValue(field, to, words)}</b>
            </span>
          </li>
        ))}
      </ul>
    </li>
  )
}

function shownValue(field: string, value: unknown, words: Words): string {
  if (value === null || value === '') return words.none
  if (typeof value === 'boolean') return value ? words.campaigns.allowed : words.campaigns.forbidden
  if (typeof value === 'number' && field.endsWith('Fen')) return shownMoney(value)
  if (typeof value === 'number' && field.startsWith('daily')) return clockOf(value)
  if (typeof value === 'string' && field.endsWith('At') && !Number.isNaN(Date.parse(value)))
    return wholeMoment(new Date(value))
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
