/**
 * Mean over the (2 radius + 1)^2 square around each pixel of a plane, at the border over the part that lies inside, by
 * running sums: along rows into `scratch`, then a row at a time down the columns into `result`. `sums` holds a double
 * for each column, and one more.
 */
export function boxMean(
  plane: usize,
  width: i32,
  height: i32,
  radius: i32,
  scratch: usize,
  result: usize,
  sums: usize,
): void {
  const pairs = height & ~1
  for (let y: i32 = 0; y < pairs; y += 2) {
    rowPairMean(plane + ((y * width) << 2), width, radius, scratch + ((y * width) << 2))
  }
  if (pairs < height) rowMean(plane + ((pairs * width) << 2), width, radius, scratch + ((pairs * width) << 2))
  memory.fill(sums, 0, (width + 1) << 3)
  const ahead = min(radius, height)
  for (let y: i32 = 0; y < ahead; y++) slideRow(sums, width, scratch + ((y * width) << 2), 0, result, 0)
  let count: i32 = ahead
  for (let y: i32 = 0; y < height; y++) {
    const enters = y + radius < height
    const leaves = y > radius
    if (enters) count++
    if (leaves) count--
    const entering = enters ? scratch + (((y + radius) * width) << 2) : 0
    const leaving = leaves ? scratch + (((y - radius - 1) * width) << 2) : 0
    slideRow(sums, width, entering, leaving, result + ((y * width) << 2), 1 / <f64>count)
  }
}

function rowMean(row: usize, width: i32, radius: i32, result: usize): void {
  let sum: f64 = 0
  let count = min(radius, width)
  for (let x: i32 = 0; x < count; x++) sum += <f64>load<f32>(row + (x << 2))
  const inner = width - radius
  let x: i32 = 0
  // Left border: the square grows, and where the plane is narrow it is whole already.
  for (; x < width && x <= radius; x++) {
    if (x < inner) {
      sum += <f64>load<f32>(row + ((x + radius) << 2))
      count++
    }
    store<f32>(result + (x << 2), <f32>(sum / <f64>count))
  }
  const share: f64 = 1 / <f64>count
  for (; x < inner; x++) {
    const at = row + (x << 2)
    sum += <f64>load<f32>(at + (radius << 2)) - <f64>load<f32>(at - ((radius + 1) << 2))
    store<f32>(result + (x << 2), <f32>(sum * share))
  }
  for (; x < width; x++) {
    sum -= <f64>load<f32>(row + ((x - radius - 1) << 2))
    count--
    store<f32>(result + (x << 2), <f32>(sum / <f64>count))
  }
}

/** The same for two rows, one behind the other, at once. */
function rowPairMean(row: usize, width: i32, radius: i32, result: usize): void {
  const stride = width << 2
  let sum = f64x2.splat(0)
  let count = min(radius, width)
  for (let x: i32 = 0; x < count; x++) sum = f64x2.add(sum, pairAt(row + (x << 2), stride))
  const inner = width - radius
  let x: i32 = 0
  for (; x < width && x <= radius; x++) {
    if (x < inner) {
      sum = f64x2.add(sum, pairAt(row + ((x + radius) << 2), stride))
      count++
    }
    storePair(result + (x << 2), stride, f64x2.div(sum, f64x2.splat(<f64>count)))
  }
  const share = f64x2.splat(1 / <f64>count)
  const ahead = radius << 2
  const behind = (radius + 1) << 2
  for (; x < inner; x++) {
    const at = row + (x << 2)
    sum = f64x2.add(sum, f64x2.sub(pairAt(at + ahead, stride), pairAt(at - behind, stride)))
    storePair(result + (x << 2), stride, f64x2.mul(sum, share))
  }
  for (; x < width; x++) {
    sum = f64x2.sub(sum, pairAt(row + ((x - radius - 1) << 2), stride))
    count--
    storePair(result + (x << 2), stride, f64x2.div(sum, f64x2.splat(<f64>count)))
  }
}

function pairAt(at: usize, stride: i32): v128 {
  return f64x2.promote_low_f32x4(v128.load32_lane(at + stride, v128.load32_zero(at), 1))
}

function storePair(at: usize, stride: i32, means: v128): void {
  const floats = f32x4.demote_f64x2_zero(means)
  v128.store32_lane(at, floats, 0)
  v128.store32_lane(at + stride, floats, 1)
}

/** Adds a row to the columns' sums, takes another away (0: none), and writes sums times `share` unless that is 0. */
function slideRow(sums: usize, width: i32, entering: usize, leaving: usize, result: usize, share: f64): void {
  const factor = f64x2.splat(share)
  let x: i32 = 0
  if (entering && leaving && share !== 0) {
    for (; x + 4 <= width; x += 4) {
      const at = sums + (x << 3)
      const enters = v128.load(entering + (x << 2))
      const leaves = v128.load(leaving + (x << 2))
      const low = f64x2.sub(f64x2.add(v128.load(at), f64x2.promote_low_f32x4(enters)), f64x2.promote_low_f32x4(leaves))
      const high = f64x2.sub(
        f64x2.add(v128.load(at, 16), f64x2.promote_low_f32x4(i64x2.shuffle(enters, enters, 1, 1))),
        f64x2.promote_low_f32x4(i64x2.shuffle(leaves, leaves, 1, 1)),
      )
      v128.store(at, low)
      v128.store(at, high, 16)
      const first = f32x4.demote_f64x2_zero(f64x2.mul(low, factor))
      const second = f32x4.demote_f64x2_zero(f64x2.mul(high, factor))
      v128.store(result + (x << 2), i64x2.shuffle(first, second, 0, 2))
    }
  }
  for (; x < width; x += 2) {
    const at = sums + (x << 3)
    let sum = v128.load(at)
    if (entering) sum = f64x2.add(sum, f64x2.promote_low_f32x4(v128.load64_zero(entering + (x << 2))))
    if (leaving) sum = f64x2.sub(sum, f64x2.promote_low_f32x4(v128.load64_zero(leaving + (x << 2))))
    v128.store(at, sum)
    if (share === 0) continue
    const mean = f32x4.demote_f64x2_zero(f64x2.mul(sum, factor))
    if (x + 1 < width) v128.store64_lane(result + (x << 2), mean, 0)
    else v128.store32_lane(result + (x << 2), mean, 0)
  }
}
