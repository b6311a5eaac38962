import type { Writable } from 'node:stream'
import { drawRuns, openPdf, pointsPerMm } from '@tucai/portrait/pdf-stream'
import { loadPrintFonts, type PrintFonts } from '@tucai/portrait/print-fonts'
import { StartRefused } from '../start-refused.ts'
import type { Box, SetText } from './set-text.ts'
import type { Bars } from './symbols.ts'

export interface SizeMm {
  widthMm: number
  heightMm: number
}

export const A4: SizeMm = { widthMm: 210, heightMm: 297 }

/** Documents of text on paper, written as a stream. Lengths in mm from the upper left corner of the page. */
export interface Paper {
  fonts: PrintFonts
  /** Begins a page; pages of a lower section lie before those of a higher one, whenever they come. */
  page(size: SizeMm, section?: number): Promise<void>
  text(set: SetText): void
  /** Barcodes, and whatever else is made of dark rectangles. */
  bars(bars: Bars): void
  rule(fromXMm: number, fromYMm: number, toXMm: number, toYMm: number): void
  frame(box: Box): void
  /** For those who draw on a page by themselves. */
  document: PDFKit.PDFDocument
  /** Resolves when `output` has taken everything. */
  end(): Promise<void>
  fail(error: Error): Promise<void>
}

const line = { grey: '#888888', widthPoints: 0.4 }

export function openPaper(output: Writable, { fonts, title }: { fonts: PrintFonts; title: string }): Paper {
  const pdf = openPdf(output, title)
  const { document } = pdf
  const stroked = () => document.lineWidth(line.widthPoints).strokeColor(line.grey)
  const points = (mm: number) => mm * pointsPerMm
  return {
    fonts,
    document,
    page: pdf.page,
    end: pdf.end,
    fail: pdf.fail,
    text({ lines, sizeMm }) {
      document.fillColor('#000000')
      for (const { runs, ...at } of lines) drawRuns(document, runs, { ...at, sizeMm })
    },
    bars(bars) {
      if (bars.length === 0) return
      document.fillColor('#000000')
      for (const bar of bars)
        document.rect(points(bar.leftMm), points(bar.topMm), points(bar.widthMm), points(bar.heightMm))
      document.fill()
    },
    rule(fromXMm, fromYMm, toXMm, toYMm) {
      stroked().moveTo(points(fromXMm), points(fromYMm)).lineTo(points(toXMm), points(toYMm)).stroke()
    },
    frame(box) {
      stroked().rect(points(box.leftMm), points(box.topMm), points(box.widthMm), points(box.heightMm)).stroke()
    },
  }
}

/**
 * Noto Sans SC and behind it the operator’s fonts, see TUCAI_FONTS_DIR.
 * @throws StartRefused when the folder or a font in it cannot be read
 */
export function paperFonts(folder: string | undefined): PrintFonts {
  try {
    return loadPrintFonts(folder)
  } catch (error) {
    throw new StartRefused(`TUCAI_FONTS_DIR: ${(error as Error).message}`)
  }
}
