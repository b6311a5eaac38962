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
  for (let y: i32 = 0; y < height; y++) rowMean(plane + ((y * width) << 2), width, radius, scratch + ((y * width) << 2))
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

/** Adds a row to the columns' sums, takes another away (0: none), and writes sums times `share` unless that is 0. */
function slideRow(sums: usize, width: i32, entering: usize, leaving: usize, result: usize, share: f64): void {
  const factor = f64x2.splat(share)
  for (let x: i32 = 0; x < width; x += 2) {
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
