import { attributeOf, scanXml } from './xml-scan.ts'

/** The texts that cells name by their number. */
export async function openSharedStrings(pieces: AsyncIterable<string>): Promise<string[]> {
  const strings: string[] = []
  let text = ''
  let isText = false
  let isPronunciation = false
  const scanner = scanXml({
    open(name) {
      if (name === 'si') text = ''
      else if (name === 't') isText = !isPronunciation
      else if (name === 'rPh') isPronunciation = true
    },
    text(piece) {
      if (isText) text += piece
    },
    close(name) {
      if (name === 't') isText = false
      else if (name === 'rPh') isPronunciation = false
      else if (name === 'si') strings.push(unescaped(text))
    },
  })
  for await (const piece of pieces) scanner.push(piece)
  return strings
}

/** Characters that XML can’t hold are written as _x000D_. */
export function unescaped(text: string): string {
  if (!text.includes('_x')) return text
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))
}

/** Formats of dates that a workbook need not declare. */
const DATES = new Set([14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58])

/** Whether numbers in cells of a style are dates, by the number of the style. */
export function readDateStyles(styles: string): boolean[] {
  const dates = new Set(DATES)
  const isDate: boolean[] = []
  let isCellStyle = false
  scanXml({
    open(name, attributes) {
      if (name === 'numFmt' && isDateFormat(attributeOf(attributes, 'formatCode') ?? ''))
        dates.add(Number(attributeOf(attributes, 'numFmtId')))
      else if (name === 'cellXfs') isCellStyle = true
      else if (name === 'xf' && isCellStyle) isDate.push(dates.has(Number(attributeOf(attributes, 'numFmtId') ?? 0)))
    },
    text() {},
    close(name) {
      if (name === 'cellXfs') isCellStyle = false
    },
  }).push(styles.replace(/^\ufeff/, ''))
  return isDate
}

/** Excel’s own limit. */
const LONGEST_FORMAT = 255

/** A format with years or days in it, outside quoted words and colours. */
function isDateFormat(code: string): boolean {
  return /[yd]/i.test(code.slice(0, LONGEST_FORMAT).replace(/"[^"]*"|\[[^\]]*\]|\\./g, ''))
}
