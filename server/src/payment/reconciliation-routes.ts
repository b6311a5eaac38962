import { Problem, type ReconciliationView } from '@tucai/contract'
import { type AuditAction, recordAudit } from '../audit/audits.ts'
import { inTransaction, type Tx } from '../platform/db.ts'
import type { RouteTable, StaffActor } from '../platform/http/route-table.ts'
import type { Jobs } from '../platform/jobs.ts'
import { sheetAnswer, yuanCell } from '../platform/sheets/sheet-answer.ts'
import type { PaymentGround } from './provider-talk.ts'
import { chinaDayBefore } from './reconciliation.ts'
import {
  askToReopen,
  closeReconciliation,
  reconciliationOf,
  reconciliations,
  reconciliationsIn,
  reopenReconciliation,
} from './reconciliations.ts'
import { billedBy, reconcileJob } from './reconciling.ts'

/** WeChat Pay keeps bills for three months. */
const BILLS_KEPT_DAYS = 90

/** Days compared with the provider's bills. */
export function reconciliationRoutes(
  routes: RouteTable,
  ground: Pick<PaymentGround, 'db' | 'clock' | 'providers'> & { jobs: Pick<Jobs, 'enqueue'> },
): void {
  const { db, clock, jobs } = ground
  routes.handle('staffReconciliationList', ({ actor }) => inTransaction(db, actor, reconciliations))

  routes.handle('staffReconciliationShow', ({ actor, params: { reconciliationId } }) =>
    inTransaction(db, actor, (tx) => found(tx, reconciliationId)),
  )

  routes.handle('staffReconciliationMake', ({ actor, body: { day } }) =>
    inTransaction(db, actor, async (tx) => {
      if (billedBy(ground).length === 0) throw new Problem('reconciliation-unavailable')
      const [newest, oldest] = [chinaDayBefore(clock.now(), 1), chinaDayBefore(clock.now(), BILLS_KEPT_DAYS)]
      if (!isDay(day) || day > newest || day < oldest) throw new Problem('reconciliation-day', { field: 'day' })
      const those = (await reconciliationsIn(tx, day.slice(0, 7))).filter((one) => one.day === day)
      if (those.some(({ closedAt }) => closedAt !== null)) throw new Problem('reconciliation-closed')
      await jobs.enqueue(tx, reconcileJob, { day })
      await recordAudit(tx, clock.now(), actor, 'reconciliation-asked', [day])
      return {}
    }),
  )

  routes.handle('staffReconciliationFile', async ({ actor, query: { month, format = 'xlsx' } }) => {
    const days = await inTransaction(db, actor, (tx) => reconciliationsIn(tx, month))
    return sheetAnswer(
      `对账-${month}`,
      format,
      columns.map(({ title }) => ({ title })),
      days.map((day) => columns.map(({ of }) => of(day))),
    )
  })

  /** One person's step about a day; what it can't be done to is refused with the problem. */
  function step(
    name: 'staffReconciliationClose' | 'staffReconciliationReopenAsk' | 'staffReconciliationReopen',
    action: AuditAction,
    take: (tx: Tx, day: ReconciliationView, actor: StaffActor, reason: string) => Promise<boolean>,
    otherwise: (day: ReconciliationView, actor: StaffActor) => Problem,
  ) {
    routes.handle(name, ({ actor, params: { reconciliationId }, body }) =>
      inTransaction(db, actor, async (tx) => {
        const { differences: _, ...day } = await found(tx, reconciliationId)
        const reason = (body as { reason?: string } | undefined)?.reason?.trim() ?? ''
        if (!(await take(tx, day, actor, reason))) throw otherwise(day, actor)
        await recordAudit(tx, clock.now(), actor, action, [reconciliationId])
        const { differences, ...after } = await found(tx, reconciliationId)
        return after
      }),
    )
  }

  step(
    'staffReconciliationClose',
    'reconciliation-closed',
    (tx, { reconciliationId }, actor) => closeReconciliation(tx, reconciliationId, actor.staffId, clock.now()),
    ({ closedAt }) => new Problem(closedAt === null ? 'reconciliation-open' : 'reconciliation-closed'),
  )
  step(
    'staffReconciliationReopenAsk',
    'reconciliation-reopen-asked',
    async (tx, { reconciliationId }, actor, reason) => {
      if (reason === '') throw new Problem('request-malformed', { field: 'reason' })
      return askToReopen(tx, reconciliationId, actor.staffId, reason)
    },
    () => new Problem('reconciliation-not-closed'),
  )
  step(
    'staffReconciliationReopen',
    'reconciliation-reopened',
    (tx, { reconciliationId }, actor) => reopenReconciliation(tx, reconciliationId, actor.staffId),
    ({ reopening }, actor) =>
      new Problem(reopening?.askedById === actor.staffId ? 'second-person-needed' : 'reconciliation-not-closed'),
  )
}

async function found(tx: Tx, reconciliationId: string) {
  const reconciliation = await reconciliationOf(tx, reconciliationId)
  if (reconciliation === undefined) throw new Problem('not-found')
  return reconciliation
}

function isDay(day: string): boolean {
  const at = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day)
}

const columns: { title: string; of(day: ReconciliationView): string }[] = [
  { title: '日期', of: ({ day }) => day },
  { title: '支付渠道', of: ({ provider }) => (provider === 'wechat-pay' ? '微信支付' : provider) },
  { title: '本系统实收（元）', of: ({ ownPaidFen }) => yuanCell(ownPaidFen) },
  { title: '本系统退款（元）', of: ({ ownRefundedFen }) => yuanCell(ownRefundedFen) },
  { title: '支付方实收（元）', of: ({ paidFen }) => yuanCell(paidFen) },
  { title: '支付方退款（元）', of: ({ refundedFen }) => yuanCell(refundedFen) },
  {
    title: '差额（元）',
    of: ({ ownPaidFen, ownRefundedFen, paidFen, refundedFen }) =>
      yuanCell(ownPaidFen - ownRefundedFen - (paidFen - refundedFen)),
  },
  { title: '差异笔数', of: ({ differenceCount }) => String(differenceCount) },
  { title: '未处理', of: ({ openDifferenceCount }) => String(openDifferenceCount) },
  { title: '关账人', of: ({ closedBy }) => closedBy ?? '' },
]
