import { Problem } from '@tucai/contract'
import { recordAudit } from '../audit/audits.ts'
import { inTransaction, type Tx } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import type { RouteTable } from '../platform/http/route-table.ts'
import { bannedTemplates, keepAnswers } from './notice-answers.ts'
import { noticesLike, retryNotice } from './notice-list.ts'
import { templatesFor, type WechatTemplates } from './templates.ts'

interface Setting {
  templates: WechatTemplates
  /** Whose enrolment it is; undefined where the actor sees none. */
  identityOf(tx: Tx, graduateId: string): Promise<string | undefined>
}

export function noticeRoutes(routes: RouteTable, engines: Engines, setting: Setting): void {
  ofStudents(routes, engines, setting)
  ofStaff(routes, engines, setting)
}

/** What the mini program asks WeChat for, and what the student answered. */
function ofStudents(routes: RouteTable, { db, clock }: Engines, { templates }: Setting): void {
  routes.handle('noticeTemplates', ({ actor, query: { occasion } }) =>
    inTransaction(db, actor, async (tx) => ({
      templateIds: templatesFor(occasion, templates, await bannedTemplates(tx, actor.identityId)),
    })),
  )

  routes.handle('noticeAnswer', ({ actor, body }) =>
    inTransaction(db, actor, async (tx) => {
      const known = new Set(Object.values(templates).map(({ id }) => id))
      const answers = body.answers.filter(({ templateId }) => known.has(templateId))
      await keepAnswers(tx, actor.identityId, { ...body, answers }, clock.now())
      return {}
    }),
  )
}

/** The outbox as the centre sees it. Reading it stays on record. */
function ofStaff(routes: RouteTable, { db, jobs, clock }: Engines, { identityOf }: Setting): void {
  routes.handle('staffNoticeList', ({ actor, query }) =>
    inTransaction(db, actor, async (tx) => {
      const { graduateId, offset = 0, limit = 50, ...filter } = query
      if (graduateId !== undefined) {
        const identityId = await identityOf(tx, graduateId)
        if (identityId === undefined || (filter.identityId ?? identityId) !== identityId) throw new Problem('not-found')
        filter.identityId = identityId
      }
      const page = await noticesLike(tx, filter, { offset, limit })
      const read = new Set(page.notices.map((notice) => notice.identityId).filter((id) => id !== null))
      if (read.size > 0) await recordAudit(tx, clock.now(), actor, 'notices-read', [...read])
      return page
    }),
  )

  routes.handle('staffNoticeRetry', ({ actor, params: { noticeId } }) =>
    inTransaction(db, actor, async (tx) => {
      const now = clock.now()
      const outcome = await retryNotice(tx, jobs, noticeId, now)
      if (outcome === 'missing') throw new Problem('not-found')
      if (outcome === 'unfit') throw new Problem('notice-not-failed')
      await recordAudit(tx, now, actor, 'notice-retried', [noticeId])
      return {}
    }),
  )
}
