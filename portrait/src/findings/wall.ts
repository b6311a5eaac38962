import type { Evidence } from './evidence.ts'
import { limits } from './limits.ts'
import type { Measure } from './measure.ts'

/**
 * A plain wall behind the person: what the smooth field of the wall leaves unexplained. Lines, grain and folds of one
 * colour only warn, for the person can be cut out before them; several colours are things or a room.
 */
export function measureWall({ matte }: Evidence): Measure[] {
  const { roughnessLevels, colourLevels } = matte.coarse
  const { wallWarn, wallBlock, wallColoursWarn, wallColoursBlock } = limits
  const shared = { code: 'BG_NOT_UNIFORM', unit: 'level', bad: 'above' } as const
  return [
    { ...shared, of: 'objects', value: colourLevels, warn: wallColoursWarn, block: wallColoursBlock },
    { ...shared, of: 'roughness', value: roughnessLevels, warn: wallWarn, block: wallBlock },
  ]
}
