import type { Evidence } from './evidence.ts'
import { limits } from './limits.ts'
import type { Measure } from './measure.ts'
import type { FaceMap } from './zones.ts'

/**
 * A picture stretched in one direction, or drawn out by a lens too near: the distance from the eyes to the chin over
 * the distance between the eyes, which differs little between people.
 */
export function measureShape(_: Evidence, { eyeToChinPx, ruler }: FaceMap): Measure[] {
  const value = eyeToChinPx / ruler.unitPx
  const { tallWarn, wideWarn } = limits
  const shared = { code: 'QUAL_DISTORT', value, unit: 'ratio' } as const
  return [
    { ...shared, of: 'tall', bad: 'above', warn: tallWarn },
    { ...shared, of: 'wide', bad: 'below', warn: wideWarn },
  ]
}
