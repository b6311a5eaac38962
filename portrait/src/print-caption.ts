/**
 * What stands under a photo on paper: lines of text and a Code 128 barcode. Sizes in mm; the origin is the photo's lower
 * left corner, x right, y down, as seen when the photo is upright.
 */
export interface Caption {
  lines?: string[]
  /** Printable ASCII. */
  barcode?: string
}

const textSizeMm = 2.6
/** Smaller letters can't be read from a photo print. */
const textSizeMinMm = 1.7
const linePitchMm = 3.4
const aboveTextMm = 0.7
/** Share of the letters' size above the baseline. */
const ascent = 0.88
/** Text keeps off the cut marks at the photo's lower corners, and a barcode begins where they have ended. */
const besideTextMm = 1
const barcodeFromMm = 2.2
const barcodeHeightMm = 5
const belowMm = 0.4

/** Dots of 300 to the inch: bars are whole dots wide, so that every printer draws them alike. */
const dotMm = 25.4 / 300
const moduleDots = { least: 2, most: 4 }
/** Light modules that a reader needs on either side. Source: ISO/IEC 15417. */
const quietModules = 10

/** Room under each photo for so many lines, with a barcode or without; 0 for no caption. */
export function captionHeightMm(lines: number, barcode: boolean): number {
  if (barcode) return barcodeTopMm(lines) + barcodeHeightMm + belowMm
  return lines === 0 ? 0 : aboveTextMm + lines * linePitchMm + belowMm
}

function barcodeTopMm(lines: number): number {
  return Math.max(barcodeFromMm, aboveTextMm + lines * linePitchMm + 0.3)
}

export interface SetLine {
  text: string
  leftMm: number
  baselineMm: number
  sizeMm: number
}

/** Each line in the middle of the photo's width, smaller where it is long; undefined where it would be too small. */
export function setLines(
  lines: string[],
  photoWidthMm: number,
  widthOfEm: (text: string) => number,
): SetLine[] | undefined {
  const room = photoWidthMm - 2 * besideTextMm
  const set = lines.map((text, i) => {
    const widthEm = widthOfEm(text)
    const sizeMm = Math.min(textSizeMm, widthEm > 0 ? room / widthEm : textSizeMm)
    const baselineMm = aboveTextMm + i * linePitchMm + textSizeMm * ascent
    return { text, leftMm: (photoWidthMm - widthEm * sizeMm) / 2, baselineMm, sizeMm }
  })
  return set.every(({ sizeMm }) => sizeMm >= textSizeMinMm) ? set : undefined
}

export interface Bar {
  leftMm: number
  topMm: number
  widthMm: number
  heightMm: number
}

/**
 * Bars for runs of modules, dark first, in the middle of the photo's width; the quiet zones may reach into the gap
 * beside the photo. Undefined where the bars would be too narrow to be read.
 */
export function setBars(runs: number[], lines: number, photoWidthMm: number, gapMm: number): Bar[] | undefined {
  const modules = runs.reduce((sum, run) => sum + run, 0)
  const widest = Math.min(photoWidthMm / modules, (photoWidthMm + gapMm) / (modules + 2 * quietModules))
  const dots = Math.min(moduleDots.most, Math.floor(widest / dotMm + 1e-6))
  if (dots < moduleDots.least) return undefined
  const moduleMm = dots * dotMm
  const bars: Bar[] = []
  // On a whole dot from the photo's edge.
  let leftMm = Math.round((photoWidthMm - modules * moduleMm) / 2 / dotMm) * dotMm
  runs.forEach((run, i) => {
    const widthMm = run * moduleMm
    if (i % 2 === 0) bars.push({ leftMm, topMm: barcodeTopMm(lines), widthMm, heightMm: barcodeHeightMm })
    leftMm += widthMm
  })
  return bars
}
