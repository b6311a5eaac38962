/** A colour space of three primaries and a power of light, as an RGB working space is described. */
export interface WorkingSpace {
  name: string
  /** x, y of red, green and blue. */
  primaries: [[number, number], [number, number], [number, number]]
  gamma: number
}

/** Source: Adobe RGB (1998) Color Image Encoding, 4.3.1. */
export const adobeRgb: WorkingSpace = {
  name: 'AdobeRGB like',
  primaries: [
    [0.64, 0.33],
    [0.21, 0.71],
    [0.15, 0.06],
  ],
  gamma: 563 / 256,
}

/** White points as XYZ: of the picture, and the one that profiles are written for. */
const d65 = [0.95047, 1, 1.08883]
const d50 = [0.9642, 1, 0.8249]
/** Source: Bradford adaptation, as in ICC.1:2022 annex E. */
const bradford = [
  [0.8951, 0.2664, -0.1614],
  [-0.7502, 1.7135, 0.0367],
  [0.0389, -0.0685, 1.0296],
]

/** A version 2 matrix profile of a space whose white is D65. Source: ICC.1:2001-04. */
export function matrixProfile({ name, primaries, gamma }: WorkingSpace): Uint8Array {
  const columns = primaries.map(([x, y]) => [x / y, 1, (1 - x - y) / y])
  const scale = times(inverse(transposed(columns)), d65)
  const adaptation = adaptedToD50()
  const colorants = columns.map((column, i) =>
    times(
      adaptation,
      column.map((value) => value * scale[i]),
    ),
  )
  const curve = tag('curv', u32(1), u16(Math.round(gamma * 256)), u16(0))
  const described = new TextEncoder().encode(`${name}\0`)
  const tags: [string, Uint8Array][] = [
    ['desc', tag('desc', u32(described.length), described, new Uint8Array(78))],
    ['cprt', tag('text', new TextEncoder().encode('none\0'))],
    ['wtpt', xyz(d50)],
    ['rXYZ', xyz(colorants[0])],
    ['gXYZ', xyz(colorants[1])],
    ['bXYZ', xyz(colorants[2])],
    ['rTRC', curve],
    ['gTRC', curve],
    ['bTRC', curve],
  ]
  let at = 128 + 4 + tags.length * 12
  const table: Uint8Array[] = []
  const bodies: Uint8Array[] = []
  for (const [id, body] of tags) {
    const padded = Buffer.concat([body, new Uint8Array((4 - (body.length % 4)) % 4)])
    table.push(letters(id), u32(at), u32(body.length))
    bodies.push(padded)
    at += padded.length
  }
  return new Uint8Array(Buffer.concat([header(at), u32(tags.length), ...table, ...bodies]))
}

function header(bytes: number): Uint8Array {
  const head = Buffer.alloc(128)
  head.writeUInt32BE(bytes, 0)
  head.writeUInt32BE(0x02400000, 8)
  head.write('mntrRGB XYZ ', 12, 'latin1')
  head.write('acsp', 36, 'latin1')
  for (const [i, value] of d50.entries()) head.writeInt32BE(Math.round(value * 65_536), 68 + i * 4)
  return head
}

function adaptedToD50(): number[][] {
  const from = times(bradford, d65)
  const to = times(bradford, d50)
  const scaled = bradford.map((row, i) => row.map((value) => (value * to[i]) / from[i]))
  const back = inverse(bradford)
  return back.map((row) => [0, 1, 2].map((j) => row.reduce((sum, value, k) => sum + value * scaled[k][j], 0)))
}

function times(matrix: number[][], vector: number[]): number[] {
  return matrix.map((row) => row.reduce((sum, value, i) => sum + value * vector[i], 0))
}

function transposed(matrix: number[][]): number[][] {
  return matrix[0].map((_, i) => matrix.map((row) => row[i]))
}

function inverse([a, b, c]: number[][]): number[][] {
  const cross = (u: number[], v: number[]) => [
    u[1] * v[2] - u[2] * v[1],
    u[2] * v[0] - u[0] * v[2],
    u[0] * v[1] - u[1] * v[0],
  ]
  const columns = [cross(b, c), cross(c, a), cross(a, b)]
  const determinant = a.reduce((sum, value, i) => sum + value * columns[0][i], 0)
  return transposed(columns).map((row) => row.map((value) => value / determinant))
}

function xyz(values: number[]): Uint8Array {
  return tag('XYZ ', ...values.map((value) => u32(Math.round(value * 65_536) >>> 0)))
}

function tag(kind: string, ...parts: Uint8Array[]): Uint8Array {
  return Buffer.concat([letters(kind), u32(0), ...parts])
}

function letters(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0))
}

function u16(value: number): Uint8Array {
  return Uint8Array.of(value >> 8, value)
}

function u32(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, value >> 16, value >> 8, value)
}
