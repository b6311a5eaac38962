import { Problem, type RosterProblem } from '@tucai/contract'
import { type AuditAction, recordAudit } from '../audit/audits.ts'
import { campaignOf } from '../campaign/campaigns.ts'
import { type Actor, type Db, inTransaction, SYSTEM, type Tx } from '../platform/db.ts'
import type { RouteTable, StaffActor } from '../platform/http/route-table.ts'
import { begun, sheetTypes } from '../platform/sheets/sheet-answer.ts'
import { staffOf } from '../staff/staff-members.ts'
import { receiveRoster } from './receive-roster.ts'
import { problemSheet, rosterTemplate } from './roster-sheets.ts'
import { changeView, findingView, rosterView } from './roster-views.ts'
import { moveRoster, type Roster, rosterOf, rostersIn } from './rosters.ts'
import { dropRoster, rosterAcceptJob, rosterTryJob, submitRoster, tryAgain } from './submitting.ts'
import { changePage, findingPage } from './trials.ts'
import type { RosterGround } from './trying.ts'

export function rosterRoutes(routes: RouteTable, ground: RosterGround): void {
  const { db, clock, jobs } = ground
  const audited = (tx: Tx, actor: Actor, action: AuditAction, roster: Pick<Roster, 'id'>) =>
    recordAudit(tx, clock.now(), actor, action, [roster.id])
  const shown = (actor: Actor, rosterId: string) =>
    inTransaction(db, actor, async (tx) => rosterView(await required(tx, rosterId)))

  routes.handle('staffRosterTemplate', async () => ({
    ...{ stream: rosterTemplate(), type: sheetTypes.xlsx, fileName: '毕业生名单模板.xlsx' },
  }))

  routes.handle('staffRosterUpload', async ({ actor, params: { campaignId }, request }) => {
    const campaign = await inTransaction(db, actor, (tx) => campaignOf(tx, campaignId))
    if (campaign === undefined) throw new Problem('not-found')
    const { schoolId } = campaign
    const madeBy = await loginOf(db, actor)
    const submission = { ...(await receiveRoster(request)), campaignId, schoolId, madeBy }
    const id = await submitRoster(ground, actor, submission, async (tx, roster) => {
      await audited(tx, actor, 'roster-uploaded', roster)
      if (roster.state === 'trying') await jobs.enqueue(tx, rosterTryJob, { rosterId: roster.id, trial: 1 })
    })
    return shown(actor, id)
  })

  routes.handle('staffRosterList', ({ actor, params: { campaignId } }) =>
    inTransaction(db, actor, async (tx) => {
      if ((await campaignOf(tx, campaignId)) === undefined) throw new Problem('not-found')
      return { rosters: (await rostersIn(tx, campaignId)).map(rosterView) }
    }),
  )

  routes.handle('staffRosterShow', ({ actor, params: { rosterId } }) => shown(actor, rosterId))

  routes.handle('staffRosterTry', async ({ actor, params: { rosterId }, body }) => {
    await inTransaction(db, actor, async (tx) => tryAgain(tx, ground, await required(tx, rosterId), body))
    return shown(actor, rosterId)
  })

  routes.handle('staffRosterAccept', async ({ actor, params: { rosterId }, body }) => {
    await inTransaction(db, actor, async (tx) => {
      const roster = await required(tx, rosterId)
      if (roster.trial !== body.trial) throw new Problem('roster-moved')
      if (roster.state === 'tried' && roster.counts.blocking !== 0) throw new Problem('roster-blocked')
      if (!(await moveRoster(tx, roster, 'accepting'))) throw new Problem('roster-moved')
      await audited(tx, actor, 'roster-accepted', roster)
      await jobs.enqueue(tx, rosterAcceptJob, { rosterId })
    })
    return shown(actor, rosterId)
  })

  routes.handle('staffRosterDrop', ({ actor, params: { rosterId } }) =>
    inTransaction(db, actor, async (tx) => {
      const roster = await required(tx, rosterId)
      if (!(await dropRoster(tx, ground, roster))) throw new Problem('roster-moved')
      await audited(tx, actor, 'roster-dropped', roster)
      return {}
    }),
  )

  findingRoutes(routes, ground)
}

/** What the dry run found: covered, and read on record all the same. */
function findingRoutes(routes: RouteTable, { db, clock }: RosterGround): void {
  const read = async (tx: Tx, actor: Actor, rosterId: string) => {
    const roster = await required(tx, rosterId)
    // While it is tried anew there is nothing to show.
    if (roster.state !== 'tried' && roster.state !== 'outdated') return false
    await recordAudit(tx, clock.now(), actor, 'roster-read', [rosterId])
    return true
  }

  routes.handle('staffRosterProblemList', ({ actor, params: { rosterId }, query }) =>
    inTransaction(db, actor, async (tx) => {
      if (!(await read(tx, actor, rosterId))) return { total: 0, problems: [] }
      const { total, rows } = await findingPage(tx, rosterId, query)
      return { total, problems: rows.map(findingView) }
    }),
  )

  routes.handle('staffRosterChangeList', ({ actor, params: { rosterId }, query }) =>
    inTransaction(db, actor, async (tx) => {
      if (!(await read(tx, actor, rosterId))) return { total: 0, changes: [] }
      const { total, rows } = await changePage(tx, rosterId, query)
      return { total, changes: rows.map(changeView) }
    }),
  )

  routes.handle('staffRosterProblemSheet', async ({ actor, params: { rosterId } }) => {
    const roster = await inTransaction(db, actor, async (tx) => {
      if (!(await read(tx, actor, rosterId))) throw new Problem('roster-moved')
      return required(tx, rosterId)
    })
    const fileName = `问题表-${roster.fileName.replace(/\.[^.]*$/, '')}.xlsx`
    return { stream: problemSheet(await begun(findingsOf(db, actor, rosterId))), type: sheetTypes.xlsx, fileName }
  })
}

const FINDINGS_AT_ONCE = 200

async function* findingsOf(db: Db, actor: Actor, rosterId: string): AsyncGenerator<RosterProblem> {
  for (let offset = 0; ; offset += FINDINGS_AT_ONCE) {
    const paging = { offset, limit: FINDINGS_AT_ONCE }
    const { rows } = await inTransaction(db, actor, (tx) => findingPage(tx, rosterId, paging))
    for (const row of rows) yield findingView(row)
    if (rows.length < FINDINGS_AT_ONCE) return
  }
}

async function required(tx: Tx, rosterId: string): Promise<Roster> {
  const roster = await rosterOf(tx, rosterId)
  if (roster === undefined) throw new Problem('not-found')
  return roster
}

/** A school's operator may not look at the logins of others: the name is kept with the roster. */
async function loginOf(db: Db, { staffId }: StaffActor): Promise<string> {
  return (await inTransaction(db, SYSTEM, (tx) => staffOf(tx, staffId)))!.login
}
