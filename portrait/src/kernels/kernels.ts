/// <reference path="./webassembly.d.ts" />
import { code } from './code.ts'

/** The exported functions of portrait/kernels; every address is in bytes of {@link memory}. */
interface Kernels {
  boxMean(
    plane: number,
    widthPx: number,
    heightPx: number,
    radiusPx: number,
    scratch: number,
    result: number,
    sums: number,
  ): void
  blendRowsOfBytes: BlendRows
  blendRowsOfFloats: BlendRows
  shrinkRow1: ShrinkRow
  shrinkRow3: ShrinkRow
  answerRows(
    rowsAt: number,
    rows: number,
    inputs: number,
    first: number,
    second: number,
    parameters: number,
    leak: number,
    hidden: number,
    result: number,
  ): void
  differ(
    rgb: number,
    wall: number,
    person: number,
    signed: number,
    count: number,
    reach: number,
    insideDistance: number,
    contrastFloor: number,
    result: number,
  ): void
  enlargeRow(
    row: number,
    rowLength: number,
    columns: number,
    shares: number,
    wanted: number,
    down: number,
    channels: number,
    count: number,
    result: number,
  ): void
  roundToBytes(floats: number, length: number, bytes: number): void
}

type BlendRows = (source: number, stride: number, taps: number, weights: number, result: number, length: number) => void

type ShrinkRow = (
  row: number,
  first: number,
  taps: number,
  weights: number,
  tapsMax: number,
  count: number,
  result: number,
) => void

const pageBytes = 65_536
const memory = new WebAssembly.Memory({ initial: 64 })
const binary = Uint8Array.from(atob(code), (letter) => letter.charCodeAt(0))
const module = new WebAssembly.Module(binary)

/** Loops over pixels that SIMD makes several times as fast as JavaScript can be. */
export const kernels = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Kernels

/** The kernels' memory as arrays. Growing it makes new ones: take them after {@link layOut}, and don't keep them. */
export const heap = viewsOf(memory)

function viewsOf({ buffer }: WebAssembly.Memory) {
  return {
    bytes: new Uint8Array(buffer),
    ints: new Int32Array(buffer),
    floats: new Float32Array(buffer),
  }
}

/**
 * Room for areas of so many bytes each, one after the other, with space behind each for kernels that read and write
 * whole blocks of 64 bytes. Their addresses; what lay there before is lost, the memory is the same for every call.
 */
export function layOut(...sizesBytes: number[]): number[] {
  // Address 0 means "none" to some kernels.
  let end = 64
  const addresses = sizesBytes.map((size) => {
    const address = end
    end += (size + 127) & ~63
    return address
  })
  if (end > memory.buffer.byteLength) {
    memory.grow(Math.ceil((end - memory.buffer.byteLength) / pageBytes))
    Object.assign(heap, viewsOf(memory))
  }
  return addresses
}
