import type { AuditEntry } from '@tucai/contract'
import { chinaDate, chinaMoment } from '../platform/china-time.ts'
import { inTransaction } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import type { RouteTable } from '../platform/http/route-table.ts'
import { sheetAnswer } from '../platform/sheets/sheet-answer.ts'
import { auditPage, auditRows } from './audit-list.ts'
import { recordAudit } from './audits.ts'

const columns: { title: string; width: number; cell: (entry: AuditEntry) => string }[] = [
  { title: '时间', width: 20, cell: ({ at }) => chinaMoment(new Date(at)) },
  { title: '人员', width: 20, cell: ({ actorLogin, actorKind, actorId }) => actorLogin ?? (actorId || actorKind) },
  { title: '身份', width: 10, cell: ({ actorKind }) => actorKind },
  { title: '动作', width: 24, cell: ({ action }) => action.zh },
  { title: '对象', width: 34, cell: ({ subject }) => subject },
  { title: '对象数', width: 8, cell: ({ subjectCount }) => String(subjectCount) },
  { title: '原因', width: 30, cell: ({ reason }) => reason },
  { title: '记录编号', width: 34, cell: ({ auditId }) => auditId },
]

/** Looking through the record; that it was looked through stands in it too. */
export function auditRoutes(routes: RouteTable, { db, clock }: Pick<Engines, 'db' | 'clock'>): void {
  routes.handle('auditList', ({ actor, query }) =>
    inTransaction(db, actor, async (tx) => {
      const page = await auditPage(tx, query)
      await recordAudit(tx, clock.now(), actor, 'audits-read', [])
      return page
    }),
  )

  routes.handle('auditExport', async ({ actor, query: { format = 'xlsx', ...filter } }) => {
    await inTransaction(db, actor, (tx) => recordAudit(tx, clock.now(), actor, 'audits-exported', []))
    const rows = cellsOf(auditRows(db, actor, filter))
    return sheetAnswer('审计日志', format, columns, rows, `audit-${chinaDate(clock.now())}`)
  })
}

async function* cellsOf(entries: AsyncIterable<AuditEntry>): AsyncGenerator<string[]> {
  for await (const entry of entries) yield columns.map(({ cell }) => cell(entry))
}
