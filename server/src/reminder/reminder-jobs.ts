import type { Campaign } from '../campaign/campaign.ts'
import { campaignOf } from '../campaign/campaigns.ts'
import type { NoticeData, Tell } from '../notice/notice.ts'
import { chinaDayNumber, chinaDayStart } from '../platform/china-time.ts'
import { inTransaction, SYSTEM } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import { graduatesIn } from '../progress/stages.ts'
import { daysBeforeClosing, hoursWords, ownReminderJob, type Reminder, reminderJob, requireScope } from './reminder.ts'
import { addReminder, moveReminder, noteReminded, remindedSince, reminderOf, remindingCampaigns } from './reminders.ts'

export type ReminderGround = Pick<Engines, 'db' | 'jobs' | 'clock'> & { tell: Tell }

const TOLD_AT_ONCE = 200

export async function workReminders(ground: ReminderGround): Promise<void> {
  await ground.jobs.work(reminderJob, ({ reminderId }) => sendReminder(ground, reminderId))
  await ground.jobs.work(ownReminderJob, () => remindToday(ground))
  await ground.jobs.repeat(ownReminderJob, {}, '0 10 * * *')
}

/** Tells everybody who is still in the reminder’s scope when it goes out, and has an account. */
export async function sendReminder({ db, clock, tell }: ReminderGround, reminderId: string): Promise<void> {
  const begun = await inTransaction(db, SYSTEM, async (tx) => {
    const reminder = await reminderOf(tx, reminderId)
    if (reminder === undefined) return undefined
    const isBegun = reminder.state === 'sending' || (await moveReminder(tx, reminderId, 'due', 'sending', clock.now()))
    const campaign = (await campaignOf(tx, reminder.campaignId))!
    const since = chinaDayStart(chinaDayNumber(clock.now()))
    const reached = await remindedSince(tx, reminder, since)
    const wanted = await graduatesIn(tx, reminder.campaignId, requireScope(reminder.scope))
    const left = wanted.filter(({ registered, graduateId }) => registered && !reached.has(graduateId))
    return isBegun ? { reminder, campaign, left } : undefined
  })
  if (begun === undefined) return
  const { reminder, campaign, left } = begun
  for (let at = 0; at < left.length; at += TOLD_AT_ONCE) {
    const some = left.slice(at, at + TOLD_AT_ONCE)
    await inTransaction(db, SYSTEM, async (tx) => {
      for (const { identityId, graduateId } of some)
        await tell(tx, identityId, { ...noticeOf(reminder, campaign, graduateId), key: `${reminder.id}/${graduateId}` })
      const ids = some.map(({ graduateId }) => graduateId)
      await noteReminded(tx, reminder, ids, clock.now())
    })
  }
  await inTransaction(db, SYSTEM, (tx) => moveReminder(tx, reminderId, 'sending', 'sent', clock.now()))
}

function noticeOf(reminder: Reminder, campaign: Campaign, graduateId: string): NoticeData {
  const data = { campaignId: campaign.id, campaignTitle: campaign.title, graduateId, closesAt: campaign.closesAt }
  if (reminder.kind === 'reminder') return { kind: 'campaign-reminder', data }
  return { kind: 'campaign-changed', data: { ...data, opensAt: campaign.opensAt, openHours: hoursWords(campaign) } }
}

/** The campaigns’ own reminders of today. Safe to repeat. */
export async function remindToday({ db, jobs, clock }: ReminderGround): Promise<void> {
  const now = clock.now()
  await inTransaction(db, SYSTEM, async (tx) => {
    for (const { id, days } of await remindingCampaigns(tx, now)) {
      const campaign = (await campaignOf(tx, id))!
      const daysBefore = daysBeforeClosing(campaign.closesAt, now)
      if (!days.includes(daysBefore)) continue
      const about = { campaignId: id, schoolId: campaign.schoolId, kind: 'reminder', scope: {} } as const
      const added = await addReminder(tx, { ...about, by: { daysBefore }, sendAt: now }, now)
      if (added !== undefined) await jobs.enqueue(tx, reminderJob, { reminderId: added.id })
    }
  })
}
