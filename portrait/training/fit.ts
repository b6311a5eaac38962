import { leak, type Perceptron } from '../src/matte/perceptron.ts'
import type { Chance } from './chance.ts'
import type { Rows } from './lesson.ts'

const batch = 512
const rateAtStart = 3e-3
const rateAtEnd = 2e-5
/** Beyond 0 and 1 an answer is cut off; so little it is drawn back to them. */
const beyondPull = 0.15

/**
 * A network of two hidden layers fitted to rows by least squares. Inputs are brought to mean 0 and deviation 1 for the
 * fitting, and that is folded into the first layer's weights.
 * Source: Kingma and Ba 2015, "Adam: a method for stochastic optimization".
 */
export function fit(rows: Rows, hidden: [number, number], steps: number, by: Chance): Perceptron {
  const sizes: Perceptron['sizes'] = [rows.width, hidden[0], hidden[1], 1]
  const { mean, deviation } = spreadOf(rows)
  const parameters = startingPoint(sizes, by)
  const gradient = new Float64Array(parameters.length)
  const first = new Float64Array(parameters.length)
  const second = new Float64Array(parameters.length)
  const count = rows.targets.length
  const learn = learner(sizes, parameters, gradient)
  const input = new Float64Array(rows.width)
  for (let step = 1; step <= steps; step++) {
    gradient.fill(0)
    for (let k = 0; k < batch; k++) {
      const row = Math.min(count - 1, Math.floor(by.between(0, count)))
      for (let i = 0; i < rows.width; i++) input[i] = (rows.inputs[row * rows.width + i] - mean[i]) / deviation[i]
      learn(input, rows.targets[row], rows.weights[row] / batch)
    }
    const rate = rateAtEnd + rateAtStart * 0.5 * (1 + Math.cos((Math.PI * step) / steps))
    const towards = rate * (Math.sqrt(1 - 0.999 ** step) / (1 - 0.9 ** step))
    for (let p = 0; p < parameters.length; p++) {
      first[p] += 0.1 * (gradient[p] - first[p])
      second[p] += 0.001 * (gradient[p] * gradient[p] - second[p])
      parameters[p] -= (towards * first[p]) / (Math.sqrt(second[p]) + 1e-8)
    }
  }
  return { sizes, parameters: folded(sizes, parameters, mean, deviation) }
}

function spreadOf({ width, inputs }: Rows) {
  const count = inputs.length / width
  const mean = new Float64Array(width)
  const deviation = new Float64Array(width)
  for (let at = 0; at < inputs.length; at += width) for (let i = 0; i < width; i++) mean[i] += inputs[at + i] / count
  for (let at = 0; at < inputs.length; at += width) {
    for (let i = 0; i < width; i++) deviation[i] += (inputs[at + i] - mean[i]) ** 2 / count
  }
  return { mean, deviation: deviation.map((square) => Math.sqrt(square) + 1e-3) }
}

/** Source: He et al. 2015, "Delving deep into rectifiers". */
function startingPoint(sizes: number[], by: Chance): Float64Array {
  const layers = sizes.slice(1).map((size, k) => {
    const spread = Math.sqrt(2 / sizes[k]) * (k === sizes.length - 2 ? 0.3 : 1)
    return [...Array.from({ length: sizes[k] * size }, () => by.normal() * spread), ...new Array(size).fill(0)]
  })
  return Float64Array.from(layers.flat())
}

/** Adds one row's gradient of half the squared error, times `weight`, by backpropagation. */
function learner([inputs, first, second]: Perceptron['sizes'], parameters: Float64Array, gradient: Float64Array) {
  const a = new Float64Array(first)
  const b = new Float64Array(second)
  const towardsA = new Float64Array(first)
  const towardsB = new Float64Array(second)
  const fromB = (inputs + 1) * first
  const fromOut = fromB + (first + 1) * second
  return (input: Float64Array, target: number, weight: number): void => {
    forward(input, parameters, 0, a)
    forward(a, parameters, fromB, b)
    let answer = parameters[fromOut + second]
    for (let k = 0; k < second; k++) answer += b[k] * parameters[fromOut + k]
    const settled = (answer < 0 && target < 0.02) || (answer > 1 && target > 0.98)
    const error = (answer - target) * weight * (settled ? beyondPull : 1)
    for (let k = 0; k < second; k++) {
      gradient[fromOut + k] += error * b[k]
      towardsB[k] = error * parameters[fromOut + k] * (b[k] > 0 ? 1 : leak)
    }
    gradient[fromOut + second] += error
    backward(a, parameters, gradient, fromB, towardsB, towardsA)
    for (let k = 0; k < first; k++) if (a[k] <= 0) towardsA[k] *= leak
    backward(input, parameters, gradient, 0, towardsA, undefined)
  }
}

function forward(before: Float64Array, parameters: Float64Array, from: number, after: Float64Array): void {
  const size = after.length
  const biases = from + before.length * size
  for (let j = 0; j < size; j++) after[j] = parameters[biases + j]
  for (let i = 0, at = from; i < before.length; i++, at += size) {
    const value = before[i]
    for (let j = 0; j < size; j++) after[j] += value * parameters[at + j]
  }
  for (let j = 0; j < size; j++) if (after[j] < 0) after[j] *= leak
}

function backward(
  before: Float64Array,
  parameters: Float64Array,
  gradient: Float64Array,
  from: number,
  towardsAfter: Float64Array,
  towardsBefore: Float64Array | undefined,
): void {
  const size = towardsAfter.length
  const biases = from + before.length * size
  for (let j = 0; j < size; j++) gradient[biases + j] += towardsAfter[j]
  for (let i = 0, at = from; i < before.length; i++, at += size) {
    const value = before[i]
    let sum = 0
    for (let j = 0; j < size; j++) {
      gradient[at + j] += value * towardsAfter[j]
      sum += parameters[at + j] * towardsAfter[j]
    }
    if (towardsBefore) towardsBefore[i] = sum
  }
}

function folded(sizes: number[], parameters: Float64Array, mean: Float64Array, deviation: Float64Array): Float32Array {
  const [inputs, size] = sizes
  const result = parameters.slice()
  for (let i = 0; i < inputs; i++) {
    for (let j = 0; j < size; j++) {
      result[i * size + j] /= deviation[i]
      result[inputs * size + j] -= mean[i] * result[i * size + j]
    }
  }
  return Float32Array.from(result)
}
