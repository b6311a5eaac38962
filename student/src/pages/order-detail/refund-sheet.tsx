import type { CampaignView } from '@tucai/contract'
import { useState } from 'react'
import { call } from '../../call.ts'
import { Box } from '../../elements/box'
import { Entry } from '../../elements/entry'
import { Press } from '../../elements/press'
import { useLanguage, useWords } from '../../language.ts'
import { Field } from '../../parts/field.tsx'
import { Notice } from '../../parts/notice.tsx'
import { Sheet } from '../../parts/sheet.tsx'
import { Sum } from '../../parts/sum.tsx'
import { say } from '../../parts/toast.tsx'
import { useAttempt } from '../../use-attempt.ts'

type RefundSheetProps = {
  orderId: string
  amountFen: number
  rule: CampaignView['refundRule'] | null
  onAsked: () => Promise<void>
  onClose: () => void
}

/** 申请退款: how much, by which rule, and what happens to the order, before it is asked for. */
export function RefundSheet({ orderId, amountFen, rule, onAsked, onClose }: RefundSheetProps) {
  const words = useWords()
  const language = useLanguage()
  const [reason, setReason] = useState('')
  const { attempt, otherWords } = useAttempt()
  const ask = () =>
    attempt(async () => {
      await call('refundAsk', { params: { orderId }, body: { reason } })
      say(words.refund.asked)
      onClose()
      await onAsked()
    })
  return (
    <Sheet
      title={words.refund.ask}
      onClose={onClose}
      foot={
        <>
          <Notice words={otherWords()} tone="bad" />
          <Press className="btn primary" onPress={ask}>
            {words.refund.confirm}
          </Press>
          <Press className="btn line" onPress={onClose}>
            {words.cancel}
          </Press>
        </>
      }
    >
      <Box as="p" className="refund-sum">
        <Sum amountFen={amountFen} />
      </Box>
      <Box as="p" className="sub">
        {words.refund.meaning}
      </Box>
      {rule === null ? null : (
        <Box as="p" className="note refund-rule">
          {language === 'en' ? rule.en : rule.zh}
        </Box>
      )}
      <Field id="reason" label={words.refund.reason}>
        <Entry
          id="reason"
          className="input-entry"
          value={reason}
          placeholder={words.refund.reasonPlaceholder}
          maxLength={200}
          onValue={setReason}
        />
      </Field>
    </Sheet>
  )
}
