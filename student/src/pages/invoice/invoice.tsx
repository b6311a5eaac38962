import type { AccountView, InvoiceOffer } from '@tucai/contract'
import { useState } from 'react'
import { call } from '../../call.ts'
import { Box } from '../../elements/box'
import { Press } from '../../elements/press'
import { goBack, restart, swap, usePageParams } from '../../go.ts'
import { askOf, type InvoiceEntries, invoiceFields, invoiceGap } from '../../invoice-entries.ts'
import { useWords } from '../../language.ts'
import { Notice } from '../../parts/notice.tsx'
import { Screen } from '../../parts/screen.tsx'
import { FootSum } from '../../parts/sum.tsx'
import { say } from '../../parts/toast.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { useAnswer } from '../../use-answer.ts'
import { useAttempt } from '../../use-attempt.ts'
import { InvoiceForm } from './invoice-form.tsx'
import './invoice.css'

type InvoiceAnswer = { offer: InvoiceOffer; account: AccountView }

/** Where nothing can be asked for, the order says why. */
async function ask(orderId: string | undefined): Promise<InvoiceAnswer | null> {
  if (orderId === undefined) {
    restart('home')
    return null
  }
  const [offer, account] = await Promise.all([call('invoiceShow', { params: { orderId } }), call('accountShow', {})])
  if (offer.possibleFen > 0) return { offer, account }
  swap('order-detail', { orderId })
  return null
}

export default function Invoice() {
  const words = useWords().invoice
  const { orderId } = usePageParams()
  const { answer, trouble, load } = useAnswer(() => ask(orderId))
  const back = () => goBack('order-detail', { orderId })
  if (answer === null) {
    return <Waiting name="invoice" title={words.ask} trouble={trouble} onAgain={load} onBack={back} blocksPx={[420]} />
  }
  return <Asking orderId={orderId ?? ''} answer={answer} onBack={back} />
}

function Asking({ orderId, answer, onBack }: { orderId: string; answer: InvoiceAnswer; onBack: () => void }) {
  const words = useWords()
  const { account, offer } = answer
  const [entries, setEntries] = useState<InvoiceEntries>({
    ...{ titleKind: 'personal', title: account.name, mail: account.mail },
    ...{ taxNumber: '', address: '', phone: '', bank: '', bankAccount: '' },
  })
  const { attempt, setTrouble, wordsAt, otherWords, mended } = useAttempt()
  const change = (changed: Partial<InvoiceEntries>) => {
    setEntries((before) => ({ ...before, ...changed }))
    Object.keys(changed).forEach(mended)
  }
  const send = () => {
    const gap = invoiceGap(entries)
    if (gap !== null) {
      setTrouble({ kind: 'refused', code: 'gap', field: gap, words: words.mail.missing })
      return
    }
    return attempt(async () => {
      await call('invoiceAsk', { params: { orderId }, body: askOf(entries) })
      say(words.invoice.sent)
      onBack()
    })
  }
  return (
    <Screen
      name="invoice"
      title={words.invoice.ask}
      onBack={onBack}
      footer={
        <>
          <FootSum name={words.invoice.amount} amountFen={offer.possibleFen} />
          <Press className="btn primary" onPress={send}>
            {words.submit}
          </Press>
        </>
      }
    >
      <Notice words={otherWords(invoiceFields)} tone="bad" />
      <InvoiceForm entries={entries} accountName={account.name} wordsAt={wordsAt} onChange={change} />
      <Box as="p" className="note">
        {words.invoice.meaning}
      </Box>
    </Screen>
  )
}
