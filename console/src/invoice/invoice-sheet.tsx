import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { StaffInvoice, StaffView } from '@tucai/contract'
import { Alert, Button, Input, App as Messages, Modal } from 'antd'
import { useState } from 'react'
import { callOnce, newKey, upload } from '../api.ts'
import { Facts } from '../frame/facts.tsx'
import { refusalWords } from '../frame/failure.tsx'
import { Moment } from '../frame/moment-text.tsx'
import { shownMoney } from '../frame/numbers.ts'
import { SideSheet } from '../frame/side-sheet.tsx'
import { Asked } from '../reconciliation/asked.tsx'
import { useSpeech } from '../words/language.tsx'
import { InvoiceTag } from './invoice-tag.tsx'

type InvoiceSheetProps = { invoice: StaffInvoice | undefined; staff: StaffView; close: () => void }

/** One request with everything that is to stand on the invoice. */
export function InvoiceSheet({ invoice, staff, close }: InvoiceSheetProps) {
  const { words } = useSpeech()
  const { invoices } = words
  if (invoice === undefined)
    return (
      <SideSheet open={false} close={close} title={invoices.title}>
        {null}
      </SideSheet>
    )
  const differs = invoice.possibleFen !== invoice.amountFen
  return (
    <SideSheet
      open
      close={close}
      title={
        <>
          {invoices.title} <span className="mono quiet">{invoice.number}</span>
        </>
      }
      foot={staff.role === 'auditor' ? undefined : <Actions invoice={invoice} />}
    >
      {differs && invoice.state === 'issued' ? (
        <Alert type="warning" showIcon title={invoices.toReverse(shownMoney(invoice.possibleFen))} />
      ) : null}
      {differs && ['asked', 'exporting', 'exported'].includes(invoice.state) ? (
        <Alert type="warning" showIcon title={invoices.changed(shownMoney(invoice.possibleFen))} />
      ) : null}
      <Facts
        facts={[
          [invoices.state, <InvoiceTag key="state" state={invoice.state} />],
          [invoices.amount, shownMoney(invoice.amountFen)],
          [invoices.heading, words.frame.noted(invoice.title, invoices.kinds[invoice.titleKind])],
          [invoices.taxNumber, invoice.taxNumber],
          [invoices.mail, invoice.mail],
          [invoices.address, invoice.address],
          [invoices.phone, invoice.phone],
          [invoices.bank, invoice.bank],
          [invoices.bankAccount, invoice.bankAccount],
          [invoices.order, invoice.orderNumber],
          [invoices.campaign, `${invoice.schoolName} · ${invoice.campaignTitle}`],
          [invoices.invoiceNumber, invoice.invoiceNumber],
          [invoices.file, invoice.fileName],
          [invoices.refusal, invoice.refusalReason],
          [invoices.reversal, invoice.reversalNumber],
          [invoices.asked, <Moment key="asked" at={invoice.askedAt} />],
        ]}
      />
    </SideSheet>
  )
}

function Actions({ invoice }: { invoice: StaffInvoice }) {
  const { words } = useSpeech()
  const { invoices } = words
  const [asking, setAsking] = useState<'issue' | 'refuse' | 'reverse' | null>(null)
  const { invoiceId, state } = invoice
  const params = { invoiceId }
  const close = () => setAsking(null)
  const isOpen = state === 'asked' || state === 'exporting' || state === 'exported'
  return (
    <>
      {isOpen ? <Button onClick={() => setAsking('refuse')}>{invoices.refuse}</Button> : null}
      {state === 'issued' && invoice.possibleFen !== invoice.amountFen ? (
        <Button onClick={() => setAsking('reverse')}>{invoices.reverse}</Button>
      ) : null}
      {state === 'exported' || (state === 'issued' && invoice.fileName === null) ? (
        <Button type="primary" onClick={() => setAsking('issue')}>
          {state === 'issued' ? invoices.attach : invoices.issue}
        </Button>
      ) : null}
      {asking === 'issue' ? <IssueDialog invoice={invoice} close={close} /> : null}
      {asking === 'refuse' ? (
        <Asked
          title={invoices.refuse}
          button={invoices.refuse}
          label={invoices.refuseReason}
          said={invoices.said.refused}
          act={(reason) => callOnce(newKey())('staffInvoiceRefuse', { params, body: { reason } })}
          close={close}
        />
      ) : null}
      {asking === 'reverse' ? (
        <Asked
          title={invoices.reverse}
          button={invoices.reverse}
          label={invoices.reverseNumber}
          said={invoices.said.reversed}
          act={(reversalNumber) => callOnce(newKey())('staffInvoiceReverse', { params, body: { reversalNumber } })}
          close={close}
        />
      ) : null}
    </>
  )
}

function IssueDialog({ invoice, close }: { invoice: StaffInvoice; close: () => void }) {
  const { language, words } = useSpeech()
  const { invoices } = words
  const { message } = Messages.useApp()
  const client = useQueryClient()
  const [number, setNumber] = useState('')
  const [file, setFile] = useState<File | null>(null)
  const asksNumber = invoice.state !== 'issued'
  const issue = useMutation({
    mutationFn: () => {
      const fields = new FormData()
      if (number.trim() !== '') fields.append('number', number.trim())
      if (file !== null) fields.append('file', file)
      return upload('staffInvoiceIssue', { invoiceId: invoice.invoiceId }, fields)
    },
    onSuccess: () => {
      message.success(invoices.said.issued)
      close()
      return client.invalidateQueries({ queryKey: ['staff', 'invoices'] })
    },
  })
  return (
    <Modal
      open
      title={asksNumber ? invoices.issue : invoices.attach}
      width={440}
      closable={{ 'aria-label': words.close }}
      onCancel={close}
      okText={asksNumber ? invoices.issue : invoices.attach}
      cancelText={words.frame.cancel}
      okButtonProps={{ disabled: asksNumber ? number.trim() === '' : file === null, loading: issue.isPending }}
      onOk={() => issue.mutate()}
    >
      {asksNumber ? (
        <Input
          aria-label={invoices.issueNumber}
          placeholder={invoices.issueNumber}
          maxLength={40}
          className="mono"
          value={number}
          onChange={(event) => setNumber(event.target.value)}
        />
      ) : null}
      <p>
        <label htmlFor="invoice-file">{invoices.issueFile}</label>{' '}
        <input
          id="invoice-file"
          type="file"
          accept=".pdf,.ofd"
          onChange={(event) => setFile(event.target.files?.[0] ?? null)}
        />
      </p>
      {issue.isError ? <Alert type="error" showIcon title={refusalWords(issue.error, language, words)} /> : null}
    </Modal>
  )
}
