import { PassThrough } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { readBarcodes } from '@tucai/portrait/barcodes'
import { paintedPages } from '@tucai/portrait/pdf-page'
import { describe, expect, it } from 'vitest'
import { paperFonts } from '../platform/paper/paper.ts'
import { labelBox, labelSheets, labelsOn } from './label-sheets.ts'
import { type Label, type LabelContent, refusalWords, setLabel, writeLabels } from './labels.ts'

const fonts = paperFonts(undefined)
const sender = { name: '上海图像采集中心', phone: '021-36521352', address: '上海市虹口区虬江支路181号21楼2108室' }
const address = {
  ...{ recipient: '林知远', phone: '13800138000', regionCode: '310115', region: '上海市 浦东新区' },
  detail: '张江路1号2幢301室',
}
const content: LabelContent = { orderNumber: '20261122-48375-92016', printSets: 2, address }
const longest: LabelContent = {
  ...content,
  address: {
    ...address,
    recipient: '阿依古丽·买买提'.repeat(6).slice(0, 40),
    region: '新疆维吾尔自治区 博尔塔拉蒙古自治州 阿拉山口市',
    detail: '示范路一百二十三弄'.repeat(22).slice(0, 195),
  },
}

function labelOn(sheet: string, given: LabelContent): Label {
  const label = setLabel(fonts, given, sender, labelSheets[sheet]!.label)
  if ('refused' in label) throw new Error(label.refused)
  return label
}

async function printed(sheet: string, contents: LabelContent[], firstPlace?: number) {
  const output = new PassThrough()
  const [pdf] = await Promise.all([
    buffer(output),
    writeLabels(
      output,
      fonts,
      labelSheets[sheet]!,
      contents.map((content) => labelOn(sheet, content)),
      [],
      firstPlace,
    ),
  ])
  return paintedPages(pdf)
}

describe.each(Object.entries(labelSheets))('on %s', (name, sheet) => {
  it('labels lie on the page and beside each other', () => {
    const boxes = Array.from({ length: labelsOn(sheet) }, (_, place) => labelBox(sheet, place))
    for (const [place, box] of boxes.entries()) {
      expect(box.leftMm).toBeGreaterThanOrEqual(0)
      expect(box.leftMm + box.widthMm).toBeLessThanOrEqual(sheet.page.widthMm + 1e-9)
      expect(box.topMm + box.heightMm).toBeLessThanOrEqual(sheet.page.heightMm + 1e-9)
      for (const other of boxes.slice(place + 1)) {
        const apart = box.leftMm + box.widthMm <= other.leftMm + 1e-9 || box.topMm + box.heightMm <= other.topMm + 1e-9
        expect(apart).toBe(true)
      }
    }
  })

  it.each([
    ['a usual address', content],
    ['the longest name and address that are taken', longest],
  ])('%s stands inside its label, with everything that a courier needs and no more', (_, given) => {
    const box = { leftMm: 0, topMm: 0, ...sheet.label }
    const label = labelOn(name, given)
    const text = label.texts.flatMap(({ lines }) => lines.map(({ runs }) => runs.map((run) => run.text).join('')))
    const whole = text.join('').replaceAll(/[\s　]/g, '')
    for (const part of [
      given.address.recipient,
      given.address.phone,
      given.address.detail,
      given.orderNumber,
      sender.name,
    ])
      expect(whole).toContain(part.replaceAll(/[\s　]/g, ''))
    expect(whole).toContain(given.address.region.replaceAll(' ', ''))
    for (const { lines } of label.texts)
      for (const { leftMm, baselineMm } of lines) {
        expect(leftMm).toBeGreaterThanOrEqual(box.leftMm)
        expect(baselineMm).toBeGreaterThan(box.topMm)
        expect(baselineMm).toBeLessThan(box.topMm + box.heightMm)
      }
    for (const bar of label.bars) {
      expect(bar.leftMm).toBeGreaterThan(box.leftMm)
      expect(bar.leftMm + bar.widthMm).toBeLessThan(box.leftMm + box.widthMm)
    }
  })

  it('begins at the first free place and fills sheet after sheet', async () => {
    const many = labelsOn(sheet) + 1
    const pages = await printed(name, Array<LabelContent>(many).fill(content), labelsOn(sheet))
    const phones = pages.map(({ texts }) => texts.filter(({ text }) => text === address.phone).length)
    expect(phones).toEqual(labelsOn(sheet) === 1 ? [1, 1] : [1, labelsOn(sheet)])
  })

  it('the order’s number can be scanned', async () => {
    const label = labelOn(name, content)
    const dotsPerMm = 12
    const [width, height] = [sheet.page.widthMm * dotsPerMm, sheet.page.heightMm * dotsPerMm].map(Math.round) as [
      number,
      number,
    ]
    const data = new Uint8ClampedArray(width * height * 4).fill(255)
    for (const { leftMm, topMm, widthMm, heightMm } of label.bars) {
      for (let y = Math.round(topMm * dotsPerMm); y < Math.round((topMm + heightMm) * dotsPerMm); y++)
        for (let x = Math.round(leftMm * dotsPerMm); x < Math.round((leftMm + widthMm) * dotsPerMm); x++)
          data.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3)
    }
    const [read] = await readBarcodes({ data, width, height, colorSpace: 'srgb' } as never)
    expect(read).toMatchObject({ format: 'Code128', text: '202611224837592016' })
  })
})

it('a character that no font holds refuses its own label only, and is named', () => {
  const label = setLabel(
    fonts,
    { ...content, address: { ...address, recipient: '张\u{2b740}' } },
    sender,
    labelSheets['100x150']!.label,
  )
  if (!('refused' in label)) throw new Error('expected to be refused')
  expect(refusalWords(label)).toContain('U+2B740')
  expect(refusalWords(label)).toContain('TUCAI_FONTS_DIR')
})
