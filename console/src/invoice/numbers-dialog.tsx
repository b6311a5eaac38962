import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { RouteAnswer } from '@tucai/contract'
import { Alert, App as Messages, Modal } from 'antd'
import { useState } from 'react'
import { upload } from '../api.ts'
import { refusalWords } from '../frame/failure.tsx'
import { shownCount } from '../frame/numbers.ts'
import { useSpeech } from '../words/language.tsx'

/** Numbers that the finance system gives back: all of the sheet, or nothing and why. */
export function NumbersDialog({ close }: { close: () => void }) {
  const { language, words } = useSpeech()
  const { invoices } = words
  const { message } = Messages.useApp()
  const client = useQueryClient()
  const [file, setFile] = useState<File | null>(null)
  const taking = useMutation({
    mutationFn: () => {
      const fields = new FormData()
      fields.append('sheet', file!)
      return upload<RouteAnswer<'staffInvoiceNumbers'>>('staffInvoiceNumbers', {}, fields)
    },
    onSuccess: ({ issuedCount, troubles }) => {
      if (troubles.length > 0) return
      message.success(invoices.said.numbers(shownCount(issuedCount)))
      close()
      return client.invalidateQueries({ queryKey: ['staff', 'invoices'] })
    },
  })
  const troubles = taking.data?.troubles ?? []
  return (
    <Modal
      open
      title={invoices.numbers}
      width={480}
      closable={{ 'aria-label': words.close }}
      onCancel={close}
      okText={invoices.take}
      cancelText={words.frame.cancel}
      okButtonProps={{ disabled: file === null, loading: taking.isPending }}
      onOk={() => taking.mutate()}
    >
      <p>
        <label htmlFor="numbers-file">{invoices.sheet}</label>
      </p>
      <input
        id="numbers-file"
        type="file"
        accept=".csv,.xlsx"
        onChange={(event) => {
          setFile(event.target.files?.[0] ?? null)
          taking.reset()
        }}
      />
      {troubles.length === 0 ? null : (
        <>
          <Alert type="warning" showIcon title={invoices.sheetWrong} />
          <ul className="plain">
            {troubles.slice(0, 100).map((trouble) => (
              <li key={trouble.row}>
                <b>{invoices.row(trouble.row)}</b> {trouble[language]}
              </li>
            ))}
          </ul>
        </>
      )}
      {taking.isError ? <Alert type="error" showIcon title={refusalWords(taking.error, language, words)} /> : null}
    </Modal>
  )
}
