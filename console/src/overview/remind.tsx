import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReminderScope, ReminderView } from '@tucai/contract'
import { call, callOnce, newKey } from '../api.ts'
import { shownCount } from '../frame/numbers.ts'
import { BulkAction } from '../table/bulk-bar.tsx'
import { useSpeech } from '../words/language.tsx'

type RemindProps = {
  /** Campaigns whose graduates are reminded; null: closed. */
  campaignIds: string[] | null
  scope: ReminderScope
  close: () => void
}

/** Says how many would be reminded and why others are not, reminds them, and offers to take it back. */
export function Remind({ campaignIds, scope, close }: RemindProps) {
  const { words } = useSpeech()
  const client = useQueryClient()
  const preview = useQuery({
    queryKey: ['staff', 'reminder-preview', campaignIds, scope],
    enabled: campaignIds !== null,
    gcTime: 0,
    queryFn: async () => {
      const ask = (campaignId: string) => call('staffReminderPreview', { params: { campaignId }, body: scope })
      const all = await Promise.all(campaignIds!.map(ask))
      const sum = (part: 'reachable' | 'unregistered' | 'remindedToday') =>
        all.reduce((total, one) => total + one[part], 0)
      return { reachable: sum('reachable'), unregistered: sum('unregistered'), remindedToday: sum('remindedToday') }
    },
  })
  const counts = preview.data
  const exceptions = counts && [
    { reason: words.overview.unregistered, count: counts.unregistered },
    { reason: words.overview.remindedToday, count: counts.remindedToday },
  ]
  return (
    <BulkAction<ReminderView[]>
      preview={
        campaignIds === null || counts === undefined || exceptions === undefined
          ? null
          : { included: counts.reachable, exceptions: exceptions.filter(({ count }) => count > 0) }
      }
      close={close}
      title={words.overview.remindTitle}
      button={words.overview.remind(shownCount(counts?.reachable ?? 0))}
      act={() => {
        const key = newKey()
        return Promise.all(
          campaignIds!.map((campaignId) =>
            callOnce(`${key}${campaignId}`)('staffReminderSend', { params: { campaignId }, body: scope }),
          ),
        )
      }}
      doneWords={() => words.overview.reminding(shownCount(counts?.reachable ?? 0))}
      undo={(sent) =>
        Promise.all(sent.map(({ reminderId }) => call('staffReminderCancel', { params: { reminderId } })))
      }
      done={() => client.invalidateQueries({ queryKey: ['staff', 'missing'] })}
    >
      <p className="quiet">{words.overview.remindNote}</p>
    </BulkAction>
  )
}
