import type { Picture, Region } from '../picture.ts'
import type { WarningCode } from '../reading.ts'
import type { Line, Page } from '../text/page.ts'
import { looksLikeScreen } from './screen.ts'

/** Lines lower than this hold characters of some ten pixels: too few to know them. */
const smallestLinePx = 15
/** Mean brightness (0 to 255) around the text below which colours and strokes drown. */
const darkest = 50
/** Share of pixels around the text that are burnt out. */
const mostGlare = 0.06
const burntOut = 252
/** How near to the border text is cut off, as a share of the shorter side. */
const borderShare = 0.008

/** What the picture itself warns of, seen around its text. Without text nothing is said. */
export function pictureWarnings({ picture, lines }: Page): WarningCode[] {
  const written = lines.filter(({ text, confidence }) => text.length >= 2 && confidence > 0.4)
  if (written.length < 3) return []
  const warnings: WarningCode[] = []
  const region = regionAround(written, picture)
  const { mean, glare } = light(picture, region)
  const heights = written.map(({ heightPx }) => heightPx).toSorted((a, b) => a - b)
  if (heights[Math.floor(heights.length / 2)]! < smallestLinePx) warnings.push('too-small')
  if (touchesBorder(written, picture)) warnings.push('cropped')
  if (mean < darkest) warnings.push('dark')
  if (glare > mostGlare) warnings.push('glare')
  if (looksLikeScreen(picture, region)) warnings.push('screen')
  return warnings
}

function regionAround(lines: Line[], { widthPx, heightPx }: Picture): Region {
  const xs = lines.flatMap(({ quad }) => quad.map(([x]) => x))
  const ys = lines.flatMap(({ quad }) => quad.map(([, y]) => y))
  return {
    x0: Math.max(0, Math.floor(Math.min(...xs))),
    y0: Math.max(0, Math.floor(Math.min(...ys))),
    x1: Math.min(widthPx, Math.ceil(Math.max(...xs))),
    y1: Math.min(heightPx, Math.ceil(Math.max(...ys))),
  }
}

/** Text at the very border: what stood beyond is lost. */
function touchesBorder(lines: Line[], { widthPx, heightPx }: Picture): boolean {
  const near = borderShare * Math.min(widthPx, heightPx)
  return lines.some(({ quad }) =>
    quad.some(([x, y]) => x < near || y < near || x > widthPx - near || y > heightPx - near),
  )
}

function light({ widthPx, rgb }: Picture, { x0, y0, x1, y1 }: Region): { mean: number; glare: number } {
  let sum = 0
  let burnt = 0
  let count = 0
  for (let y = y0; y < y1; y += 2) {
    for (let x = x0; x < x1; x += 2) {
      const at = (y * widthPx + x) * 3
      const least = Math.min(rgb[at]!, rgb[at + 1]!, rgb[at + 2]!)
      sum += rgb[at + 1]!
      if (least >= burntOut) burnt++
      count++
    }
  }
  return { mean: sum / Math.max(1, count), glare: burnt / Math.max(1, count) }
}
