import { Problem, type ReminderScope, type ReminderView } from '@tucai/contract'
import { recordAudit } from '../audit/audits.ts'
import type { Campaign } from '../campaign/campaign.ts'
import { campaignOf } from '../campaign/campaigns.ts'
import { chinaDayNumber, chinaDayStart } from '../platform/china-time.ts'
import { inTransaction, SYSTEM, type Tx } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import type { RouteTable, StaffActor } from '../platform/http/route-table.ts'
import { countGraduates } from '../progress/stages.ts'
import { staffLogins } from '../staff/staff-members.ts'
import { type Reminder, reminderJob, requireRemindable, requireScope, TAKE_BACK_MS } from './reminder.ts'
import { addReminder, moveReminder, reminderOf, remindersOf } from './reminders.ts'

/** Reminders to those who are missing, which can be taken back for ten seconds. */
export function reminderRoutes(routes: RouteTable, engines: Engines): void {
  const { db, clock } = engines

  routes.handle('staffReminderPreview', ({ actor, params: { campaignId }, body }) =>
    inTransaction(db, actor, async (tx) => {
      await requireCampaign(tx, campaignId)
      const today = chinaDayStart(chinaDayNumber(clock.now()))
      const { total, unregistered, reminded } = await countGraduates(tx, campaignId, requireScope(body), today)
      return { total, reachable: total - unregistered - reminded, unregistered, remindedToday: reminded }
    }),
  )

  routes.handle('staffReminderSend', async ({ actor, params: { campaignId }, body }) => {
    requireScope(body)
    const reminder = await inTransaction(db, actor, async (tx) => {
      const campaign = await requireCampaign(tx, campaignId)
      requireRemindable(campaign, clock.now())
      const added = await remind(tx, engines, actor, campaign, 'reminder', body)
      await recordAudit(tx, clock.now(), actor, 'reminder-sent', [campaignId, added.id])
      return added
    })
    return (await views(engines, [reminder]))[0]!
  })

  routes.handle('staffReminderList', async ({ actor, params: { campaignId } }) => {
    const reminders = await inTransaction(db, actor, async (tx) => {
      await requireCampaign(tx, campaignId)
      return remindersOf(tx, campaignId)
    })
    return views(engines, reminders)
  })

  routes.handle('staffReminderCancel', async ({ actor, params: { reminderId } }) => {
    const reminder = await inTransaction(db, actor, async (tx) => {
      if ((await reminderOf(tx, reminderId)) === undefined) throw new Problem('not-found')
      if (!(await moveReminder(tx, reminderId, 'due', 'cancelled', clock.now()))) throw new Problem('reminder-gone')
      await recordAudit(tx, clock.now(), actor, 'reminder-cancelled', [reminderId])
      return (await reminderOf(tx, reminderId))!
    })
    return (await views(engines, [reminder]))[0]!
  })
}

/** Tells everybody who is not finished that the campaign has changed. */
export async function tellChange(
  tx: Tx,
  engines: Pick<Engines, 'jobs' | 'clock'>,
  actor: StaffActor,
  campaign: Pick<Campaign, 'id' | 'schoolId'>,
): Promise<void> {
  await remind(tx, engines, actor, campaign, 'change', {})
}

async function remind(
  tx: Tx,
  { jobs, clock }: Pick<Engines, 'jobs' | 'clock'>,
  { staffId }: StaffActor,
  { id: campaignId, schoolId }: Pick<Campaign, 'id' | 'schoolId'>,
  kind: Reminder['kind'],
  scope: ReminderScope,
): Promise<Reminder> {
  const now = clock.now()
  const sendAt = new Date(now.getTime() + TAKE_BACK_MS)
  const added = (await addReminder(tx, { campaignId, schoolId, kind, scope, by: { staffId }, sendAt }, now))!
  await jobs.enqueue(tx, reminderJob, { reminderId: added.id }, { startAt: sendAt })
  return added
}

async function requireCampaign(tx: Tx, campaignId: string): Promise<Campaign> {
  const campaign = await campaignOf(tx, campaignId)
  if (campaign === undefined) throw new Problem('not-found')
  return campaign
}

/** Operators of a school see no staff; who of the centre reminded their graduates they may know. */
async function views({ db }: Pick<Engines, 'db'>, reminders: Reminder[]): Promise<ReminderView[]> {
  const staffIds = reminders.flatMap(({ madeBy }) => madeBy ?? [])
  const logins = await inTransaction(db, SYSTEM, (tx) => staffLogins(tx, staffIds))
  return reminders.map(({ id, schoolId, scope, madeBy, madeAt, sendAt, ...reminder }) => ({
    ...reminder,
    reminderId: id,
    by: madeBy === null ? null : (logins.get(madeBy) ?? ''),
    madeAt: madeAt.toISOString(),
    sendAt: sendAt.toISOString(),
  }))
}
