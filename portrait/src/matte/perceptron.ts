import { heap, kernels, layOut } from '../kernels/kernels.ts'

/** A small fully connected network: each layer's weights input by input and then its biases, in one array. */
export interface Perceptron {
  /** Numbers that go in, the two hidden layers (multiples of 16), and the one that comes out. */
  sizes: [inputs: number, first: number, second: number, out: 1]
  parameters: Float32Array
}

/** Slope of a hidden number below 0. Source: Maas et al. 2013, "Rectifier nonlinearities improve neural network acoustic models". */
export const leak = 0.05

/** The network's answer, held within 0..1, for each row of `inputs`: `rows` rows of sizes[0] numbers. */
export function answer({ sizes, parameters }: Perceptron, inputs: Float32Array, rows: number): Float32Array {
  const [count, first, second] = sizes
  const [rowsAt, weightsAt, hiddenAt, resultAt] = layOut(
    inputs.byteLength,
    parameters.byteLength,
    (first + second) * 4,
    rows * 4,
  )
  heap.floats.set(inputs, rowsAt >> 2)
  heap.floats.set(parameters, weightsAt >> 2)
  kernels.answerRows(rowsAt, rows, count, first, second, weightsAt, leak, hiddenAt, resultAt)
  const result = heap.floats.slice(resultAt >> 2, (resultAt >> 2) + rows)
  for (let row = 0; row < rows; row++) result[row] = Math.min(1, Math.max(0, result[row]))
  return result
}

/** Little-endian 32-bit floats in base64. */
export function decodeFloats(base64: string): Float32Array {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  const view = new DataView(bytes.buffer)
  return Float32Array.from({ length: bytes.length / 4 }, (_, i) => view.getFloat32(i * 4, true))
}
