import {
  layoutSheet,
  type Place,
  type SheetLayout,
  type SheetOptions,
  type SizeMm,
  withCutMarks,
} from './print-sheet.ts'

/** So many prints of a size. */
export interface WantedPrints {
  photo: SizeMm
  count: number
}

/** What of one size lies on a sheet; `size` is its place in the list of what was wanted. */
export interface SetPart {
  size: number
  layout: SheetLayout
}

/**
 * The prints of one person on as few sheets as shelves allow; each sheet as one layout for each size and direction on it.
 * A single size lies as `layoutSheet` lays it. Undefined when a size does not fit on the paper.
 */
export function layoutSet(
  paper: SizeMm,
  wanted: WantedPrints[],
  options: Omit<SheetOptions, 'count'> = {},
): SetPart[][] | undefined {
  const alone = wanted.map(({ photo }) => layoutSheet(paper, photo, options))
  if (alone.some(({ places }) => places.length === 0)) return undefined
  if (wanted.length === 1) return sheetsOfOne(alone[0], wanted[0].count)
  const packed = directions(wanted.length).map((turned) => pack(paper, wanted, turned, options))
  const possible = packed.filter((sheets) => sheets !== undefined)
  return possible
    .reduce<Cell[][] | undefined>((best, sheets) => (isBetter(sheets, best) ? sheets : best), undefined)
    ?.map((cells) => partsOf(paper, wanted, cells, options))
}

function sheetsOfOne(layout: SheetLayout, count: number): SetPart[][] {
  const sheets: SetPart[][] = []
  for (let left = count; left > 0; left -= layout.places.length) {
    const places = layout.places.slice(0, left)
    sheets.push([
      { size: 0, layout: places.length < layout.places.length ? withCutMarks({ ...layout, places }) : layout },
    ])
  }
  return sheets
}

/** Every choice of which sizes are turned, upright ones first. */
function directions(sizes: number): boolean[][] {
  return Array.from({ length: 2 ** sizes }, (_, choice) =>
    Array.from({ length: sizes }, (_, size) => (choice & (1 << size)) !== 0),
  )
}

interface Cell extends Place {
  size: number
  turned: boolean
}

function isBetter(sheets: Cell[][], best: Cell[][] | undefined): boolean {
  if (best === undefined || sheets.length !== best.length) return best === undefined || sheets.length < best.length
  const turned = (of: Cell[][]) => of.flat().filter((cell) => cell.turned).length
  return turned(sheets) < turned(best)
}

interface Shelf {
  topMm: number
  heightMm: number
  usedMm: number
}

/**
 * First-fit shelves by decreasing height. Source: Coffman, Garey, Johnson and Tarjan, Performance bounds for
 * level-oriented two-dimensional packing algorithms, SIAM J. Comput. 9 (1980). Each photo with its caption is a cell;
 * shelves run the paper's width, so that a guillotine cuts them. Undefined where a cell does not fit in this direction.
 */
function pack(
  paper: SizeMm,
  wanted: WantedPrints[],
  turned: boolean[],
  { gapMm = 2, marginMm = 2, captionMm = 0 }: SheetOptions,
): Cell[][] | undefined {
  const room = { widthMm: paper.widthMm - 2 * marginMm + 0.01, heightMm: paper.heightMm - 2 * marginMm + 0.01 }
  const cells = wanted.flatMap(({ photo, count }, size) => {
    const long = photo.heightMm + captionMm
    const widthMm = turned[size] ? long : photo.widthMm
    const heightMm = turned[size] ? photo.widthMm : long
    return Array.from({ length: count }, () => ({ size, turned: turned[size], widthMm, heightMm }))
  })
  if (cells.some(({ widthMm, heightMm }) => widthMm > room.widthMm || heightMm > room.heightMm)) return undefined
  cells.sort((a, b) => b.heightMm - a.heightMm || a.size - b.size)
  const sheets: { shelves: Shelf[]; cells: Cell[] }[] = []
  for (const cell of cells) {
    const found = shelfFor(sheets, cell, room, gapMm)
    found.sheet.cells.push({ ...cell, leftMm: found.shelf.usedMm, topMm: found.shelf.topMm })
    found.shelf.usedMm += cell.widthMm + gapMm
  }
  return sheets.map(({ cells }) => centred(paper, cells))
}

function shelfFor(
  sheets: { shelves: Shelf[]; cells: Cell[] }[],
  { widthMm, heightMm }: SizeMm,
  room: SizeMm,
  gapMm: number,
) {
  for (const sheet of sheets) {
    const open = sheet.shelves.find((shelf) => shelf.usedMm + widthMm <= room.widthMm && heightMm <= shelf.heightMm)
    if (open) return { sheet, shelf: open }
    const last = sheet.shelves.at(-1)!
    const topMm = last.topMm + last.heightMm + gapMm
    if (topMm + heightMm > room.heightMm) continue
    const shelf = { topMm, heightMm, usedMm: 0 }
    sheet.shelves.push(shelf)
    return { sheet, shelf }
  }
  const shelf = { topMm: 0, heightMm, usedMm: 0 }
  const sheet = { shelves: [shelf], cells: [] }
  sheets.push(sheet)
  return { sheet, shelf }
}

function centred(paper: SizeMm, cells: Cell[]): Cell[] {
  const widthMm = Math.max(...cells.map((cell) => cell.leftMm + cell.widthMm))
  const heightMm = Math.max(...cells.map((cell) => cell.topMm + cell.heightMm))
  const [leftMm, topMm] = [(paper.widthMm - widthMm) / 2, (paper.heightMm - heightMm) / 2]
  return cells.map((cell) => ({ ...cell, leftMm: cell.leftMm + leftMm, topMm: cell.topMm + topMm }))
}

function partsOf(paper: SizeMm, wanted: WantedPrints[], cells: Cell[], { captionMm = 0 }: SheetOptions): SetPart[] {
  const parts: SetPart[] = []
  const photos = cells.map(({ size, turned, leftMm, topMm }): Place => {
    const { widthMm, heightMm } = wanted[size].photo
    return turned ? { leftMm, topMm, widthMm: heightMm, heightMm: widthMm } : { leftMm, topMm, widthMm, heightMm }
  })
  wanted.forEach(({ photo }, size) => {
    for (const turned of [false, true]) {
      const places = photos.filter((_, i) => cells[i].size === size && cells[i].turned === turned)
      if (places.length === 0) continue
      parts.push({ size, layout: withCutMarks({ paper, photo, captionMm, turned, places }, photos) })
    }
  })
  return parts
}
