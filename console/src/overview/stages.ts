import type { Stage, StageCounts } from '@tucai/contract'

/** From not begun to proofread; every bar keeps this order. */
export const stageOrder: readonly Stage[] = [
  ...(['none', 'confirmed', 'photographed', 'waiting', 'rejected', 'approved'] as const),
  ...(['paid', 'printed', 'shipped', 'delivered', 'proofread'] as const),
]
export const unfinished: readonly Stage[] = ['none', 'confirmed', 'photographed']
/** Those who still have something to do themselves. */
export const remindable: readonly Stage[] = [...unfinished, 'rejected']
export const approvedOn: readonly Stage[] = stageOrder.slice(stageOrder.indexOf('approved'))

export function countOf(counts: StageCounts, stages: readonly Stage[]): number {
  return stages.reduce((sum, stage) => sum + counts[stage], 0)
}
