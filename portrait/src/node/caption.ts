import bwip from 'bwip-js/node'
import { type Bar, type Caption, type SetLine, setBars, setLines } from '../print-caption.ts'
import { type MissingCharacter, type PrintFonts, type TextRun, widthOfEm } from './print-fonts.ts'

/** A caption ready to be drawn, see print-caption for its coordinates. */
export interface SetCaption {
  lines: (SetLine & { runs: TextRun[] })[]
  bars: Bar[]
}

/** Why a caption cannot stand under a photo. */
export type CaptionRefusal =
  | ({ refused: 'missing-character' } & MissingCharacter)
  | { refused: 'text-too-long'; text: string }
  | { refused: 'barcode-too-long'; barcode: string }
  | { refused: 'barcode-characters'; barcode: string }

const printableAscii = /^[\x20-\x7e]+$/

/** Where the letters and bars of a caption go under a photo of that width, with that gap beside it. */
export function setCaption(
  { lines = [], barcode }: Caption,
  photoWidthMm: number,
  gapMm: number,
  fonts: PrintFonts,
): SetCaption | CaptionRefusal {
  const runsOfLine = new Map<string, TextRun[]>()
  for (const line of lines) {
    const runs = fonts.runsOf(line)
    if (!Array.isArray(runs)) return { refused: 'missing-character', ...runs }
    runsOfLine.set(line, runs)
  }
  const runs = (text: string) => runsOfLine.get(text) ?? []
  const set = setLines(lines, photoWidthMm, (text) => widthOfEm(runs(text)))
  if (!set) return { refused: 'text-too-long', text: lines.join(' / ') }
  const placed = set.map((line) => ({ ...line, runs: runs(line.text) }))
  if (barcode === undefined) return { lines: placed, bars: [] }
  if (!printableAscii.test(barcode)) return { refused: 'barcode-characters', barcode }
  const bars = setBars(code128(barcode), lines.length, photoWidthMm, gapMm)
  return bars ? { lines: placed, bars } : { refused: 'barcode-too-long', barcode }
}

/** Widths of bars and spaces in modules, dark first. Source: ISO/IEC 15417. */
function code128(text: string): number[] {
  const [symbol] = bwip.raw({ bcid: 'code128', text }) as unknown as { sbs: number[] }[]
  return symbol.sbs
}

/** The refusal as one sentence that says what to do. */
export function captionSentence(refusal: CaptionRefusal): string {
  switch (refusal.refused) {
    case 'missing-character': {
      const name = `U+${refusal.codePoint.toString(16).toUpperCase().padStart(4, '0')}`
      return `No font holds the character ${refusal.character} (${name}): name a folder with a font that does.`
    }
    case 'text-too-long':
      return `The text “${refusal.text}” is too long for a photo of this size: shorten it.`
    case 'barcode-too-long':
      return `The barcode “${refusal.barcode}” is too long for a photo of this size: shorten it or take larger photos.`
    case 'barcode-characters':
      return `The barcode “${refusal.barcode}” may hold letters, digits and signs of ASCII only.`
  }
}
