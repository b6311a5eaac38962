import { useMutation } from '@tanstack/react-query'
import type { PrintItemView } from '@tucai/contract'
import { Alert, Checkbox, Input, Modal } from 'antd'
import { useState } from 'react'
import { callOnce, newKey } from '../api.ts'
import { refusalWords } from '../frame/failure.tsx'
import { shownCount } from '../frame/numbers.ts'
import { useSpeech } from '../words/language.tsx'

type MarkPrintedProps = { batchId: string; items: PrintItemView[]; close: () => void; done: () => void }

/** The batch is on paper, except for the orders that are ticked and why. */
export function MarkPrinted({ batchId, items, close, done }: MarkPrintedProps) {
  const { language, words } = useSpeech()
  const [notes, setNotes] = useState<Record<string, string>>({})
  const [key] = useState(newKey)
  const except = Object.entries(notes).map(([orderId, note]) => ({ orderId, note: note.trim() }))
  const mark = useMutation({
    mutationFn: () => callOnce(key)('printBatchPrinted', { params: { batchId }, body: { except } }),
    onSuccess: done,
  })
  const tick = (orderId: string, ticked: boolean) => {
    const { [orderId]: _, ...rest } = notes
    setNotes(ticked ? { ...notes, [orderId]: '' } : rest)
  }
  return (
    <Modal
      open
      title={words.prints.markTitle}
      width={560}
      closable={{ 'aria-label': words.close }}
      onCancel={close}
      okText={words.prints.markPrinted(shownCount(items.length - except.length))}
      cancelText={words.frame.cancel}
      okButtonProps={{ disabled: except.some(({ note }) => note === ''), loading: mark.isPending }}
      onOk={() => mark.mutate()}
    >
      <p className="quiet">{words.prints.markLead}</p>
      <ul className="print-list">
        {items.map(({ orderId, name, className, studentNumber, sheets }) => (
          <li key={orderId}>
            <Checkbox checked={orderId in notes} onChange={(event) => tick(orderId, event.target.checked)}>
              <b>{name}</b> <span className="mono quiet">{studentNumber}</span>{' '}
              <span className="quiet">{className}</span> <span className="quiet">#{sheets}</span>
            </Checkbox>
            {orderId in notes ? (
              <Input
                size="small"
                aria-label={words.prints.markNote}
                placeholder={words.prints.markNote}
                maxLength={200}
                value={notes[orderId]}
                onChange={(event) => setNotes({ ...notes, [orderId]: event.target.value })}
              />
            ) : null}
          </li>
        ))}
      </ul>
      {mark.isError ? <Alert type="error" showIcon title={refusalWords(mark.error, language, words)} /> : null}
    </Modal>
  )
}
