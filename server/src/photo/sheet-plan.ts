import { layoutSet, layoutSheet, papers, photoSizes, type SheetLayout, type SizeMm } from '@tucai/portrait/print-layout'
import { type Edges, edgesOf } from './sheet-edges.ts'
import { roomOf, type SheetsOrder } from './sheets.ts'

/** One sheet of a batch as it will lie on paper, without drawing it. */
export interface PlannedSheet {
  /** As it stands on the sheet’s edge, after the batch’s number. */
  name: string
  paper: SizeMm
  places: {
    leftMm: number
    topMm: number
    widthMm: number
    heightMm: number
    turned: boolean
    captionMm: number
    person: number
  }[]
  edges: Edges
}

/**
 * The sheet of this place, from 0, in a batch for people who have so many sets each, in their order. Undefined beyond the
 * last one. It lies as the worker that makes the batch’s file lays it.
 */
export function plannedSheet(order: SheetsOrder, sets: readonly number[], place: number): PlannedSheet | undefined {
  return order.mode === 'per-student' ? ofStudent(order, sets, place) : ofSize(order, sets, place)
}

function ofStudent(order: SheetsOrder, sets: readonly number[], place: number): PlannedSheet | undefined {
  const paper = papers[order.paper]!
  // A caption on the edge names one set: each has sheets of its own.
  const together = (count: number) => (order.captionAt === 'edge' ? 1 : count)
  const laid = new Map<number, ReturnType<typeof layoutSet>>()
  const sheetsFor = (count: number) => {
    const wanted = order.prints.map((print) => ({
      photo: photoSizes[print.size]!,
      count: print.count * together(count),
    }))
    if (!laid.has(together(count))) laid.set(together(count), layoutSet(paper, wanted, roomOf(order)))
    return laid.get(together(count)) ?? []
  }
  let first = 0
  for (const [person, count] of sets.entries()) {
    const sheets = sheetsFor(count)
    const here = (sheets.length * count) / together(count)
    if (place < first + here) {
      const layouts = sheets[(place - first) % sheets.length]!.map(({ layout }) => layout)
      return planned(String(place + 1), layouts, () => person)
    }
    first += here
  }
  return undefined
}

function ofSize(order: SheetsOrder, sets: readonly number[], place: number): PlannedSheet | undefined {
  let first = 0
  for (const { size, count } of order.prints) {
    const layout = layoutSheet(papers[order.paper]!, photoSizes[size]!, roomOf(order))
    const room = layout.places.length
    const copies = sets.reduce((sum, each) => sum + each * count, 0)
    const here = Math.ceil(copies / room)
    if (place < first + here) {
      const from = (place - first) * room
      const places = layout.places.slice(0, Math.min(room, copies - from))
      const number = String(place - first + 1)
      const name = order.prints.length === 1 ? number : `${size}: ${number}`
      return planned(name, [{ ...layout, places }], (at) => personOfCopy(sets, count, from + at))
    }
    first += here
  }
  return undefined
}

function personOfCopy(sets: readonly number[], count: number, copy: number): number {
  let left = copy
  return sets.findIndex((each) => {
    left -= each * count
    return left < 0
  })
}

function planned(name: string, layouts: SheetLayout[], personAt: (place: number) => number): PlannedSheet {
  const places = layouts.flatMap(({ places, turned, captionMm }) =>
    places.map((one) => ({ ...one, turned, captionMm })),
  )
  return {
    name,
    paper: layouts[0]!.paper,
    places: places.map((one, at) => ({ ...one, person: personAt(at) })),
    edges: edgesOf(layouts),
  }
}
