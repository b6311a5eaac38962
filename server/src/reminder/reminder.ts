import { Problem, type ReminderScope, type ReminderState, type Stage, unfinishedStages } from '@tucai/contract'
import { Type } from 'typebox'
import { type Campaign, openingOf } from '../campaign/campaign.ts'
import { chinaDayNumber } from '../platform/china-time.ts'
import { defineJob } from '../platform/jobs.ts'
import type { Scope } from '../progress/progress.ts'

/** A message to everybody of a campaign who is not finished. */
export interface Reminder {
  id: string
  campaignId: string
  schoolId: string
  kind: 'reminder' | 'change'
  state: ReminderState
  scope: ReminderScope
  /** Null: the campaign’s own reminder. */
  madeBy: string | null
  madeAt: Date
  sendAt: Date
  told: number
}

export const reminderMoves: Record<ReminderState, readonly ReminderState[]> = {
  due: ['sending', 'cancelled'],
  sending: ['sent'],
  sent: [],
  cancelled: [],
}

/** Sends one reminder. Safe to repeat: nobody is told twice of one. */
export const reminderJob = defineJob('reminder', Type.Object({ reminderId: Type.String() }), {
  retryLimit: 20,
  timeLimitSeconds: 1800,
})

/** Finds the campaigns that remind today. */
export const ownReminderJob = defineJob('own-reminders', Type.Object({}))

/** So long a reminder can be taken back. */
export const TAKE_BACK_MS = 10_000

/** A photo that was approved asks for nothing more; all the others may be reminded. */
const remindable: readonly Stage[] = [...unfinishedStages, 'rejected']

/** @throws Problem request-malformed for a stage in which nobody has anything to do */
export function requireScope({ stages, ...rest }: ReminderScope): Scope {
  const chosen = stages ?? (rest.graduateIds === undefined ? unfinishedStages : remindable)
  if (!chosen.every((stage) => remindable.includes(stage))) throw new Problem('request-malformed', { field: 'stages' })
  return { ...rest, stages: chosen }
}

/** @throws Problem campaign-not-yet, campaign-closed or campaign-cancelled: nobody can act on a reminder then */
export function requireRemindable(campaign: Campaign, now: Date): void {
  const opening = openingOf(campaign, now)
  if (opening === 'cancelled') throw new Problem('campaign-cancelled')
  if (opening === 'closed') throw new Problem('campaign-closed')
  if (opening === 'not-yet') throw new Problem('campaign-not-yet')
}

/** Whole days on China’s calendar from today until the day on which it closes. */
export function daysBeforeClosing(closesAt: Date, now: Date): number {
  return chinaDayNumber(new Date(closesAt.getTime() - 1)) - chinaDayNumber(now)
}

const clock = (minutes: number) =>
  [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':')

/** When a campaign is open on each of its days. */
export function hoursWords({ dailyFromMinutes, dailyUntilMinutes, weekends }: Campaign): { zh: string; en: string } {
  const isWholeDay = dailyFromMinutes === 0 && dailyUntilMinutes === 1440
  const hours = `${clock(dailyFromMinutes)}–${clock(dailyUntilMinutes)}`
  return {
    zh: `${isWholeDay ? '全天开放' : `每日 ${hours}`}${weekends ? '' : '，周末不开放'}`,
    en: `${isWholeDay ? 'all day' : `daily ${hours}`}${weekends ? '' : ', not at weekends'}`,
  }
}
