/**
 * A process that makes the print sheets of one batch; made to be forked, watched and killed.
 *
 *   to the worker     { id, step: 'begin', output, fontsFolder?, order }       once
 *                     { id, step: 'add', photo, sets, lines, barcode? }        for each person, in the order of the sheets
 *                     { id, step: 'end', cover }                               once
 *   from the worker   { ready: true }, then for each step { id, ... } or { id, error }
 *
 * `photo` and `output` are paths. When the parent goes away, the worker ends.
 */
import { createWriteStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { type ItemRefusal, type SheetItem, sheetItem } from '@tucai/portrait/print'
import { openFlow } from '../platform/paper/flow.ts'
import { A4, openPaper, paperFonts } from '../platform/paper/paper.ts'
import { nameOfCharacter } from '../platform/paper/set-text.ts'
import { openSheetPages, type SheetPages } from './sheet-pages.ts'
import type { Cover, SheetRefusal, SheetsOrder } from './sheets.ts'

type Step =
  | { step: 'begin'; output: string; fontsFolder?: string; order: SheetsOrder }
  | { step: 'add'; photo: string; sets: number; lines: string[]; barcode?: string }
  | { step: 'end'; cover: Cover }

const COVER = -1
const MARGIN_MM = 15

type Paper = ReturnType<typeof openPaper>
let paper: Paper
let pages: SheetPages

async function perform(step: Step): Promise<object> {
  switch (step.step) {
    case 'begin':
      paper = openPaper(createWriteStream(step.output, { mode: 0o600 }), {
        fonts: paperFonts(step.fontsFolder),
        title: step.order.label,
      })
      pages = openSheetPages(paper, step.order)
      return {}
    case 'add':
      return add(step)
    case 'end': {
      await pages.end()
      const coverPages = await writeCover(step.cover)
      await paper.end()
      return { coverPages, sheets: pages.sheets() }
    }
  }
}

async function add({ photo, sets, ...caption }: Extract<Step, { step: 'add' }>): Promise<object> {
  // Read once: prints of several sizes refer to the same bytes.
  const bytes = await readFile(photo)
  const edges = pages.edges(caption)
  if ('refused' in edges) return refusal(edges)
  const items: SheetItem[] = []
  for (const order of pages.orders) {
    const item = await sheetItem({ bytes }, pages.under(caption), order, paper.fonts)
    if ('refused' in item) return refusal(item)
    items.push(item)
  }
  return { sheets: await pages.add(items, sets, edges) }
}

function refusal(item: ItemRefusal): SheetRefusal {
  switch (item.refused) {
    case 'missing-character':
      return { refused: item.refused, detail: `${item.character} ${nameOfCharacter(item.codePoint)}` }
    case 'text-too-long':
      return { refused: item.refused, detail: item.text }
    case 'barcode-too-long':
    case 'barcode-characters':
      return { refused: 'barcode-too-long', detail: item.barcode }
    case 'too-coarse':
      return { refused: 'master-coarse', detail: `${Math.floor(item.dotsPerInch)} dpi` }
    case 'unreadable':
      return { refused: 'master-unreadable', detail: '' }
  }
}

async function writeCover({ title, lines, tables, foot }: Cover): Promise<number> {
  const setting = { size: A4, marginMm: MARGIN_MM, section: COVER, foot: (page: number) => `${foot} · ${page}` }
  const flow = await openFlow(paper, setting)
  await flow.paragraph(title, { sizeMm: 6, leastMm: 4, lines: 2 })
  flow.space(1)
  for (const line of lines) await flow.paragraph(line, { sizeMm: 3.6, leastMm: 3, lines: 3 })
  for (const { title, columns, rows } of tables) {
    flow.space(5)
    await flow.paragraph(title, { sizeMm: 4.4 })
    flow.space(1.5)
    await flow.table(
      columns.map((column) => ({ ...column, spelled: true })),
      rows,
    )
  }
  return flow.pages()
}

function answer(given: object): void {
  process.send?.(given)
}

let queue = Promise.resolve()
process.on('message', ({ id, ...step }: Step & { id: number }) => {
  queue = queue.then(() =>
    perform(step).then(
      (done) => answer({ id, ...done }),
      (error: Error) => answer({ id, error: error.message }),
    ),
  )
})
process.on('disconnect', () => process.exit(0))
answer({ ready: true })
