import type { InvoiceOffer, InvoiceState, InvoiceView, OrderView } from '@tucai/contract'
import { pathOf } from '@tucai/contract/paths'
import { call } from '../../call.ts'
import { shanghai } from '../../dates.ts'
import { Box } from '../../elements/box'
import { Icon } from '../../elements/icon'
import { Press } from '../../elements/press'
import { open } from '../../go.ts'
import { useWords } from '../../language.ts'
import { KeyValues } from '../../parts/key-values.tsx'
import { Notice } from '../../parts/notice.tsx'
import { Sum } from '../../parts/sum.tsx'
import { say } from '../../parts/toast.tsx'
import { saveFile } from '../../platform/save-file'
import { useAttempt } from '../../use-attempt.ts'

const tones: Record<InvoiceState, string> = {
  asked: 'warn',
  exporting: 'info',
  exported: 'info',
  issued: 'ok',
  refused: 'bad',
  cancelled: 'mute',
  reversed: 'mute',
}

type InvoicePartProps = { order: OrderView; offer: InvoiceOffer; onChanged: () => Promise<void> }

/** 发票: what was asked for and how far it is, or that it can be asked for. */
export function InvoicePart({ order, offer, onChanged }: InvoicePartProps) {
  const words = useWords().invoice
  const [newest] = offer.invoices
  if (newest === undefined && offer.possibleFen === 0) return null
  return (
    <Box as="section" className="card invoices">
      <Box className="card-head">
        <Box as="h3" className="card-title">
          {words.name}
        </Box>
        {offer.possibleFen > 0 ? (
          <Press className="link" onPress={() => open('invoice', { orderId: order.orderId })}>
            {words.ask}
          </Press>
        ) : null}
      </Box>
      {newest === undefined ? (
        <Box as="p" className="note">
          {words.possible}
        </Box>
      ) : (
        <Newest invoice={newest} onChanged={onChanged} />
      )}
    </Box>
  )
}

function Newest({ invoice, onChanged }: { invoice: InvoiceView; onChanged: () => Promise<void> }) {
  const words = useWords().invoice
  const { attempt, otherWords } = useAttempt()
  const { invoiceId, orderId, state, invoiceNumber, fileName, refusalReason } = invoice
  const save = () =>
    attempt(async () => {
      if (fileName === null) return
      await saveFile(pathOf('invoiceDownload', { invoiceId }), fileName)
      say(words.saved)
    })
  const withdraw = () =>
    attempt(async () => {
      await call('invoiceWithdraw', { params: { orderId } })
      say(words.withdrawn)
      await onChanged()
    })
  const rows: [string, string][] = []
  if (invoice.title !== '') rows.push([words.title, invoice.title])
  if (invoiceNumber !== null) rows.push([words.number, invoiceNumber])
  return (
    <>
      <Box className="refund-head">
        <Sum amountFen={invoice.amountFen} />
        <Box as="span" className={`tag ${tones[state]}`}>
          {words.states[state]}
        </Box>
      </Box>
      <KeyValues rows={rows} />
      <Box as="p" className="note">
        {refusalReason ?? (state === 'issued' && fileName === null ? words.fileLater : words.says[state])}
      </Box>
      <Box as="p" className="note">
        {words.askedAt(shanghai(invoice.askedAt).short)}
      </Box>
      <Notice words={otherWords()} tone="bad" />
      {fileName !== null ? (
        <Press className="btn quiet" onPress={save}>
          <Icon name="save" />
          {words.download}
        </Press>
      ) : null}
      {state === 'asked' ? (
        <Press className="link withdraw" onPress={withdraw}>
          {words.withdraw}
        </Press>
      ) : null}
    </>
  )
}
