import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, InputNumber, App as Messages, Modal } from 'antd'
import { useState } from 'react'
import { call } from '../api.ts'
import { refusalWords } from '../frame/failure.tsx'
import { shownMoment } from '../frame/moment.ts'
import { shownCount } from '../frame/numbers.ts'
import { useSpeech } from '../words/language.tsx'

/** Gives those who did not replace a rejected photo in time some more days. */
export function Extend({ campaignIds, close }: { campaignIds: string[] | null; close: () => void }) {
  const { language, words } = useSpeech()
  const client = useQueryClient()
  const { message } = Messages.useApp()
  const [days, setDays] = useState(2)
  const extending = useMutation({
    mutationFn: async () => {
      const all = await Promise.all(
        campaignIds!.map((campaignId) => call('staffOverdueExtend', { params: { campaignId }, body: { days } })),
      )
      return { extended: all.reduce((sum, one) => sum + one.extended, 0), dueAt: all[0]!.dueAt }
    },
    onSuccess: ({ extended, dueAt }) => {
      message.success(words.overview.extended(shownCount(extended), shownMoment(dueAt, new Date())))
      client.invalidateQueries({ queryKey: ['staff', 'progress'] })
      close()
    },
  })
  return (
    <Modal
      open={campaignIds !== null}
      onCancel={close}
      afterClose={extending.reset}
      title={words.overview.extendTitle}
      width={440}
      closable={{ 'aria-label': words.close }}
      okText={words.overview.extend(days)}
      cancelText={words.frame.cancel}
      okButtonProps={{ loading: extending.isPending }}
      onOk={() => extending.mutate()}
    >
      <p className="extend-line">
        {words.overview.extendBy}
        <InputNumber
          aria-label={words.overview.extendBy}
          min={1}
          max={60}
          value={days}
          onChange={(value) => setDays(value ?? 1)}
          suffix={words.overview.daysUnit}
        />
      </p>
      <p className="quiet">{words.overview.extendNote}</p>
      {extending.isError ? (
        <Alert type="error" showIcon role="alert" title={refusalWords(extending.error, language, words)} />
      ) : null}
    </Modal>
  )
}
