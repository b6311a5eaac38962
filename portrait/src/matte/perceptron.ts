import { heap, kernels, layOut } from '../kernels/kernels.ts'

/** A small fully connected network: each layer's weights input by input and then its biases, in one array. */
export interface Perceptron {
  /** Numbers that go in, the two hidden layers (multiples of 16), and the one that comes out. */
  sizes: [inputs: number, first: number, second: number, out: 1]
  parameters: Float32Array
}

/** Slope of a hidden number below 0. Source: Maas et al. 2013, "Rectifier nonlinearities improve neural network acoustic models". */
export const leak = 0.05

/** So many rows are in the kernels' memory at a time: they fit the processor's cache. */
const rowsAtOnce = 1024

/** The network's answer, held within 0..1, for each row of `inputs`: `rows` rows of sizes[0] numbers. */
export function answer({ sizes, parameters }: Perceptron, inputs: Float32Array, rows: number): Float32Array {
  const [count, first, second] = sizes
  const atOnce = Math.min(rows, rowsAtOnce)
  const [rowsAt, weightsAt, hiddenAt, resultAt] = layOut(
    atOnce * count * 4,
    parameters.byteLength,
    (first + second) * 4,
    atOnce * 4,
  )
  heap.floats.set(parameters, weightsAt >> 2)
  const result = new Float32Array(rows)
  for (let from = 0; from < rows; from += atOnce) {
    const some = Math.min(atOnce, rows - from)
    heap.floats.set(inputs.subarray(from * count, (from + some) * count), rowsAt >> 2)
    kernels.answerRows(rowsAt, some, count, first, second, weightsAt, leak, hiddenAt, resultAt)
    result.set(heap.floats.subarray(resultAt >> 2, (resultAt >> 2) + some), from)
  }
  for (let row = 0; row < rows; row++) result[row] = Math.min(1, Math.max(0, result[row]))
  return result
}

/** Little-endian 32-bit floats in base64. */
export function decodeFloats(base64: string): Float32Array {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  const view = new DataView(bytes.buffer)
  return Float32Array.from({ length: bytes.length / 4 }, (_, i) => view.getFloat32(i * 4, true))
}
