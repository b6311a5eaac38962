/** Rows are blended sixteen values at a time: results are padded to whole blocks, and sources may be read as far. */
const block: i32 = 16

/** result[i] = sum over k of weights[k] * source[k * stride + i], for `length` bytes of each of `taps` rows. */
export function blendRowsOfBytes(
  source: usize,
  stride: i32,
  taps: i32,
  weights: usize,
  result: usize,
  length: i32,
): void {
  for (let i: i32 = 0; i < length; i += block) {
    let a = f32x4.splat(0)
    let b = f32x4.splat(0)
    let c = f32x4.splat(0)
    let d = f32x4.splat(0)
    let row = source + i
    for (let k: i32 = 0; k < taps; k++) {
      const weight = v128.load32_splat(weights + (k << 2))
      const bytes = v128.load(row)
      const low = i16x8.extend_low_i8x16_u(bytes)
      const high = i16x8.extend_high_i8x16_u(bytes)
      a = f32x4.add(a, f32x4.mul(weight, f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(low))))
      b = f32x4.add(b, f32x4.mul(weight, f32x4.convert_i32x4_u(i32x4.extend_high_i16x8_u(low))))
      c = f32x4.add(c, f32x4.mul(weight, f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(high))))
      d = f32x4.add(d, f32x4.mul(weight, f32x4.convert_i32x4_u(i32x4.extend_high_i16x8_u(high))))
      row += stride
    }
    const at = result + (i << 2)
    v128.store(at, a)
    v128.store(at, b, 16)
    v128.store(at, c, 32)
    v128.store(at, d, 48)
  }
}

/** The same for rows of floats; `stride` and `length` in values. */
export function blendRowsOfFloats(
  source: usize,
  stride: i32,
  taps: i32,
  weights: usize,
  result: usize,
  length: i32,
): void {
  for (let i: i32 = 0; i < length; i += block) {
    let a = f32x4.splat(0)
    let b = f32x4.splat(0)
    let c = f32x4.splat(0)
    let d = f32x4.splat(0)
    let row = source + (i << 2)
    for (let k: i32 = 0; k < taps; k++) {
      const weight = v128.load32_splat(weights + (k << 2))
      a = f32x4.add(a, f32x4.mul(weight, v128.load(row)))
      b = f32x4.add(b, f32x4.mul(weight, v128.load(row, 16)))
      c = f32x4.add(c, f32x4.mul(weight, v128.load(row, 32)))
      d = f32x4.add(d, f32x4.mul(weight, v128.load(row, 48)))
      row += stride << 2
    }
    const at = result + (i << 2)
    v128.store(at, a)
    v128.store(at, b, 16)
    v128.store(at, c, 32)
    v128.store(at, d, 48)
  }
}

/**
 * For each of `count` cells the weighted sum of `taps` pixels of three values from pixel `first` on. Writes one value
 * more than it has.
 */
export function shrinkRow3(
  row: usize,
  first: usize,
  taps: usize,
  weights: usize,
  tapsMax: i32,
  count: i32,
  result: usize,
): void {
  for (let x: i32 = 0; x < count; x++) {
    let from = row + 12 * load<i32>(first + (x << 2))
    let weight = weights + ((x * tapsMax) << 2)
    let sum = f32x4.splat(0)
    for (let k = load<i32>(taps + (x << 2)); k > 0; k--) {
      sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(weight), v128.load(from)))
      from += 12
      weight += 4
    }
    v128.store(result + 12 * x, sum)
  }
}

/** The same for one value a pixel. */
export function shrinkRow1(
  row: usize,
  first: usize,
  taps: usize,
  weights: usize,
  tapsMax: i32,
  count: i32,
  result: usize,
): void {
  for (let x: i32 = 0; x < count; x++) {
    let from = row + (load<i32>(first + (x << 2)) << 2)
    let weight = weights + ((x * tapsMax) << 2)
    let sum: f32 = 0
    for (let k = load<i32>(taps + (x << 2)); k > 0; k--) {
      sum += load<f32>(weight) * load<f32>(from)
      from += 4
      weight += 4
    }
    store<f32>(result + (x << 2), sum)
  }
}

/** Floats rounded to the nearest of 0..255, halves to even. Reads and writes whole blocks. */
export function roundToBytes(floats: usize, length: i32, bytes: usize): void {
  for (let i: i32 = 0; i < length; i += block) {
    const at = floats + (i << 2)
    const a = i32x4.trunc_sat_f32x4_s(f32x4.nearest(v128.load(at)))
    const b = i32x4.trunc_sat_f32x4_s(f32x4.nearest(v128.load(at, 16)))
    const c = i32x4.trunc_sat_f32x4_s(f32x4.nearest(v128.load(at, 32)))
    const d = i32x4.trunc_sat_f32x4_s(f32x4.nearest(v128.load(at, 48)))
    v128.store(bytes + i, i8x16.narrow_i16x8_u(i16x8.narrow_i32x4_s(a, b), i16x8.narrow_i32x4_s(c, d)))
  }
}
