import { type MissingQuery, Problem, type Stage, type StageCounts, stages, unfinishedStages } from '@tucai/contract'

/** Whose graduates of a campaign are meant. */
export interface Scope {
  stages: readonly Stage[]
  college?: string | undefined
  className?: string | undefined
  level?: string | undefined
  graduateIds?: readonly string[] | undefined
}

/** Those who handed no photo in when no stage is said. @throws Problem request-malformed for a word that is no stage */
export function scopeOf({ stages: said, college, className, level }: MissingQuery): Scope {
  const chosen = said === undefined ? [...unfinishedStages] : said.split(',')
  if (!chosen.every((stage): stage is Stage => (stages as readonly string[]).includes(stage)))
    throw new Problem('request-malformed', { field: 'stages' })
  return { stages: chosen, college, className, level }
}

export function noStages(): StageCounts {
  return Object.fromEntries(stages.map((stage) => [stage, 0])) as StageCounts
}

export function totalOf(counts: StageCounts): number {
  return stages.reduce((sum, stage) => sum + counts[stage], 0)
}

export function addCounts(into: StageCounts, counts: StageCounts): void {
  for (const stage of stages) into[stage] += counts[stage]
}

/** Graduates of these stages. */
export function countIn(counts: StageCounts, wanted: readonly Stage[]): number {
  return wanted.reduce((sum, stage) => sum + counts[stage], 0)
}

/** The stages in Chinese and English, for sheets and paper. */
export const stageWords: Record<Stage, { zh: string; en: string }> = {
  none: { zh: '未开始', en: 'Not started' },
  confirmed: { zh: '已确认', en: 'Confirmed' },
  photographed: { zh: '已拍摄', en: 'Photographed' },
  waiting: { zh: '待审核', en: 'Waiting' },
  rejected: { zh: '已驳回', en: 'Rejected' },
  approved: { zh: '已通过', en: 'Approved' },
  paid: { zh: '已支付', en: 'Paid' },
  printed: { zh: '已冲印', en: 'Printed' },
  shipped: { zh: '已寄出', en: 'Shipped' },
  delivered: { zh: '已交付', en: 'Delivered' },
  proofread: { zh: '已校对', en: 'Proofread' },
}
