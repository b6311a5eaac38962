import { useQuery } from '@tanstack/react-query'
import { call, callOnce, newKey } from '../api.ts'
import { shownCount } from '../frame/numbers.ts'
import { BulkAction } from '../table/bulk-bar.tsx'
import { useSpeech } from '../words/language.tsx'

type RemindActionProps = {
  campaignId: string
  /** Null: closed. */
  graduateIds: string[] | null
  close: () => void
  done: () => void
}

/** Reminds the ticked graduates who are not finished; it goes out in ten seconds and can be taken back until then. */
export function RemindAction({ campaignId, graduateIds, close, done }: RemindActionProps) {
  const { words } = useSpeech()
  const { graduate } = words
  const params = { campaignId }
  const preview = useQuery({
    queryKey: ['staff', 'reminder-preview', campaignId, graduateIds],
    queryFn: () => call('staffReminderPreview', { params, body: { graduateIds: graduateIds! } }),
    enabled: graduateIds !== null,
    gcTime: 0,
  })
  const shown = graduateIds === null ? undefined : preview.data
  const exceptions = Object.entries({
    unregistered: shown?.unregistered ?? 0,
    remindedToday: shown?.remindedToday ?? 0,
    finished: (graduateIds?.length ?? 0) - (shown?.total ?? 0),
  }) as [keyof typeof graduate.remindExceptions, number][]
  const count = shownCount(shown?.reachable ?? 0)
  return (
    <BulkAction
      preview={
        shown === undefined
          ? null
          : {
              included: shown.reachable,
              exceptions: exceptions
                .filter(([, left]) => left > 0)
                .map(([reason, left]) => ({ reason: graduate.remindExceptions[reason], count: left })),
            }
      }
      close={close}
      title={graduate.remindTitle}
      button={graduate.remindButton(count)}
      act={() => callOnce(newKey())('staffReminderSend', { params, body: { graduateIds: graduateIds! } })}
      undo={({ reminderId }) => call('staffReminderCancel', { params: { reminderId } })}
      doneWords={() => graduate.reminded(count)}
      done={done}
    />
  )
}
