import { type MissingCharacter, type PrintFonts, type TextRun, widthOfEm } from '@tucai/portrait/print-fonts'

/** A rectangle on a page, in mm from its upper left corner. */
export interface Box {
  leftMm: number
  topMm: number
  widthMm: number
  heightMm: number
}

export interface TextStyle {
  /** Height of the letters’ em. */
  sizeMm: number
  /** Where the text is too long the letters get smaller, down to this; the same as `sizeMm` when left out. */
  leastMm?: number
  align?: 'left' | 'center' | 'right'
  /** At most so many lines; one when left out. */
  lines?: number
}

/** Text that fits its box, ready to be drawn. */
export interface SetText {
  sizeMm: number
  lines: { runs: TextRun[]; leftMm: number; baselineMm: number }[]
  /** What the lines take of the box’s height. */
  heightMm: number
}

export type TextRefusal =
  | ({ refused: 'missing-character' } & MissingCharacter)
  | { refused: 'text-too-long'; text: string }

const pitch = 1.35
/** Share of the line’s height above the baseline: the em’s ascent and half of what the pitch adds. */
const aboveBaseline = 0.88 + (pitch - 1) / 2
const stepMm = 0.1

/** Where the text goes in the box, from its top; smaller where it is long, broken where lines are allowed. */
export function setText(fonts: PrintFonts, text: string, box: Box, style: TextStyle): SetText | TextRefusal {
  const pieces: Piece[] = []
  for (const part of piecesOf(text)) {
    const runs = fonts.runsOf(part)
    if (!Array.isArray(runs)) return { refused: 'missing-character', ...runs }
    pieces.push({ text: part, widthEm: widthOfEm(runs) })
  }
  const { leastMm = style.sizeMm, lines: most = 1 } = style
  for (let sizeMm = style.sizeMm; sizeMm > leastMm - stepMm; sizeMm -= stepMm) {
    const size = Math.max(sizeMm, leastMm)
    const lines = linesOf(pieces, box.widthMm / size)
    if (lines === undefined || lines.length > most || lines.length * size * pitch > box.heightMm + 1e-6) continue
    return { sizeMm: size, heightMm: lines.length * size * pitch, lines: placed(fonts, lines, box, size, style.align) }
  }
  return { refused: 'text-too-long', text }
}

function placed(fonts: PrintFonts, lines: string[], box: Box, sizeMm: number, align = 'left'): SetText['lines'] {
  return lines.map((line, i) => {
    const runs = fonts.runsOf(line) as TextRun[]
    const spareMm = box.widthMm - widthOfEm(runs) * sizeMm
    const before = { left: 0, center: spareMm / 2, right: spareMm }[align] ?? 0
    const baselineMm = box.topMm + (i * pitch + aboveBaseline) * sizeMm
    return { runs, leftMm: box.leftMm + Math.max(0, before), baselineMm }
  })
}

interface Piece {
  text: string
  widthEm: number
}

const han = /[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\u3000-\u303f]|[\u{20000}-\u{3ffff}]/u
/** A line does not begin with these, nor end with the others. */
const closing = /^[，。、；：！？）】》」』”’％·…,.;:!?)\]}%]/u
const opening = /[（【《「『“‘([{]$/u

/** What a line may be broken between: Han characters one by one, words of other scripts, each with its spaces. */
function piecesOf(text: string): string[] {
  const pieces: string[] = []
  for (const { segment } of new Intl.Segmenter('zh', { granularity: 'grapheme' }).segment(text)) {
    const last = pieces.at(-1)
    const isBreak =
      last === undefined ||
      segment === '\n' ||
      last === '\n' ||
      (!closing.test(segment) &&
        !opening.test(last) &&
        (han.test(segment) || han.test(last) || /[ -]$/.test(last)) &&
        segment !== ' ')
    if (isBreak) pieces.push(segment)
    else pieces[pieces.length - 1] = last + segment
  }
  return pieces
}

/** The lines, or undefined where a single piece is wider than a line. */
function linesOf(pieces: Piece[], roomEm: number): string[] | undefined {
  const lines: string[] = []
  let line = ''
  let widthEm = 0
  for (const piece of pieces) {
    if (piece.text === '\n' || widthEm + piece.widthEm > roomEm + 1e-6) {
      if (line !== '' || piece.text === '\n') lines.push(line.trimEnd())
      line = ''
      widthEm = 0
      if (piece.text === '\n') continue
    }
    if (piece.widthEm > roomEm + 1e-6) return undefined
    line += piece.text
    widthEm += piece.widthEm
  }
  if (line !== '' || lines.length === 0) lines.push(line.trimEnd())
  return lines
}

/** `U+20BB7`, as a character is named to somebody who looks for a font. */
export function nameOfCharacter(codePoint: number): string {
  return `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`
}

/** The text with every character that no font holds replaced by its name: for lists that must not stop for one. */
export function spelled(fonts: PrintFonts, text: string): string {
  return [...text]
    .map((character) => {
      const runs = fonts.runsOf(character)
      return Array.isArray(runs) ? character : `[${nameOfCharacter(runs.codePoint)}]`
    })
    .join('')
}
