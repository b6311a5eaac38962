/**
 * The answers of a network with two hidden layers for `rows` rows of `inputs` numbers. `parameters` holds each layer's
 * weights input by input and then its biases; the hidden layers' sizes are multiples of 16; hidden numbers below 0
 * are multiplied by `leak`. `hidden` has room for both hidden layers.
 */
export function answerRows(
  rowsAt: usize,
  rows: i32,
  inputs: i32,
  first: i32,
  second: i32,
  parameters: usize,
  leak: f32,
  hidden: usize,
  result: usize,
): void {
  const behindFirst = parameters + (((inputs + 1) * first) << 2)
  const behindSecond = behindFirst + (((first + 1) * second) << 2)
  const secondAt = hidden + (first << 2)
  for (let row: i32 = 0; row < rows; row++) {
    layer(rowsAt + ((row * inputs) << 2), inputs, first, parameters, leak, hidden)
    layer(hidden, first, second, behindFirst, leak, secondAt)
    let sum: f32 = load<f32>(behindSecond + (second << 2))
    for (let i: i32 = 0; i < second; i++) {
      sum += load<f32>(secondAt + (i << 2)) * load<f32>(behindSecond + (i << 2))
    }
    store<f32>(result + (row << 2), sum)
  }
}

function layer(before: usize, count: i32, size: i32, weights: usize, leak: f32, after: usize): void {
  const biases = weights + ((count * size) << 2)
  const slope = f32x4.splat(leak)
  const stride = size << 2
  for (let j: i32 = 0; j < size; j += 16) {
    const from = j << 2
    let a = v128.load(biases + from)
    let b = v128.load(biases + from, 16)
    let c = v128.load(biases + from, 32)
    let d = v128.load(biases + from, 48)
    let at = weights + from
    for (let i: i32 = 0; i < count; i++) {
      const value = v128.load32_splat(before + (i << 2))
      a = f32x4.add(a, f32x4.mul(value, v128.load(at)))
      b = f32x4.add(b, f32x4.mul(value, v128.load(at, 16)))
      c = f32x4.add(c, f32x4.mul(value, v128.load(at, 32)))
      d = f32x4.add(d, f32x4.mul(value, v128.load(at, 48)))
      at += stride
    }
    v128.store(after + from, f32x4.max(a, f32x4.mul(a, slope)))
    v128.store(after + from, f32x4.max(b, f32x4.mul(b, slope)), 16)
    v128.store(after + from, f32x4.max(c, f32x4.mul(c, slope)), 32)
    v128.store(after + from, f32x4.max(d, f32x4.mul(d, slope)), 48)
  }
}
