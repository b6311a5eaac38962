import { Problem, type Progress, type StaffGraduate } from '@tucai/contract'
import { recordAudit } from '../audit/audits.ts'
import { campaignOf } from '../campaign/campaigns.ts'
import type { Graduate } from '../graduate/graduate.ts'
import { graduatesIn } from '../graduate/graduates.ts'
import { documentNumbers } from '../identity/identities.ts'
import { maskNumber } from '../identity/identity.ts'
import { inTransaction } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import type { RouteTable } from '../platform/http/route-table.ts'
import { nextStep } from './collection.ts'
import { type ProgressRow, progressIn } from './collections.ts'

/** What the console shows of a campaign: who has come how far. */
export function progressRoutes(routes: RouteTable, { db, secrets, clock }: Engines): void {
  routes.handle('staffGraduateList', ({ actor, params: { campaignId }, query }) =>
    inTransaction(db, actor, async (tx) => {
      if ((await campaignOf(tx, campaignId)) === undefined) throw new Problem('not-found')
      const graduates = await graduatesIn(tx, campaignId)
      const rows = new Map((await progressIn(tx, campaignId)).map((row) => [row.graduateId, row]))
      const found = graduates.filter((graduate) => {
        const fitsProgress = query.progress === undefined || progressOf(rows.get(graduate.id)!) === query.progress
        return fitsProgress && fitsSearch(graduate, query.search ?? '')
      })
      const { offset = 0, limit = 50 } = query
      const page = found.slice(offset, offset + limit)
      const numbers = await documentNumbers(
        tx,
        secrets,
        page.map((graduate) => graduate.identityId),
      )
      const read = page.map((graduate) => graduate.id)
      if (read.length > 0) await recordAudit(tx, clock.now(), actor, 'graduates-read', read)
      const lines = page.map((graduate) =>
        lineOf(graduate, rows.get(graduate.id)!, numbers.get(graduate.identityId)!.number),
      )
      return { total: found.length, graduates: lines }
    }),
  )
}

function progressOf(row: ProgressRow): Progress {
  return row.isRegistered || row.orderState !== null ? nextStep({ ...row, isRetakeDue: false }) : 'unregistered'
}

/** Every word of the search must be in what the list shows; numbers of documents can't be searched. */
function fitsSearch(graduate: Graduate, search: string): boolean {
  const { name, studentNumber, college, major, className } = graduate
  const text = [name, studentNumber, college, major, className].join('\n').toLowerCase()
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}

function lineOf(graduate: Graduate, row: ProgressRow, number: string): StaffGraduate {
  const { id, name, gender, studentNumber, college, major, className } = graduate
  return {
    ...{ graduateId: id, name, gender, studentNumber, college, major, className },
    maskedNumber: maskNumber(number),
    progress: progressOf(row),
    // Only a finished picture can be shown.
    photoId: row.photoState === 'finished' ? row.photoId : null,
    paper: row.paper,
    paidAt: row.paidAt?.toISOString() ?? null,
  }
}
