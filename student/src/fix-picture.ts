import alone from './drawings/fix-alone.svg'
import bare from './drawings/fix-bare.svg'
import eyes from './drawings/fix-eyes.svg'
import file from './drawings/fix-file.svg'
import front from './drawings/fix-front.svg'
import glasses from './drawings/fix-glasses.svg'
import level from './drawings/fix-level.svg'
import mouth from './drawings/fix-mouth.svg'
import place from './drawings/fix-place.svg'
import still from './drawings/fix-still.svg'
import upright from './drawings/fix-upright.svg'
import clothes from './drawings/tip-clothes.svg'
import light from './drawings/tip-light.svg'
import wall from './drawings/tip-wall.svg'
import { type FixName, fixOf } from './fix.ts'

const pictures: Record<FixName, string> = {
  ...{ alone, bare, clothes, eyes, file, front, glasses, level, light, mouth, place, still, upright, wall },
}

/** A small drawing of what to change for the next photo; null for a code that has none. */
export function fixPicture(code: string): string | null {
  const name = fixOf(code)
  return name === null ? null : pictures[name]
}
