/**
 * How `count` pixels near the outline differ from wall and person: see src/matte/difference.ts, whose eight planes are
 * written one behind the other, each `count` floats long.
 */
export function differ(
  rgb: usize,
  wall: usize,
  person: usize,
  signed: usize,
  count: i32,
  reach: f32,
  insideDistance: f32,
  contrastFloor: f64,
  result: usize,
): void {
  const plane = (<usize>count) << 2
  for (let i: i32 = 0; i < count; i++) {
    const at = (<usize>i * 3) << 2
    const to = result + ((<usize>i) << 2)
    const depth = load<f32>(signed + ((<usize>i) << 2))
    if (depth > reach || depth < -reach) {
      store<f32>(to, depth > 0 ? insideDistance : 0)
      store<f32>(to + plane, 0)
      store<f32>(to + 2 * plane, 0)
      store<f32>(to + 3 * plane, depth > 0 ? 1 : 0)
      for (let k: usize = 4; k < 8; k++) store<f32>(to + k * plane, 0)
      continue
    }
    const red: f64 = load<f32>(rgb + at)
    const green: f64 = load<f32>(rgb + at, 4)
    const blue: f64 = load<f32>(rgb + at, 8)
    const b0: f64 = load<f32>(wall + at)
    const b1: f64 = load<f32>(wall + at, 4)
    const b2: f64 = load<f32>(wall + at, 8)
    const p0 = red - b0
    const p1 = green - b1
    const p2 = blue - b2
    const wallSquare = b0 * b0 + b1 * b1 + b2 * b2 + 1
    const square = p0 * p0 + p1 * p1 + p2 * p2
    const along = (p0 * b0 + p1 * b1 + p2 * b2) / wallSquare
    const f0 = <f64>load<f32>(person + at) - b0
    const f1 = <f64>load<f32>(person + at, 4) - b1
    const f2 = <f64>load<f32>(person + at, 8) - b2
    const contrastSquare = f0 * f0 + f1 * f1 + f2 * f2
    const projection = p0 * f0 + p1 * f1 + p2 * f2
    const share = min<f64>(1.5, max<f64>(-0.5, projection / (contrastSquare + contrastFloor)))
    const unexplained = square - 2 * share * projection + share * share * contrastSquare
    const light = 0.299 * red + 0.587 * green + 0.114 * blue
    store<f32>(to, <f32>sqrt(square))
    store<f32>(to + plane, <f32>(along * sqrt(wallSquare)))
    store<f32>(to + 2 * plane, <f32>sqrt(max<f64>(0, square - along * along * wallSquare)))
    store<f32>(to + 3 * plane, <f32>share)
    store<f32>(to + 4 * plane, <f32>sqrt(max<f64>(0, unexplained)))
    store<f32>(to + 5 * plane, <f32>sqrt(contrastSquare))
    store<f32>(to + 6 * plane, <f32>light)
    store<f32>(to + 7 * plane, <f32>(light * light))
  }
}
