/**
 * Paper prints: how many photos of a size lie on a sheet and where. Sizes in mm, origin at the sheet's upper left
 * corner, x right, y down. Source of the sizes: the photo studios' usual formats and the papers of minilab printers.
 */
export interface SizeMm {
  widthMm: number
  heightMm: number
}

export const papers: Record<string, SizeMm> = {
  '5in': { widthMm: 127, heightMm: 89 },
  '6in': { widthMm: 152, heightMm: 102 },
  '7in': { widthMm: 178, heightMm: 127 },
  A6: { widthMm: 105, heightMm: 148 },
  A5: { widthMm: 148, heightMm: 210 },
  A4: { widthMm: 210, heightMm: 297 },
}

export const photoSizes: Record<string, SizeMm> = {
  '22x32': { widthMm: 22, heightMm: 32 },
  '25x35': { widthMm: 25, heightMm: 35 },
  '33x48': { widthMm: 33, heightMm: 48 },
  '35x45': { widthMm: 35, heightMm: 45 },
  '35x49': { widthMm: 35, heightMm: 49 },
  '35x53': { widthMm: 35, heightMm: 53 },
}

export const printDotsPerInch = 300
const markLengthMm = 1.6
const markDistanceMm = 0.2

/** What lies on a sheet, besides the paper and the photo's size. Whatever is left out has its usual value. */
export interface SheetOptions {
  /** Between photos; 2 mm. */
  gapMm?: number
  /** Between the photos and the paper's edges; 2 mm. */
  marginMm?: number
  /** Room for the caption under each photo; none. */
  captionMm?: number
  /** At most so many photos; as many as fit. */
  count?: number
}

/** A place on the sheet, as printed: width and height are swapped against the photo's where the photo lies on its side. */
export interface Place extends SizeMm {
  leftMm: number
  topMm: number
}

export interface Line {
  fromXMm: number
  fromYMm: number
  toXMm: number
  toYMm: number
}

export interface SheetLayout {
  paper: SizeMm
  photo: SizeMm
  /** Room under each photo, beside it where photos are turned. */
  captionMm: number
  /** Photos and their captions lie on their side, turned by a quarter to the left. */
  turned: boolean
  /** Of the photos, row by row. */
  places: Place[]
  cutMarks: Line[]
}

/**
 * The sheet with the most photos, or with `count` of them; photos are turned only where that holds more. Empty when
 * not even one fits.
 */
export function layoutSheet(paper: SizeMm, photo: SizeMm, options: SheetOptions = {}): SheetLayout {
  const { gapMm = 2, marginMm = 2, captionMm = 0, count = Number.POSITIVE_INFINITY } = options
  const { widthMm, heightMm } = photo
  const upright = grid(paper, { widthMm, heightMm: heightMm + captionMm }, gapMm, marginMm)
  const onSide = grid(paper, { widthMm: heightMm + captionMm, heightMm: widthMm }, gapMm, marginMm)
  const turned = Math.min(onSide.length, count) > Math.min(upright.length, count)
  // The caption lies under an upright photo and at the right of a turned one: either way the photo keeps the corner.
  const size = turned ? { widthMm: heightMm, heightMm: widthMm } : photo
  const places = (turned ? onSide : upright).slice(0, count).map(({ leftMm, topMm }) => ({ leftMm, topMm, ...size }))
  return withCutMarks({ paper, photo, captionMm, turned, places })
}

/** The layout with the marks of its photos that keep off all photos on the sheet. */
export function withCutMarks(layout: Omit<SheetLayout, 'cutMarks'>, onSheet: Place[] = layout.places): SheetLayout {
  return { ...layout, cutMarks: layout.places.flatMap(marksAround).filter(isOff(onSheet)) }
}

/** Whether a mark keeps off every photo: where the gap is narrower than a mark is long, only the outer ones do. */
function isOff(places: Place[]): (mark: Line) => boolean {
  return ({ fromXMm, fromYMm, toXMm, toYMm }) =>
    places.every(
      ({ leftMm, topMm, widthMm, heightMm }) =>
        Math.max(fromXMm, toXMm) < leftMm ||
        Math.min(fromXMm, toXMm) > leftMm + widthMm ||
        Math.max(fromYMm, toYMm) < topMm ||
        Math.min(fromYMm, toYMm) > topMm + heightMm,
    )
}

/** Cells as close as the gap allows, the whole of them in the middle of the paper. */
function grid(paper: SizeMm, cell: SizeMm, gapMm: number, marginMm: number): Place[] {
  // A hundredth of a millimetre forgives what binary fractions lose.
  const fitting = (room: number, size: number) =>
    Math.max(0, Math.floor((room - 2 * marginMm + gapMm + 0.01) / (size + gapMm)))
  const columns = fitting(paper.widthMm, cell.widthMm)
  const rows = fitting(paper.heightMm, cell.heightMm)
  const startX = (paper.widthMm - columns * (cell.widthMm + gapMm) + gapMm) / 2
  const startY = (paper.heightMm - rows * (cell.heightMm + gapMm) + gapMm) / 2
  const places: Place[] = []
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const leftMm = startX + column * (cell.widthMm + gapMm)
      const topMm = startY + row * (cell.heightMm + gapMm)
      places.push({ leftMm, topMm, ...cell })
    }
  }
  return places
}

/** Two short lines at each corner, outside the photo, that continue its edges. */
function marksAround({ leftMm, topMm, widthMm, heightMm }: Place): Line[] {
  const marks: Line[] = []
  for (const [x, awayX] of [
    [leftMm, -1],
    [leftMm + widthMm, 1],
  ]) {
    for (const [y, awayY] of [
      [topMm, -1],
      [topMm + heightMm, 1],
    ]) {
      const near = markDistanceMm
      const far = markDistanceMm + markLengthMm
      marks.push({ fromXMm: x + awayX * near, fromYMm: y, toXMm: x + awayX * far, toYMm: y })
      marks.push({ fromXMm: x, fromYMm: y + awayY * near, toXMm: x, toYMm: y + awayY * far })
    }
  }
  return marks
}

/** The part of a picture with the photo's ratio: the whole height, centred; a picture that is too tall loses its bottom. */
export function cropForPrint(widthPx: number, heightPx: number, photo: SizeMm) {
  const ratio = photo.widthMm / photo.heightMm
  const width = Math.min(widthPx, Math.round(heightPx * ratio))
  const height = Math.min(heightPx, Math.round(widthPx / ratio))
  return { leftPx: Math.floor((widthPx - width) / 2), topPx: 0, widthPx: width, heightPx: height }
}

/** Dots per inch at which so many pixels print on so many millimetres. */
export function dotsPerInch(lengthPx: number, lengthMm: number): number {
  return (lengthPx * 25.4) / lengthMm
}
