import {
  layoutSet,
  layoutSheet,
  papers,
  photoSizes,
  type SetPart,
  type SheetItem,
  type SheetLayout,
  type SheetOrder,
  type SheetPart,
  type SizeMm,
  sheetDrawing,
  withCutMarks,
} from '@tucai/portrait/print'
import type { Paper } from '../platform/paper/paper.ts'
import type { TextRefusal } from '../platform/paper/set-text.ts'
import { type EdgeCaption, markEdges, setEdge } from './sheet-marking.ts'
import { roomOf, type SheetsOrder } from './sheets.ts'

/** The sheets of a batch, drawn as people come. */
export interface SheetPages {
  /** One for each size of the batch, to make a person’s items with. Masters come with their hashes checked. */
  orders: SheetOrder[]
  /** What of a person’s caption stands under each photo, and what on the edge of each sheet of a set. */
  under(caption: Caption): Caption
  edges(caption: Caption): EdgeCaption[] | TextRefusal
  /** Lays the sets of one person, given the item of each size. Answers the numbers of their sheets. */
  add(items: SheetItem[], sets: number, edges: EdgeCaption[]): Promise<string>
  /** Draws the sheets that are not full. */
  end(): Promise<void>
  sheets(): number
}

interface Caption {
  lines: string[]
  barcode?: string
}

type Laying = Pick<SheetPages, 'add' | 'end'>

/** What both ways of laying work with. */
interface Desk {
  order: SheetsOrder
  photos: SizeMm[]
  layoutOf(size: number): SheetLayout
  setsOf(sets: number): SetPart[][]
  /** Draws a sheet of this name; all sheets of a section lie together. */
  draw(parts: SheetPart[], name: string, section: number, edge: EdgeCaption): Promise<void>
  sheets(): number
}

export function openSheetPages(paper: Paper, order: SheetsOrder): SheetPages {
  const isUnder = order.captionAt === 'photo'
  const desk = openDesk(paper, order)
  return {
    ...(order.mode === 'per-student' ? perStudent(desk) : perSize(desk)),
    orders: desk.photos.map((photo) => ({ paper: papers[order.paper]!, photo, gapMm: order.gapMm, whole: true })),
    under: (caption) => (isUnder ? caption : { lines: [] }),
    edges(caption) {
      if (isUnder) return []
      const set = desk.setsOf(1).map((parts) => setEdge(paper, layoutsOf(parts), caption))
      return set.find((one) => 'refused' in one) ?? (set as EdgeCaption[])
    },
    sheets: desk.sheets,
  }
}

function openDesk(paper: Paper, order: SheetsOrder): Desk {
  const sheetPaper = papers[order.paper]!
  const photos = order.prints.map(({ size }) => photoSizes[size]!)
  const options = roomOf(order)
  const drawParts = sheetDrawing(paper.document)
  const laid = new Map<number, SetPart[][]>()
  let sheets = 0
  return {
    order,
    photos,
    layoutOf: (size) => layoutSheet(sheetPaper, photos[size]!, options),
    setsOf(sets) {
      // With a caption on the edge each set has sheets of its own: only those are known to leave room for it.
      if (order.captionAt === 'edge' && sets > 1) return Array.from({ length: sets }, () => this.setsOf(1)).flat()
      const wanted = order.prints.map(({ count }, size) => ({ photo: photos[size]!, count: count * sets }))
      const layouts = laid.get(sets) ?? layoutSet(sheetPaper, wanted, options)
      if (layouts === undefined) throw new Error('the layout of a batch does not fit its paper')
      laid.set(sets, layouts)
      return layouts
    },
    async draw(parts, name, section, edge) {
      await paper.page(sheetPaper, section)
      drawParts(parts)
      markEdges(paper, layoutsOf(parts), `${order.label} · ${name}`, edge)
      sheets += 1
    },
    sheets: () => sheets,
  }
}

function perStudent(desk: Desk): Laying {
  return {
    async add(items, sets, edges) {
      const first = desk.sheets() + 1
      for (const [place, parts] of desk.setsOf(sets).entries()) {
        const filled = parts.map(({ size, layout }) => ({ layout, items: layout.places.map(() => items[size]!) }))
        await desk.draw(filled, String(desk.sheets() + 1), 0, edges[place % edges.length] ?? {})
      }
      return range(first, desk.sheets())
    },
    end: async () => {},
  }
}

/** One sheet of each size is being filled at a time. */
function perSize({ order, photos, layoutOf, draw }: Desk): Laying {
  const layouts = photos.map((_, size) => layoutOf(size))
  const waiting = photos.map((): SheetItem[] => [])
  const drawn = photos.map(() => 0)
  const nameOf = (size: number, number: number | string) =>
    photos.length === 1 ? String(number) : `${order.prints[size]!.size}: ${number}`

  async function drawWaiting(size: number): Promise<void> {
    const items = waiting[size]!.splice(0)
    const whole = layouts[size]!
    const places = whole.places.slice(0, items.length)
    const layout = places.length < whole.places.length ? withCutMarks({ ...whole, places }) : whole
    drawn[size]! += 1
    await draw([{ layout, items }], nameOf(size, drawn[size]!), size, {})
  }

  /** Answers the numbers of the sheets that the copies came on. */
  async function lay(size: number, item: SheetItem, copies: number): Promise<string> {
    const first = drawn[size]! + 1
    let last = first
    for (let copy = 0; copy < copies; copy++) {
      last = drawn[size]! + 1
      waiting[size]!.push(item)
      if (waiting[size]!.length === layouts[size]!.places.length) await drawWaiting(size)
    }
    return nameOf(size, range(first, last))
  }

  return {
    async add(items, sets) {
      const names: string[] = []
      for (const [size, { count }] of order.prints.entries()) names.push(await lay(size, items[size]!, count * sets))
      return names.join('；')
    },
    async end() {
      for (const [size, items] of waiting.entries()) if (items.length > 0) await drawWaiting(size)
    },
  }
}

function layoutsOf(parts: { layout: SheetLayout }[]): SheetLayout[] {
  return parts.map(({ layout }) => layout)
}

function range(first: number, last: number): string {
  return first === last ? String(first) : `${first}–${last}`
}
