import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { StaffRefund, StaffView } from '@tucai/contract'
import { Alert, Button, Input, App as Messages, Modal } from 'antd'
import { useState } from 'react'
import { useHotkeys } from 'react-hotkeys-hook'
import { callOnce, newKey } from '../api.ts'
import { commandKey } from '../frame/command-key.ts'
import { refusalWords } from '../frame/failure.tsx'
import { shownMoney } from '../frame/numbers.ts'
import { Icon } from '../icons.tsx'
import { useSpeech } from '../words/language.tsx'

/** Yes or no to a refund that waits. One's own request is for somebody else. */
export function RefundActions({ refund, staff }: { refund: StaffRefund; staff: StaffView }) {
  const { language, words } = useSpeech()
  const { message } = Messages.useApp()
  const client = useQueryClient()
  const [payingOut, setPayingOut] = useState(false)
  const own = refund.state === 'asked' && refund.askedBy === staff.staffId
  const { refundId } = refund
  const decide = useMutation({
    mutationFn: (verdict: 'approved' | 'refused') =>
      callOnce(newKey())(verdict === 'approved' ? 'staffRefundApprove' : 'staffRefundRefuse', { params: { refundId } }),
    onSuccess: (_, verdict) => message.success(words.orders.said[verdict]),
    onError: (error) => message.error(refusalWords(error, language, words)),
    onSettled: () => refresh(client),
  })
  const approve = () => {
    if (!own && !decide.isPending) decide.mutate('approved')
  }
  useHotkeys('mod+enter', approve, { preventDefault: true, enabled: !payingOut }, [own, decide.isPending, refundId])
  const sum = shownMoney(refund.amountFen)
  return (
    <>
      {refund.state === 'asked' ? (
        <Button disabled={decide.isPending} onClick={() => decide.mutate('refused')}>
          {words.orders.refuse}
        </Button>
      ) : (
        <Button disabled={decide.isPending} onClick={() => setPayingOut(true)}>
          {words.orders.paidOut}
        </Button>
      )}
      <Button type="primary" icon={<Icon name="undo" />} disabled={own} loading={decide.isPending} onClick={approve}>
        {refund.state === 'asked' ? words.orders.approve(sum) : words.orders.again(sum)} <kbd>{commandKey} ↵</kbd>
      </Button>
      {payingOut ? <PaidOut refundId={refundId} close={() => setPayingOut(false)} /> : null}
    </>
  )
}

function PaidOut({ refundId, close }: { refundId: string; close: () => void }) {
  const { language, words } = useSpeech()
  const { message } = Messages.useApp()
  const client = useQueryClient()
  const [note, setNote] = useState('')
  const [key] = useState(newKey)
  const record = useMutation({
    mutationFn: () => callOnce(key)('staffRefundPaidOut', { params: { refundId }, body: { note: note.trim() } }),
    onSuccess: () => {
      message.success(words.orders.said.out)
      close()
      return refresh(client)
    },
  })
  return (
    <Modal
      open
      title={words.orders.paidOutTitle}
      width={440}
      closable={{ 'aria-label': words.close }}
      onCancel={close}
      okText={words.orders.paidOut}
      cancelText={words.frame.cancel}
      okButtonProps={{ disabled: note.trim() === '', loading: record.isPending }}
      onOk={() => record.mutate()}
    >
      <Input.TextArea
        aria-label={words.orders.paidOutNote}
        placeholder={words.orders.paidOutNote}
        value={note}
        maxLength={300}
        rows={3}
        onChange={(event) => setNote(event.target.value)}
      />
      {record.isError ? <Alert type="error" showIcon title={refusalWords(record.error, language, words)} /> : null}
    </Modal>
  )
}

export function refresh(client: ReturnType<typeof useQueryClient>) {
  return Promise.all(
    ['order', 'orders', 'refunds'].map((name) => client.invalidateQueries({ queryKey: ['staff', name] })),
  )
}
