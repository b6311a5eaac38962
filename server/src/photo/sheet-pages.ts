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
  sheetDrawing,
  withCutMarks,
} from '@tucai/portrait/print'
import type { Paper } from '../platform/paper/paper.ts'
import type { TextRefusal } from '../platform/paper/set-text.ts'
import { type EdgeCaption, markEdges, setEdge } from './sheet-marking.ts'
import { roomOf, type SheetsOrder } from './sheets.ts'

/** The sheets of a batch, drawn as people come. */
export interface SheetPages {
  /** One for each size of the batch, to make a person’s items with. */
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

export function openSheetPages(paper: Paper, order: SheetsOrder): SheetPages {
  const isUnder = order.captionAt === 'photo'
  const sheetPaper = papers[order.paper]!
  const photos = order.prints.map(({ size }) => photoSizes[size]!)
  const options = roomOf(order)
  const orders = photos.map((photo) => ({ paper: sheetPaper, photo, gapMm: order.gapMm }))
  const drawParts = sheetDrawing(paper.document)
  let sheets = 0

  async function draw(parts: SheetPart[], name: string, section: number, edge: EdgeCaption): Promise<void> {
    await paper.page(sheetPaper, section)
    drawParts(parts)
    markEdges(paper, layoutsOf(parts), `${order.label} · ${name}`, edge)
    sheets += 1
  }

  const laid = new Map<number, SetPart[][]>()
  function layoutsFor(sets: number): SetPart[][] {
    // With a caption on the edge each set has sheets of its own: only those are known to leave room for it.
    if (!isUnder && sets > 1) return Array.from({ length: sets }, () => layoutsFor(1)).flat()
    const wanted = order.prints.map(({ count }, size) => ({ photo: photos[size]!, count: count * sets }))
    const layouts = laid.get(sets) ?? layoutSet(sheetPaper, wanted, options)
    if (layouts === undefined) throw new Error('the layout of a batch does not fit its paper')
    laid.set(sets, layouts)
    return layouts
  }

  function perStudent(): Laying {
    return {
      async add(items, sets, edges) {
        const first = sheets + 1
        for (const [place, parts] of layoutsFor(sets).entries()) {
          const filled = parts.map(({ size, layout }) => ({ layout, items: layout.places.map(() => items[size]!) }))
          await draw(filled, String(sheets + 1), 0, edges[place % edges.length] ?? {})
        }
        return range(first, sheets)
      },
      end: async () => {},
    }
  }

  function perSize(): Laying {
    const layouts = photos.map((photo) => layoutSheet(sheetPaper, photo, options))
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

    return {
      async add(items, sets) {
        const names: string[] = []
        for (const [size, { count }] of order.prints.entries()) {
          const first = drawn[size]! + 1
          let last = first
          for (let copy = 0; copy < count * sets; copy++) {
            last = drawn[size]! + 1
            waiting[size]!.push(items[size]!)
            if (waiting[size]!.length === layouts[size]!.places.length) await drawWaiting(size)
          }
          names.push(nameOf(size, range(first, last)))
        }
        return names.join('；')
      },
      async end() {
        for (const [size, items] of waiting.entries()) if (items.length > 0) await drawWaiting(size)
      },
    }
  }

  return {
    ...(order.mode === 'per-student' ? perStudent() : perSize()),
    orders,
    under: (caption) => (isUnder ? caption : { lines: [] }),
    edges(caption) {
      if (isUnder) return []
      const set = layoutsFor(1).map((parts) => setEdge(paper, layoutsOf(parts), caption))
      return set.find((one) => 'refused' in one) ?? (set as EdgeCaption[])
    },
    sheets: () => sheets,
  }
}

function layoutsOf(parts: { layout: SheetLayout }[]): SheetLayout[] {
  return parts.map(({ layout }) => layout)
}

function range(first: number, last: number): string {
  return first === last ? String(first) : `${first}–${last}`
}
