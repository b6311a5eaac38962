import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Input, App as Messages } from 'antd'
import { type FormEvent, useState } from 'react'
import { call, newKey } from '../api.ts'
import { refusalWords } from '../frame/failure.tsx'
import { shownMoney } from '../frame/numbers.ts'
import { useSpeech } from '../words/language.tsx'
import { refresh } from './refund-actions.tsx'

type RefundFormProps = { orderId: string; leftFen: number; aloneUpToFen: number; close: () => void }

/** `12.5` as fen; null for anything that is no amount of money. */
function readYuan(text: string): number | null {
  const found = /^(\d{1,6})(?:\.(\d{1,2}))?$/.exec(text.trim())
  return found ? Number(found[1]) * 100 + Number((found[2] ?? '').padEnd(2, '0')) : null
}

/** Staff give money back: how much and why. The same form sent twice is one refund. */
export function RefundForm({ orderId, leftFen, aloneUpToFen, close }: RefundFormProps) {
  const { language, words } = useSpeech()
  const { message } = Messages.useApp()
  const client = useQueryClient()
  const [amount, setAmount] = useState((leftFen / 100).toFixed(2))
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const [key] = useState(newKey)
  const fen = readYuan(amount)
  const amountWrong = fen === null || fen < 1 || fen > leftFen
  const asking = useMutation({
    mutationFn: () =>
      call('staffRefundAsk', { params: { orderId }, body: { amountFen: fen ?? 0, reason: reason.trim(), key } }),
    onSuccess: ({ state }) => {
      message.success(state === 'asked' ? words.orders.said.waiting : words.orders.said.asked)
      close()
      return refresh(client)
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (!amountWrong && reason.trim() !== '') asking.mutate()
  }
  return (
    <form className="refund-form" onSubmit={submit}>
      <label htmlFor="refund-amount">{words.orders.refundAmount}</label>
      <Input
        id="refund-amount"
        prefix="¥"
        inputMode="decimal"
        autoFocus
        value={amount}
        status={tried && amountWrong ? 'error' : ''}
        onChange={(event) => setAmount(event.target.value)}
      />
      <p className={tried && amountWrong ? 'wrong' : 'quiet'}>
        {tried && amountWrong ? words.orders.amountWrong : words.orders.amountHint(shownMoney(leftFen))} ·{' '}
        {words.orders.above(shownMoney(aloneUpToFen))}
      </p>
      <label htmlFor="refund-reason">{words.orders.refundReason}</label>
      <Input
        id="refund-reason"
        maxLength={200}
        value={reason}
        status={tried && reason.trim() === '' ? 'error' : ''}
        onChange={(event) => setReason(event.target.value)}
      />
      {tried && reason.trim() === '' ? <p className="wrong">{words.orders.reasonMissing}</p> : null}
      {asking.isError ? <Alert type="error" showIcon title={refusalWords(asking.error, language, words)} /> : null}
      <div className="sheet-foot">
        <Button onClick={close}>{words.frame.cancel}</Button>
        <Button type="primary" htmlType="submit" loading={asking.isPending}>
          {words.orders.approve(fen === null ? '' : shownMoney(fen))}
        </Button>
      </div>
    </form>
  )
}
