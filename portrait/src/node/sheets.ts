import type { Writable } from 'node:stream'
import type { Caption } from '../print-caption.ts'
import type { PhotoInput } from './decode.ts'
import { loadPrintFonts } from './print-fonts.ts'
import { type ItemRefusal, layoutOf, type SheetOrder, sheetItem } from './sheet.ts'
import { type SheetItem, writeSheetsPdf } from './sheet-pdf.ts'

/** One person's photo on the sheets of many. */
export interface SheetPerson extends Caption {
  photo: PhotoInput
}

export interface SheetsOrder extends SheetOrder {
  /** Prints of each person. */
  copies: number
  /** Each person begins a new sheet; otherwise sheets are filled. */
  ownSheets: boolean
  /** Fonts for characters that the usual one lacks. */
  fontFolder?: string
}

export interface SheetsMade {
  sheets: number
  /** People whose prints are on the sheets. */
  people: number
}

/**
 * Print sheets of any number of people as one PDF, written while they come: no more than a sheet of photos is held at a
 * time. Somebody whose photo or caption cannot be printed is left out whole and told to `refused` with the number in the
 * order of coming, from 0. Rejects with one sentence when not one photo fits on the paper, when a font cannot be read, and
 * when `output` fails.
 */
export async function writeSheets(
  people: AsyncIterable<SheetPerson> | Iterable<SheetPerson>,
  order: SheetsOrder,
  output: Writable,
  refused: (number: number, refusal: ItemRefusal) => void,
): Promise<SheetsMade> {
  const layout = layoutOf(order)
  const perSheet = layout.places.length
  if (perSheet === 0) throw new Error('Not one photo of this size fits on this paper.')
  const fonts = loadPrintFonts(order.fontFolder)
  const made: SheetsMade = { sheets: 0, people: 0 }

  async function* pages(): AsyncGenerator<SheetItem[]> {
    let page: SheetItem[] = []
    let number = 0
    for await (const { photo, ...caption } of people) {
      const item = await sheetItem(photo, caption, order, fonts)
      if ('refused' in item) refused(number, item)
      else {
        made.people++
        for (let copy = 0; copy < order.copies; copy++) {
          page.push(item)
          if (page.length === perSheet || (order.ownSheets && copy === order.copies - 1)) {
            made.sheets++
            yield page
            page = []
          }
        }
      }
      number++
    }
    if (page.length > 0) {
      made.sheets++
      yield page
    }
  }

  await writeSheetsPdf(layout, pages(), output)
  return made
}
