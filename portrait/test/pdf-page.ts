import { inflateSync } from 'node:zlib'

/** What a page of a PDF paints, in points from its upper left corner. Enough of ISO 32000-1 for the files of our sheets. */
export interface PaintedPage {
  widthPoints: number
  heightPoints: number
  /** The rectangle each image is clipped to, and the rectangle the whole image would cover. */
  images: { clip: Rectangle; whole: Rectangle; name: string }[]
  /** Filled rectangles. */
  fills: Rectangle[]
  /** Start of each piece of text on its baseline, and its size. */
  texts: { x: number; y: number; sizePoints: number }[]
}

export interface Rectangle {
  left: number
  top: number
  right: number
  bottom: number
}

type Matrix = [number, number, number, number, number, number]

export function paintedPages(pdf: Buffer): PaintedPage[] {
  const text = pdf.toString('latin1')
  return [...text.matchAll(/\/Type \/Page\n[\s\S]*?endobj/g)].map(([page]) => {
    const [, width, height] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(page) ?? []
    const content = /\/Contents (\d+) 0 R/.exec(page)?.[1]
    const start = text.indexOf('stream\n', text.indexOf(`\n${content} 0 obj\n`)) + 7
    const body = inflateSync(pdf.subarray(start, text.indexOf('\nendstream', start))).toString('latin1')
    return painted(body, Number(width), Number(height))
  })
}

function painted(content: string, widthPoints: number, heightPoints: number): PaintedPage {
  const page: PaintedPage = { widthPoints, heightPoints, images: [], fills: [], texts: [] }
  let matrix: Matrix = [1, 0, 0, 1, 0, 0]
  let clip: Rectangle = { left: 0, top: 0, right: widthPoints, bottom: heightPoints }
  let path: Rectangle[] = []
  let sizePoints = 0
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
    Tf: () => (sizePoints = Number(operands[1])),
    Tm: () => {
      const [, , , , x, y] = product(numbers() as Matrix, matrix)
      page.texts.push({ x, y: heightPoints - y, sizePoints })
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
