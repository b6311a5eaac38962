import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import sharp from 'sharp'
import type { Quad } from '../src/picture.ts'
import { type Chance, chanceOf } from './drawn-document/chance.ts'
import { type CardTruth, drawCardTruth, drawPassportTruth, type PassportTruth } from './drawn-document/people.ts'
import { drawShot, photograph, type Shot } from './drawn-document/photograph.ts'
import { type Fonts, printCard, printPassport } from './drawn-document/print.ts'

export { checkCharacterOf, mrzOf } from './drawn-document/people.ts'
export type { CardTruth, PassportTruth, Shot }

/** A photograph of an invented document, with what it says. */
export interface DrawnDocument<Truth> {
  jpeg: Buffer
  truth: Truth
  quad: Quad
  shot: Shot
}

export interface DrawOptions<Truth> {
  truth?: Partial<Truth>
  shot?: Partial<Shot>
  fonts?: Partial<Fonts>
}

const require = createRequire(import.meta.url)
/** Both come with packages, so every machine draws the same: no font of the system is needed. */
const fontFiles = {
  han: path.join(
    path.dirname(require.resolve('@expo-google-fonts/noto-sans-sc')),
    '400Regular/NotoSansSC_400Regular.ttf',
  ),
  mrz: path.join(path.dirname(require.resolve('bwip-js')), '../fonts/OCRB7.ttf'),
}
const ownFonts: Fonts = { han: 'Noto Sans SC', mrz: 'OCRB' }

let fontsKnown: Promise<unknown> | undefined
/** Text that is drawn once with a font file makes the font known to every later drawing of this process. */
function knowFonts(): Promise<unknown> {
  fontsKnown ??= Promise.all(
    Object.values(fontFiles).map((fontfile) => {
      readFileSync(fontfile)
      return sharp({ text: { text: 'A', font: 'sans', fontfile } })
        .raw()
        .toBuffer()
    }),
  )
  return fontsKnown
}

export async function drawCard(seed: number, options: DrawOptions<CardTruth> = {}): Promise<DrawnDocument<CardTruth>> {
  const chance = chanceOf(seed)
  const truth = { ...drawCardTruth(chance), ...options.truth }
  return taken(truth, printCard(truth, { ...ownFonts, ...options.fonts }, chance), chance, options.shot)
}

export async function drawPassport(
  seed: number,
  options: DrawOptions<PassportTruth> = {},
): Promise<DrawnDocument<PassportTruth>> {
  const chance = chanceOf(seed)
  const truth = { ...drawPassportTruth(chance), ...options.truth }
  return taken(truth, printPassport(truth, { ...ownFonts, ...options.fonts }, chance), chance, options.shot)
}

async function taken<Truth>(
  truth: Truth,
  print: Parameters<typeof photograph>[0],
  chance: Chance,
  changed: Partial<Shot> = {},
): Promise<DrawnDocument<Truth>> {
  await knowFonts()
  const shot = { ...drawShot(chance), ...changed }
  return { ...(await photograph(print, shot, chance)), truth, shot }
}
