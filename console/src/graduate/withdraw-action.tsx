import { useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '../api.ts'
import { shownCount } from '../frame/numbers.ts'
import { BulkAction } from '../table/bulk-bar.tsx'
import { useSpeech } from '../words/language.tsx'

type WithdrawActionProps = {
  campaignId: string
  /** Null: closed. */
  graduateIds: string[] | null
  /** Takes them off the campaign, or puts them back. */
  withdrawn: boolean
  close: () => void
  done: () => void
}

/** Takes graduates off a campaign or puts them back: first whom it concerns, then done, then undone if wanted. */
export function WithdrawAction({ campaignId, graduateIds, withdrawn, close, done }: WithdrawActionProps) {
  const { words } = useSpeech()
  const client = useQueryClient()
  const { graduate } = words
  const params = { campaignId }
  const preview = useQuery({
    queryKey: ['staff', 'withdrawal-preview', campaignId, graduateIds, withdrawn],
    queryFn: () => call('staffWithdrawalPreview', { params, body: { graduateIds: graduateIds!, withdrawn } }),
    enabled: graduateIds !== null,
    gcTime: 0,
  })
  const shown = graduateIds === null ? undefined : preview.data
  const count = shownCount(shown?.included ?? 0)
  const move = async (ids: string[], out: boolean) => {
    const moved = await call('staffWithdrawalMake', { params, body: { graduateIds: ids, withdrawn: out } })
    for (const key of ['graduates', 'graduate', 'graduate-facets', 'graduate-history'])
      await client.invalidateQueries({ queryKey: ['staff', key] })
    return moved.graduateIds
  }
  return (
    <BulkAction<string[]>
      preview={
        shown === undefined
          ? null
          : {
              included: shown.included,
              exceptions: shown.excepted.map(({ reason, count: left }) => ({
                reason: graduate.exceptions[reason],
                count: left,
              })),
            }
      }
      close={close}
      title={withdrawn ? graduate.withdrawTitle : graduate.restoreTitle}
      button={withdrawn ? graduate.withdrawButton(count) : graduate.restoreButton(count)}
      danger={withdrawn}
      act={() => move(graduateIds!, withdrawn)}
      undo={(moved) => move(moved, !withdrawn)}
      doneWords={(moved) => {
        const said = shownCount(moved.length)
        return withdrawn ? graduate.withdrew(said) : graduate.restored(said)
      }}
      done={done}
    >
      {withdrawn ? <p className="quiet">{graduate.withdrawHint}</p> : null}
    </BulkAction>
  )
}
