import type { Pixels } from '../frame.ts'
import { fringe, hand, mask, phone } from './made/covers.ts'
import { clearGlasses, closedEyes, glasses, redEyes, sunglasses } from './made/eyewear.ts'
import { hat, headScarf } from './made/headwear.ts'
import { crownCut, defocus, enlarged, grain, motion, tiny, turned } from './made/lens.ts'
import { between, type Random, type Sitter } from './made/sitter.ts'
import { colourCast, dark, notColour, overexposed, unevenLight } from './made/tones.ts'
import { clutteredWall, plainWall, restlessWall } from './made/walls.ts'

/** A family of made pictures and what must be said of them. */
export interface Family {
  label: string
  /** Codes of which one must be found; none for a picture without a defect. */
  codes: string[]
  /** Made of every person, however thinly the others are spread. */
  ofAll?: true
  /** A warning is right and a block is wrong. */
  warnOnly?: true
  make(sitter: Sitter, random: Random): Pixels
  /** Of the JPEG in which the picture is sent; 92 where it is left out. */
  quality?(random: Random): number
  /** After it was sent at `quality`, the picture is saved once more at a high one. */
  resaved?: true
}

const whole = (sitter: Sitter): Pixels => sitter

export const families: Family[] = [
  { label: 'good', codes: [], ofAll: true, make: whole },
  { label: 'glasses_ok', codes: [], ofAll: true, make: clearGlasses },
  { label: 'grain', codes: [], make: grain },
  { label: 'plain_wall', codes: [], make: plainWall },
  { label: 'jpeg_usual', codes: [], make: whole, quality: (random) => between(random, 60, 85) },
  { label: 'restless_wall', codes: ['BG_NOT_UNIFORM'], warnOnly: true, make: restlessWall },
  { label: 'head_scarf', codes: ['OCC_HEADWEAR'], warnOnly: true, make: headScarf },
  { label: 'eyes_closed', codes: ['EXPR_EYES'], make: closedEyes },
  { label: 'sunglasses', codes: ['OCC_TINTED'], make: sunglasses },
  { label: 'glasses_glare', codes: ['OCC_GLASSES_GLARE'], make: glasses },
  { label: 'red_eyes', codes: ['LIGHT_REDEYE'], make: redEyes },
  { label: 'mask', codes: ['OCC_HEADWEAR'], make: mask },
  { label: 'hat', codes: ['OCC_HEADWEAR'], make: hat },
  { label: 'hand', codes: ['OCC_HEADWEAR'], make: hand },
  { label: 'phone', codes: ['OCC_HEADWEAR'], make: phone },
  { label: 'fringe', codes: ['OCC_HAIR_BROW', 'OCC_TINTED', 'EXPR_EYES'], make: fringe },
  { label: 'dark', codes: ['LIGHT_DARK'], make: dark },
  { label: 'overexposed', codes: ['LIGHT_HIGHLIGHT'], make: overexposed },
  { label: 'uneven_light', codes: ['LIGHT_UNEVEN'], make: unevenLight },
  { label: 'colour_cast', codes: ['QUAL_COLOR'], make: colourCast },
  { label: 'not_colour', codes: ['QUAL_COLOR'], make: notColour },
  { label: 'defocus', codes: ['QUAL_BLUR'], make: defocus },
  { label: 'motion', codes: ['QUAL_BLUR'], make: motion },
  { label: 'enlarged', codes: ['QUAL_BLUR', 'QUAL_LOWRES'], make: enlarged },
  { label: 'compression', codes: ['QUAL_COMPRESSION'], make: whole, quality: (random) => between(random, 5, 12) },
  {
    label: 'compression_resaved',
    codes: ['QUAL_COMPRESSION'],
    make: whole,
    quality: (random) => between(random, 5, 12),
    resaved: true,
  },
  { label: 'roll', codes: ['GEO_EYES_TILT'], make: turned },
  { label: 'low_resolution', codes: ['QUAL_LOWRES'], make: tiny },
  { label: 'crown_cut', codes: ['GEO_CROWN_CUT', 'GEO_HAIR_TOP'], make: crownCut },
  { label: 'cluttered_wall', codes: ['BG_NOT_UNIFORM'], make: clutteredWall },
]
