/// <reference path="./fontkit.d.ts" />
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { create, type Font, type PathCommand } from 'fontkit'
import type { Point } from '../frame.ts'
import type { Contour } from '../outline.ts'

/** A font that captions may be set in. `family` names one font of a collection; `bytes` are the file’s. */
export interface PrintFont {
  file: string
  bytes: Buffer
  family?: string
  font: Font
}

export interface TextRun {
  text: string
  font: PrintFont
}

/** A character that none of the fonts holds. */
export interface MissingCharacter {
  character: string
  codePoint: number
}

export interface PrintFonts {
  /** The text in pieces of one font each, or the first character that none holds. */
  runsOf(text: string): TextRun[] | MissingCharacter
}

const usualFile = fileURLToPath(
  import.meta.resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf'),
)
const fontFile = /\.(ttf|otf|ttc|otc)$/i

/**
 * Noto Sans SC, and behind it the fonts of an operator's folder in the order of their file names: each character is
 * taken from the first font that holds it, so a folder with fonts of rare characters is enough. Throws one sentence when
 * the folder or a font in it cannot be read.
 */
export function loadPrintFonts(folder?: string): PrintFonts {
  const files = folder === undefined ? [] : fontFiles(folder)
  const fonts = [usualFile, ...files].flatMap(open)
  return { runsOf: (text) => runsOf(text, fonts) }
}

function fontFiles(folder: string): string[] {
  let names: string[]
  try {
    names = readdirSync(folder)
  } catch {
    throw new Error(`The folder of fonts ${folder} cannot be read.`)
  }
  const files = names.filter((name) => fontFile.test(name)).sort()
  if (files.length === 0) throw new Error(`The folder ${folder} holds no font (.ttf, .otf or .ttc).`)
  return files.map((name) => path.join(folder, name))
}

const opened = new Map<string, PrintFont[]>()

function open(file: string): PrintFont[] {
  const known = opened.get(file)
  if (known) return known
  let fonts: PrintFont[]
  try {
    const bytes = readFileSync(file)
    const font = create(bytes)
    fonts =
      'fonts' in font
        ? font.fonts.map((each) => ({ file, bytes, family: each.postscriptName, font: each }))
        : [{ file, bytes, font }]
  } catch {
    throw new Error(`${file} is not a font that can be read.`)
  }
  opened.set(file, fonts)
  return fonts
}

/** Marks and variation selectors belong to the character before them and stay in its font. */
const belongsToTheOneBefore = /^[\p{M}\u200d]$/u

function runsOf(text: string, fonts: PrintFont[]): TextRun[] | MissingCharacter {
  const runs: TextRun[] = []
  for (const character of text) {
    const last = runs.at(-1)
    if (last && belongsToTheOneBefore.test(character)) {
      last.text += character
      continue
    }
    const codePoint = character.codePointAt(0) ?? 0
    const font = fonts.find((each) => each.font.hasGlyphForCodePoint(codePoint))
    if (!font) return { character, codePoint }
    if (last && last.font === font) last.text += character
    else runs.push({ text: character, font })
  }
  return runs
}

/** Width of the runs in ems. */
export function widthOfEm(runs: TextRun[]): number {
  return runs.reduce((sum, { text, font: { font } }) => sum + font.layout(text).advanceWidth / font.unitsPerEm, 0)
}

/** The outline of each letter of the runs, in ems from the start of the line, y upwards. */
export function outlinesOf(runs: TextRun[]): Contour[][] {
  const letters: Contour[][] = []
  let leftEm = 0
  for (const { text, font } of runs) {
    const { unitsPerEm } = font.font
    const { glyphs, positions } = font.font.layout(text)
    glyphs.forEach(({ path }, i) => {
      const { xAdvance, xOffset, yOffset } = positions[i]
      const place = ([x, y]: Point): Point => [leftEm + (x + xOffset) / unitsPerEm, (y + yOffset) / unitsPerEm]
      letters.push(contoursOf(path.commands).map((contour) => contour.map(place)))
      leftEm += xAdvance / unitsPerEm
    })
  }
  return letters
}

/** A curve of a letter a few millimetres high is a dozen dots long: so many straight pieces show no corner. */
const piecesOfCurve = 8

function contoursOf(commands: PathCommand[]): Contour[] {
  const contours: Contour[] = []
  for (const { command, args } of commands) {
    if (command === 'moveTo') contours.push([[args[0], args[1]]])
    const contour = contours.at(-1)
    if (!contour || command === 'moveTo' || command === 'closePath') continue
    const from = contour[contour.length - 1]
    const points: Point[] = [from]
    for (let i = 0; i < args.length; i += 2) points.push([args[i], args[i + 1]])
    const pieces = command === 'lineTo' ? 1 : piecesOfCurve
    for (let piece = 1; piece <= pieces; piece++) contour.push(onCurve(points, piece / pieces))
  }
  return contours
}

/** De Casteljau: the point of a Bézier curve of any degree. */
function onCurve(points: Point[], t: number): Point {
  if (points.length === 1) return points[0]
  const nearer = points.slice(1).map(([x, y], i): Point => {
    const [fromX, fromY] = points[i]
    return [fromX + t * (x - fromX), fromY + t * (y - fromY)]
  })
  return onCurve(nearer, t)
}
