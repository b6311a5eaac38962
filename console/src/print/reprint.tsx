import { useMutation } from '@tanstack/react-query'
import type { PrintBatchView } from '@tucai/contract'
import { Alert, Input, Modal } from 'antd'
import { useState } from 'react'
import { callOnce, newKey } from '../api.ts'
import { refusalWords } from '../frame/failure.tsx'
import { useSpeech } from '../words/language.tsx'

type ReprintProps = { campaignId: string; close: () => void; made: (batch: PrintBatchView) => void }

/** Orders that are printed once more, by the barcodes on their bags, for a reason. */
export function Reprint({ campaignId, close, made }: ReprintProps) {
  const { language, words } = useSpeech()
  const [text, setText] = useState('')
  const [reason, setReason] = useState('')
  const [key, setKey] = useState(newKey)
  const orderNumbers = [...new Set(text.split(/[\s,，;；]+/).filter((word) => word !== ''))]
  const make = useMutation({
    mutationFn: () =>
      callOnce(key)('printAgain', { params: { campaignId }, body: { orderNumbers, reason: reason.trim() } }),
    onSuccess: made,
    onError: () => setKey(newKey()),
  })
  return (
    <Modal
      open
      title={words.prints.reprintTitle}
      width={480}
      closable={{ 'aria-label': words.close }}
      onCancel={close}
      okText={words.prints.reprintNow(orderNumbers.length)}
      cancelText={words.frame.cancel}
      okButtonProps={{ disabled: orderNumbers.length === 0 || reason.trim().length < 2, loading: make.isPending }}
      onOk={() => make.mutate()}
    >
      <p className="quiet">{words.prints.reprintLead}</p>
      <div className="print-form">
        <label htmlFor="reprint-numbers">{words.prints.orderNumbers}</label>
        <Input.TextArea
          id="reprint-numbers"
          autoFocus
          rows={5}
          className="mono"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <label htmlFor="reprint-reason">{words.prints.reason}</label>
        <Input id="reprint-reason" maxLength={200} value={reason} onChange={(event) => setReason(event.target.value)} />
      </div>
      {make.isError ? <Alert type="error" showIcon title={refusalWords(make.error, language, words)} /> : null}
    </Modal>
  )
}
