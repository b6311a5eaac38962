import bwip from 'bwip-js/node'
import type { Box } from './set-text.ts'

/** Dark rectangles of a barcode, in mm on the page. */
export type Bars = Box[]

/** Light modules that a reader needs on either side. Sources: ISO/IEC 15417 and ISO/IEC 18004. */
const quietModules = { code128: 10, qr: 4 }
/** Dots of 300 to the inch: bars are whole dots wide, so that printers draw them alike; narrower ones run together. */
const dotMm = 25.4 / 300
const leastDots = 2

export type SymbolRefusal = { refused: 'symbol-too-long'; text: string }

/**
 * Code 128 over the box’s height, with its quiet zones inside the box and in the middle of it.
 * @throws for text that is not printable ASCII: that is a bug of the caller
 */
export function code128(text: string, box: Box): Bars | SymbolRefusal {
  if (!/^[\x20-\x7e]+$/.test(text)) throw new Error('Code 128 is asked for printable ASCII only')
  const [{ sbs }] = bwip.raw({ bcid: 'code128', text }) as unknown as [{ sbs: number[] }]
  const modules = sbs.reduce((sum, run) => sum + run, 0)
  const moduleMm = wholeDotsMm(Math.min(0.5, box.widthMm / (modules + 2 * quietModules.code128)))
  if (moduleMm === undefined) return { refused: 'symbol-too-long', text }
  let leftMm = box.leftMm + (box.widthMm - modules * moduleMm) / 2
  const bars: Bars = []
  sbs.forEach((run, i) => {
    if (i % 2 === 0) bars.push({ leftMm, topMm: box.topMm, widthMm: run * moduleMm, heightMm: box.heightMm })
    leftMm += run * moduleMm
  })
  return bars
}

/** A QR code as large as the box allows, its quiet zone inside the box. */
export function qr(text: string, box: Box): Bars | SymbolRefusal {
  const [{ pixs, pixx }] = bwip.raw({ bcid: 'qrcode', text, eclevel: 'M' } as never) as unknown as [
    { pixs: number[]; pixx: number },
  ]
  const moduleMm = wholeDotsMm(Math.min(box.widthMm, box.heightMm) / (pixx + 2 * quietModules.qr))
  if (moduleMm === undefined) return { refused: 'symbol-too-long', text }
  const [left, top] = [
    box.leftMm + (box.widthMm - pixx * moduleMm) / 2,
    box.topMm + (box.heightMm - pixx * moduleMm) / 2,
  ]
  const bars: Bars = []
  // Neighbours in a row are one rectangle: rectangles side by side show hairlines between them.
  for (let row = 0; row < pixs.length / pixx; row++) {
    for (let column = 0; column < pixx; column++) {
      let run = 0
      while (column + run < pixx && pixs[row * pixx + column + run]) run++
      if (run === 0) continue
      bars.push({
        leftMm: left + column * moduleMm,
        topMm: top + row * moduleMm,
        widthMm: run * moduleMm,
        heightMm: moduleMm,
      })
      column += run
    }
  }
  return bars
}

function wholeDotsMm(moduleMm: number): number | undefined {
  const dots = Math.floor(moduleMm / dotMm + 1e-6)
  return dots < leastDots ? undefined : dots * dotMm
}
