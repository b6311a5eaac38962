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
const gapMm = 2
const marginMm = 2
const markLengthMm = 1.6
const markDistanceMm = 0.2

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
  /** Photos lie on their side, turned by a quarter to the left. */
  turned: boolean
  places: Place[]
  cutMarks: Line[]
}

/** The sheet with the most photos; photos are turned only where that holds more. Empty when not even one fits. */
export function layoutSheet(paper: SizeMm, photo: SizeMm): SheetLayout {
  const upright = grid(paper, photo)
  const onSide = grid(paper, { widthMm: photo.heightMm, heightMm: photo.widthMm })
  const turned = onSide.length > upright.length
  const places = turned ? onSide : upright
  return { paper, photo, turned, places, cutMarks: places.flatMap(marksAround) }
}

function grid(paper: SizeMm, cell: SizeMm): Place[] {
  const columns = Math.floor((paper.widthMm - 2 * marginMm + gapMm) / (cell.widthMm + gapMm))
  const rows = Math.floor((paper.heightMm - 2 * marginMm + gapMm) / (cell.heightMm + gapMm))
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
