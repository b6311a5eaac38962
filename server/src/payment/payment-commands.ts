import { readArguments, UsageWrong } from '../platform/command.ts'
import { inTransaction, SYSTEM } from '../platform/db.ts'
import { alarms } from './alarms.ts'
import { ProviderAway } from './payment.ts'
import type { PaymentGround } from './provider-talk.ts'
import { reconciliationOf } from './reconciliations.ts'
import { billedBy, reconcile, yesterday } from './reconciling.ts'

type Say = (line: string) => void

const yuan = (fen: number | null) => (fen === null ? '—' : `¥${(fen / 100).toFixed(2)}`)

/** Compares a day with the provider's bill, yesterday when none is named. The exit code tells whether all agrees. */
export async function reconcileByCommand(ground: PaymentGround, args: string[], say: Say): Promise<number> {
  const [day = yesterday(ground), ...rest] = readArguments(args, {}).positionals
  if (rest.length > 0 || !/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(Date.parse(day)))
    throw new UsageWrong('payment reconcile [YYYY-MM-DD]')
  const providers = billedBy(ground)
  if (providers.length === 0) {
    say('没有配置会出账单的支付方式：请设置 TUCAI_WECHAT_PAY_MERCHANT_ID 等。')
    return 1
  }
  let open = 0
  for (const provider of providers) {
    try {
      const id = await reconcile(ground, provider, day)
      const detail = (await inTransaction(ground.db, SYSTEM, (tx) => reconciliationOf(tx, id)))!
      const { paymentCount, paidFen, refundCount, refundedFen, differences } = detail
      say(
        `${day} ${provider.name}  收款 ${paymentCount} 笔 ${yuan(paidFen)}  退款 ${refundCount} 笔 ${yuan(refundedFen)}`,
      )
      for (const { kind, tradeNumber, refundNumber, oursFen, theirsFen } of differences)
        say(`  ${kind}  ${refundNumber ?? tradeNumber}  我方 ${yuan(oursFen)}  对方 ${yuan(theirsFen)}`)
      open += detail.openDifferenceCount
    } catch (error) {
      if (!(error instanceof ProviderAway)) throw error
      say(`${provider.name} 的账单还不能下载：${error.message}`)
      return 1
    }
  }
  say(open === 0 ? '账目一致' : `${open} 处差异待处理`)
  return open === 0 ? 0 : 1
}

/** What a person has to look at. */
export async function listAlarms({ db }: Pick<PaymentGround, 'db'>, say: Say): Promise<number> {
  const open = (await inTransaction(db, SYSTEM, alarms)).filter(({ settledAt }) => settledAt === null)
  for (const { kind, tradeNumber, providerTransaction, detail, raisedAt } of open)
    say([raisedAt, kind, tradeNumber, providerTransaction ?? '—', JSON.stringify(detail)].join('  '))
  say(`共 ${open.length} 条未处理的支付异常`)
  return open.length === 0 ? 0 : 1
}
