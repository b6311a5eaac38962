import { inflateSync } from 'node:zlib'

/** What a page of a PDF paints, in points from its upper left corner. Enough of ISO 32000-1 for the files of our sheets. */
export interface PaintedPage {
  widthPoints: number
  heightPoints: number
  /** The rectangle each image is clipped to, and the rectangle the whole image would cover. */
  images: { clip: Rectangle; whole: Rectangle; name: string }[]
  /** Filled rectangles. */
  fills: Rectangle[]
  /** Each piece of text, where it starts on its baseline, and its size. */
  texts: { x: number; y: number; sizePoints: number; text: string }[]
}

export interface Rectangle {
  left: number
  top: number
  right: number
  bottom: number
}

type Matrix = [number, number, number, number, number, number]

/** The pages in the order in which a reader shows them. */
export function paintedPages(pdf: Buffer): PaintedPage[] {
  const text = pdf.toString('latin1')
  const objectAt = (number: string | undefined) => text.indexOf(`\n${number} 0 obj\n`)
  const object = (number: string | undefined) => text.slice(objectAt(number), text.indexOf('endobj', objectAt(number)))
  const streamOf = (number: string | undefined) => {
    const start = text.indexOf('stream\n', objectAt(number)) + 7
    return inflateSync(pdf.subarray(start, text.indexOf('\nendstream', start))).toString('latin1')
  }
  const letters = new Map<string, string[]>()
  const lettersOf = (font: string) => {
    const known = letters.get(font) ?? lettersIn(streamOf(/\/ToUnicode (\d+) 0 R/.exec(object(font))?.[1]))
    letters.set(font, known)
    return known
  }
  const [, kids = ''] = /\/Kids \[([^\]]*)\]/.exec(text) ?? []
  return [...kids.matchAll(/(\d+) 0 R/g)].map(([, number]) => {
    const page = object(number)
    const [, width, height] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(page) ?? []
    const content = streamOf(/\/Contents (\d+) 0 R/.exec(page)?.[1])
    const resources = object(/\/Resources (\d+) 0 R/.exec(page)?.[1])
    const fonts = new Map([...resources.matchAll(/(\/F\d+) (\d+) 0 R/g)].map(([, name, font]) => [name, font]))
    return painted(content, Number(width), Number(height), (name) => lettersOf(fonts.get(name) ?? ''))
  })
}

/** What each glyph of a font stands for, as its ToUnicode map says. Source: ISO 32000-1, 9.10.3. */
function lettersIn(map: string): string[] {
  const [, list = ''] = /beginbfrange\n([\s\S]*?)endbfrange/.exec(map) ?? []
  return [...list.matchAll(/\[([^\]]*)\]/g)].flatMap(([, group]) =>
    [...group.matchAll(/<([^>]*)>/g)].map(([, code]) =>
      Buffer.from(code.replace(/ /g, ''), 'hex').swap16().toString('utf16le'),
    ),
  )
}

function painted(
  content: string,
  widthPoints: number,
  heightPoints: number,
  lettersOf: (font: string) => string[],
): PaintedPage {
  const page: PaintedPage = { widthPoints, heightPoints, images: [], fills: [], texts: [] }
  let matrix: Matrix = [1, 0, 0, 1, 0, 0]
  let clip: Rectangle = { left: 0, top: 0, right: widthPoints, bottom: heightPoints }
  let path: Rectangle[] = []
  let sizePoints = 0
  let letters: string[] = []
  const stack: { matrix: Matrix; clip: Rectangle }[] = []
  let operands: string[] = []
  const numbers = () => operands.map(Number)
  const box = (x: number, y: number, width: number, height: number) =>
    around([transformed(matrix, x, y), transformed(matrix, x + width, y + height)], heightPoints)
  const operators: Record<string, () => void> = {
    q: () => stack.push({ matrix, clip }),
    Q: () => ({ matrix, clip } = stack.pop() ?? { matrix, clip }),
    cm: () => (matrix = product(numbers() as Matrix, matrix)),
    re: () => path.push(box(...(numbers() as [number, number, number, number]))),
    W: () => (clip = path[path.length - 1]),
    n: () => (path = []),
    f: () => {
      page.fills.push(...path)
      path = []
    },
    S: () => (path = []),
    Do: () => page.images.push({ clip, whole: box(0, 0, 1, 1), name: operands[0] }),
    Tf: () => {
      sizePoints = Number(operands[1])
      letters = lettersOf(operands[0])
    },
    Tm: () => {
      const [, , , , x, y] = product(numbers() as Matrix, matrix)
      page.texts.push({ x, y: heightPoints - y, sizePoints, text: '' })
    },
    TJ: () => {
      const glyphs = [...operands.join('').matchAll(/<([^>]*)>/g)].flatMap(([, hex]) => hex.match(/.{4}/g) ?? [])
      const last = page.texts[page.texts.length - 1]
      last.sizePoints = sizePoints
      last.text += glyphs.map((glyph) => letters[Number.parseInt(glyph, 16)]).join('')
    },
  }
  for (const token of content.match(/\[[^\]]*\]|<[^>]*>|[^\s]+/g) ?? []) {
    if (/^[[</\d.+-]/.test(token)) {
      operands.push(token)
      continue
    }
    operators[token]?.()
    operands = []
  }
  return page
}

function product([a, b, c, d, e, f]: Matrix, [g, h, i, j, k, l]: Matrix): Matrix {
  return [a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l]
}

function transformed([a, b, c, d, e, f]: Matrix, x: number, y: number): [number, number] {
  return [a * x + c * y + e, b * x + d * y + f]
}

function around(corners: [number, number][], heightPoints: number): Rectangle {
  const xs = corners.map(([x]) => x)
  const ys = corners.map(([, y]) => heightPoints - y)
  return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) }
}

/** The bytes of every embedded image. */
export function embeddedJpegs(pdf: Buffer): Buffer[] {
  const text = pdf.toString('latin1')
  return [...text.matchAll(/\/Filter \/DCTDecode[\s\S]*?\/Length (\d+)|\/Length (\d+)[^>]*\/Filter \/DCTDecode/g)].map(
    (match) => {
      const start = text.indexOf('stream\n', match.index) + 7
      return pdf.subarray(start, start + Number(match[1] ?? match[2]))
    },
  )
}
