/** A small fully connected network: each layer's weights input by input, then its biases, in one array. */
export interface Perceptron {
  /** Numbers that go in, hidden ones layer by layer, and the one that comes out. */
  sizes: number[]
  parameters: Float32Array
}

/** Slope of a hidden number below 0. Source: Maas et al. 2013, "Rectifier nonlinearities improve neural network acoustic models". */
const leak = 0.05

/** The network's answer, held within 0..1, for each row of `inputs`; `rows` rows of sizes[0] numbers. */
export function answer({ sizes, parameters }: Perceptron, inputs: Float32Array, rows: number): Float32Array {
  const result = new Float32Array(rows)
  const width = sizes[0]
  const values = sizes.map((size) => new Float32Array(size))
  for (let row = 0; row < rows; row++) {
    values[0].set(inputs.subarray(row * width, (row + 1) * width))
    let from = 0
    for (let layer = 1; layer < sizes.length; layer++) {
      from = nextLayer(parameters, from, values[layer - 1], values[layer], layer === sizes.length - 1)
    }
    const value = values[sizes.length - 1][0]
    result[row] = value < 0 ? 0 : Math.min(value, 1)
  }
  return result
}

function nextLayer(
  parameters: Float32Array,
  from: number,
  before: Float32Array,
  after: Float32Array,
  last: boolean,
): number {
  const width = after.length
  const biases = from + before.length * width
  for (let j = 0; j < width; j++) after[j] = parameters[biases + j]
  for (let i = 0, at = from; i < before.length; i++, at += width) {
    const value = before[i]
    for (let j = 0; j < width; j++) after[j] += value * parameters[at + j]
  }
  if (!last) for (let j = 0; j < width; j++) if (after[j] < 0) after[j] *= leak
  return biases + width
}

/** Little-endian 32-bit floats in base64. */
export function decodeFloats(base64: string): Float32Array {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  const view = new DataView(bytes.buffer)
  return Float32Array.from({ length: bytes.length / 4 }, (_, i) => view.getFloat32(i * 4, true))
}
