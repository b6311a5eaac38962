import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setImmediate } from 'node:timers/promises'
import PDFDocument from 'pdfkit'
import type { SizeMm } from '../print-sheet.ts'
import { type TextRun, widthOfEm } from './print-fonts.ts'

export const pointsPerMm = 72 / 25.4

/** A PDF that is written while it is made: memory stays the same however many pages it gets. */
export interface PdfStream {
  document: PDFKit.PDFDocument
  /**
   * Begins a page once `output` has taken what came before. Pages lie in the order of their sections, and within one in
   * the order of coming: what is known last may still come first. Rejects when `output` failed.
   */
  page(size: SizeMm, section?: number): Promise<void>
  /** Resolves when `output` has taken everything. */
  end(): Promise<void>
  /** Gives up: `output` fails with this error, and so does the promise. */
  fail(error: Error): Promise<void>
}

/** JPEG bytes are embedded as they are, and of each font only the letters that occur. Viewers are asked to print at true size. */
export function openPdf(output: Writable, title: string): PdfStream {
  // A cache of every text that was ever set would grow with the pages.
  const lasting = { autoFirstPage: false, fontLayoutCache: false }
  const document = new PDFDocument({ margin: 0, pdfVersion: '1.4', displayTitle: true, ...lasting })
  document.info.Title = title
  const root = rootOf(document)
  // Source: ISO 32000-1, 12.2.
  root.ViewerPreferences.data.PrintScaling = 'None'
  const written = pipeline(document, output)
  // A failing output is told by the pipeline; without a listener until then it would count as unhandled.
  written.catch(() => {})
  const sections = new Map<number, PageReference[]>()
  return {
    document,
    async page({ widthMm, heightMm }, section = 0) {
      // The stream gets a turn, or a maker that waits for nothing else would never let it flow.
      await setImmediate()
      if (output.writableNeedDrain) await Promise.race([once(output, 'drain'), written])
      document.addPage({ size: [widthMm * pointsPerMm, heightMm * pointsPerMm], margin: 0 })
      const pages = sections.get(section) ?? []
      sections.set(section, pages)
      pages.push(root.Pages.data.Kids.at(-1)!)
    },
    async end() {
      root.Pages.data.Kids = [...sections].sort(([a], [b]) => a - b).flatMap(([, pages]) => pages)
      document.end()
      await written
    },
    async fail(error) {
      document.destroy(error)
      await written
    },
  }
}

type PageReference = object

/** Not declared by the types: the catalogue, with the preferences that displayTitle makes and the list of pages. */
function rootOf(document: PDFKit.PDFDocument) {
  const { _root } = document as unknown as {
    _root: {
      data: {
        ViewerPreferences: { data: Record<string, unknown> }
        Pages: { data: { Kids: PageReference[] } }
      }
    }
  }
  return _root.data
}

/** Draws a line of text. Lengths in mm from the upper left corner of the page. */
export function drawRuns(
  document: PDFKit.PDFDocument,
  runs: TextRun[],
  { leftMm, baselineMm, sizeMm }: { leftMm: number; baselineMm: number; sizeMm: number },
): void {
  const sizePoints = sizeMm * pointsPerMm
  let leftPoints = leftMm * pointsPerMm
  for (const run of runs) {
    const { file, family, bytes } = run.font
    const name = family === undefined ? file : `${file} ${family}`
    // The document takes the bytes that are in memory, and knows the font by its name from then on.
    document.registerFont(name, bytes, family).font(name)
    document.fontSize(sizePoints)
    document.text(run.text, leftPoints, baselineMm * pointsPerMm, { lineBreak: false, baseline: 'alphabetic' })
    leftPoints += widthOfEm([run]) * sizePoints
  }
}
