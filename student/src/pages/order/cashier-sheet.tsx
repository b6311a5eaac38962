import { call } from '../../call.ts'
import { Box } from '../../elements/box'
import { Press } from '../../elements/press'
import { useWords } from '../../language.ts'
import { KeyValues } from '../../parts/key-values.tsx'
import { Notice } from '../../parts/notice.tsx'
import { Sheet } from '../../parts/sheet.tsx'
import { Sum } from '../../parts/sum.tsx'
import { useAttempt } from '../../use-attempt.ts'
import type { SimulatedCashier } from '../../use-pay.ts'

type CashierSheetProps = { cashier: SimulatedCashier; onPaid: () => void; onClose: () => void }

/** 演示收银台: stands in for a real cashier where the server runs for demonstration. */
export function CashierSheet({ cashier, onPaid, onClose }: CashierSheetProps) {
  const words = useWords().cashier
  const { attempt, otherWords } = useAttempt()
  const pay = () =>
    attempt(async () => {
      const { orderState } = await call('cashierPay', { params: { tradeNumber: cashier.tradeNumber } })
      if (orderState !== 'unpaid') onPaid()
    })
  return (
    <Sheet
      title={words.title}
      onClose={onClose}
      foot={
        <>
          <Notice words={otherWords()} tone="bad" />
          <Press className="btn primary" onPress={pay}>
            {words.pay}
          </Press>
        </>
      }
    >
      <Box as="p" className="cashier-sum">
        <Sum amountFen={cashier.amountFen} />
      </Box>
      <KeyValues rows={[[words.trade, cashier.tradeNumber]]} />
      <Notice words={words.words} tone="warn" />
    </Sheet>
  )
}
