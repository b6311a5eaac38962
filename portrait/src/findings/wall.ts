import type { Finding } from '../report.ts'
import type { Evidence } from './evidence.ts'
import { above } from './finding.ts'
import { limits } from './limits.ts'

/** A plain wall behind the person: what the smooth field of the wall leaves unexplained. */
export function checkWall({ matte }: Evidence): Finding[] {
  return above('BG_NOT_UNIFORM', matte.coarse.roughnessLevels, limits.wallWarn, limits.wallBlock, 'level')
}
