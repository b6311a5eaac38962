import type { ApprovalView, GraduateExportView } from '@tucai/contract'
import { sql } from 'kysely'
import { approvalsFor, askApproval } from '../approval/approvals.ts'
import type { Campaign } from '../campaign/campaign.ts'
import { documentNumbers } from '../identity/identities.ts'
import { maskNumber } from '../identity/identity.ts'
import { orderStateWords } from '../order/order.ts'
import { type Db, inTransaction, rowOf, rowsOf, type Tx } from '../platform/db.ts'
import type { BytesAnswer, StaffActor } from '../platform/http/route-table.ts'
import { newId } from '../platform/ids.ts'
import type { Secrets } from '../platform/secrets.ts'
import { type SheetFormat, sheetAnswer } from '../platform/sheets/sheet-answer.ts'
import { stageWords } from '../progress/progress.ts'
import type { DossierLine } from './dossier.ts'
import { dossierLines } from './dossiers.ts'

const KIND = 'graduates-export'

/** A list of graduates that somebody wants to take along. */
interface GraduateExport {
  id: string
  graduateIds: string[]
}

/** Keeps whom the list is about and asks a second person. */
export async function askExport(
  tx: Tx,
  actor: StaffActor,
  { campaign, graduateIds, purpose }: { campaign: Campaign; graduateIds: string[]; purpose: string },
  now: Date,
): Promise<GraduateExportView> {
  const id = newId('grx')
  await sql`INSERT INTO graduate_export (id, campaign_id, school_id, graduate_ids, purpose, asked_by, asked_at)
    VALUES (${id}, ${campaign.id}, ${campaign.schoolId}, ${graduateIds}, ${purpose}, ${actor.staffId}, ${now})`.execute(
    tx,
  )
  const ask = {
    kind: KIND,
    subject: id,
    title: campaign.title,
    personCount: graduateIds.length,
    reason: purpose,
  } as const
  await askApproval(tx, actor, { ...ask, schoolId: campaign.schoolId }, now)
  return { exportId: id, approval: (await approvalsFor(tx, KIND, [id], actor, now)).get(id)! }
}

const MOST_SHOWN = 20

/** What the actor asked for in a campaign, the latest first. */
export async function exportsOf(
  tx: Tx,
  actor: StaffActor,
  campaignId: string,
  now: Date,
): Promise<GraduateExportView[]> {
  const rows = await rowsOf<{ id: string }>(
    tx,
    sql`SELECT id FROM graduate_export WHERE campaign_id = ${campaignId} AND asked_by = ${actor.staffId}
      ORDER BY asked_at DESC, id LIMIT ${MOST_SHOWN}`,
  )
  const approvals = await approvalsFor(
    tx,
    KIND,
    rows.map(({ id }) => id),
    actor,
    now,
  )
  return rows.map(({ id }) => ({ exportId: id, approval: approvals.get(id) as ApprovalView }))
}

export async function exportOf(tx: Tx, exportId: string): Promise<GraduateExport | undefined> {
  return rowOf<GraduateExport>(tx, sql`SELECT id, graduate_ids FROM graduate_export WHERE id = ${exportId}`)
}

const columns: { title: string; width?: number; cell(line: DossierLine, number: string): string }[] = [
  { title: '学号', cell: ({ studentNumber }) => studentNumber },
  { title: '姓名', cell: ({ name }) => name },
  { title: '证件号', width: 22, cell: (_, number) => maskNumber(number) },
  { title: '学院', width: 24, cell: ({ college }) => college },
  { title: '专业', width: 24, cell: ({ major }) => major },
  { title: '班级', cell: ({ className }) => className },
  { title: '层次', cell: ({ level }) => level },
  { title: '照片状态', cell: ({ photoStage }) => stageWords[photoStage].zh },
  { title: '订单状态', cell: ({ orderState }) => (orderState === null ? '' : orderStateWords[orderState]) },
]

/** The sheet as it stands now: names and student numbers whole, of other numbers the first three characters. */
export function exportSheet(
  { db, secrets }: { db: Db; secrets: Secrets },
  actor: StaffActor,
  graduateIds: readonly string[],
  format: SheetFormat,
): Promise<BytesAnswer> {
  return sheetAnswer('毕业生', format, columns, rowsIn({ db, secrets }, actor, graduateIds))
}

const ROWS_AT_ONCE = 500

/** Reads a few at a time, so that a large list is never whole in memory. */
async function* rowsIn(
  { db, secrets }: { db: Db; secrets: Secrets },
  actor: StaffActor,
  graduateIds: readonly string[],
): AsyncGenerator<string[]> {
  for (let start = 0; start < graduateIds.length; start += ROWS_AT_ONCE) {
    const ids = graduateIds.slice(start, start + ROWS_AT_ONCE)
    const { lines, numbers } = await inTransaction(db, actor, async (tx) => {
      const found = await dossierLines(tx, ids)
      return {
        lines: found,
        numbers: await documentNumbers(
          tx,
          secrets,
          found.map(({ identityId }) => identityId),
        ),
      }
    })
    const byId = new Map(lines.map((line) => [line.id, line]))
    for (const id of ids) {
      const line = byId.get(id)
      if (line) yield columns.map(({ cell }) => cell(line, numbers.get(line.identityId)!.number))
    }
  }
}
