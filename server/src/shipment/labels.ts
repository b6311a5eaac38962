import type { Writable } from 'node:stream'
import type { AddressView } from '@tucai/contract'
import { openFlow } from '../platform/paper/flow.ts'
import { A4, openPaper, type Paper, type SizeMm } from '../platform/paper/paper.ts'
import { type Box, nameOfCharacter, type SetText, setText, type TextRefusal } from '../platform/paper/set-text.ts'
import { type Bars, code128, type SymbolRefusal } from '../platform/paper/symbols.ts'
import { type LabelSheet, labelBox, labelsOn } from './label-sheets.ts'
import { fullAddress, type Sender } from './shipment.ts'

type Fonts = Paper['fonts']

/** What stands on one label. */
export interface LabelContent {
  orderNumber: string
  printSets: number
  address: AddressView
}

/** A label laid out from its own upper left corner. */
export interface Label {
  texts: SetText[]
  bars: Bars
  rulesMm: number[]
}
export type LabelRefusal = TextRefusal | SymbolRefusal

const MARGIN_MM = 5
const LEAST_MM = 2.2
const BARCODE_WIDTH_MM = 62
/** How large things are on a high label and on a low one. */
const HIGH = { scale: 1, senderMm: 18, barcodeMm: 26, barsMm: 13 }
const LOW = { scale: 0.62, senderMm: 9, barcodeMm: 15, barsMm: 9 }
/** Where a name and an address are long, both get smaller. */
const SHRINKING = [1, 0.85, 0.7, 0.55]

/** Recipient above, barcode and number of the order below, the sender small at the foot. */
export function setLabel(fonts: Fonts, content: LabelContent, sender: Sender, size: SizeMm): Label | LabelRefusal {
  const box: Box = { leftMm: 0, topMm: 0, ...size }
  const { address, orderNumber, printSets } = content
  const sizes = box.heightMm < 100 ? LOW : HIGH
  const inner = { leftMm: box.leftMm + MARGIN_MM, widthMm: box.widthMm - 2 * MARGIN_MM }
  const senderTopMm = box.topMm + box.heightMm - MARGIN_MM - sizes.senderMm
  const barcodeTopMm = senderTopMm - sizes.barcodeMm
  const underMm = barcodeTopMm + sizes.barsMm + 0.5
  const digits = orderNumber.replaceAll('-', '')
  const barsBox = { ...inner, widthMm: BARCODE_WIDTH_MM, topMm: barcodeTopMm, heightMm: sizes.barsMm }
  const bars = code128(digits, barsBox)
  if ('refused' in bars) return bars
  const foot = { ...inner, topMm: senderTopMm + 1, heightMm: sizes.senderMm + MARGIN_MM - 2 }
  const under = { ...inner, topMm: underMm, heightMm: senderTopMm - underMm }
  const from = [`寄件人 ${sender.name} ${sender.phone}`, sender.address]
  const small = [
    ...setBelow(fonts, [{ text: `${orderNumber}  照片 ${printSets} 份`, sizeMm: 4, lines: 1 }], under, sizes.scale),
    ...setBelow(
      fonts,
      from.map((text) => ({ text, sizeMm: 3.6, lines: 2 })),
      foot,
      sizes.scale,
    ),
  ]
  const phone = { text: address.phone, sizeMm: 6.5, lines: 1 }
  const large = [
    { text: address.recipient, sizeMm: 7, lines: 2 },
    phone,
    { text: fullAddress(address), sizeMm: 5.5, lines: 7 },
  ]
  const room = { ...inner, topMm: box.topMm + MARGIN_MM, heightMm: barcodeTopMm - box.topMm - MARGIN_MM }
  const texts = [...setBelow(fonts, large, room, sizes.scale), ...small]
  const refused = texts.find((text) => 'refused' in text)
  return refused ?? { texts: texts as SetText[], bars, rulesMm: [senderTopMm] }
}

/** Texts one below the other, all smaller by the same share where they need more than the room. */
function setBelow(
  fonts: Fonts,
  parts: { text: string; sizeMm: number; lines: number }[],
  room: Box,
  scale: number,
): (SetText | TextRefusal)[] {
  let set: (SetText | TextRefusal)[] = []
  for (const share of SHRINKING) {
    let topMm = room.topMm
    set = parts.map(({ text, sizeMm, lines }) => {
      const box = { ...room, topMm, heightMm: room.topMm + room.heightMm - topMm }
      const one = setText(fonts, text, box, {
        sizeMm: Math.max(LEAST_MM, sizeMm * scale * share),
        leastMm: LEAST_MM,
        lines,
      })
      if (!('refused' in one)) topMm += one.heightMm
      return one
    })
    if (!set.some((one) => 'refused' in one)) break
  }
  return set
}

/** In words for the packing room, with the character and what to do about it. */
export function refusalWords(refusal: LabelRefusal): string {
  if (refusal.refused !== 'missing-character') return '内容放不下，请手写面单'
  return `缺少字符“${nameOfCharacter(refusal.codePoint)}”的字体，请放入TUCAI_FONTS_DIR后重新打印`
}

export interface LeftOut {
  orderNumber: string
  refusal: LabelRefusal
}

/** Writes the labels on sheets from the first free place, and behind them a list of those that could not be made. */
export async function writeLabels(
  output: Writable,
  fonts: Fonts,
  sheet: LabelSheet,
  labels: Label[],
  leftOut: LeftOut[],
  firstPlace = 1,
): Promise<void> {
  const paper = openPaper(output, { fonts, title: '面单' })
  try {
    let place = (firstPlace - 1) % labelsOn(sheet)
    for (const [count, label] of labels.entries()) {
      if (count === 0 || place === 0) await paper.page(sheet.page)
      drawLabel(paper, label, labelBox(sheet, place))
      place = (place + 1) % labelsOn(sheet)
    }
    if (leftOut.length > 0) await writeLeftOut(paper, leftOut)
    await paper.end()
  } catch (error) {
    await paper.fail(error as Error)
  }
}

function drawLabel(paper: Paper, { texts, bars, rulesMm }: Label, { leftMm, topMm, widthMm }: Box): void {
  for (const text of texts) {
    const lines = text.lines.map((line) => {
      return { ...line, leftMm: line.leftMm + leftMm, baselineMm: line.baselineMm + topMm }
    })
    paper.text({ ...text, lines })
  }
  paper.bars(bars.map((bar) => ({ ...bar, leftMm: bar.leftMm + leftMm, topMm: bar.topMm + topMm })))
  for (const ruleMm of rulesMm)
    paper.rule(leftMm + MARGIN_MM, topMm + ruleMm, leftMm + widthMm - MARGIN_MM, topMm + ruleMm)
}

async function writeLeftOut(paper: Paper, leftOut: LeftOut[]): Promise<void> {
  const flow = await openFlow(paper, { size: A4, marginMm: 15 })
  await flow.paragraph('没有打印的面单', { sizeMm: 5 })
  flow.space(3)
  await flow.table(
    [
      { title: '订单号', widthMm: 60 },
      { title: '原因', widthMm: 120, lines: 2, spelled: true },
    ],
    leftOut.map(({ orderNumber, refusal }) => [orderNumber, refusalWords(refusal)]),
  )
}
