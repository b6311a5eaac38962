/**
 * One row of a bilinear enlargement: for each of `count` cells the values of `channels` channels between four of the
 * coarse grid, from the cell `columns[x]` of the row at `row` on, `shares[x]` further right and `down` further below.
 * Where the bytes of `wanted`, one for each cell of that row, are 0 (`wanted` 0: nowhere) the result is 0.
 */
export function enlargeRow(
  row: usize,
  rowLength: i32,
  columns: usize,
  shares: usize,
  wanted: usize,
  down: f64,
  channels: i32,
  count: i32,
  result: usize,
): void {
  const pixel = (<usize>channels) << 2
  const below = (<usize>rowLength) << 2
  for (let x: i32 = 0; x < count; x++) {
    const column = load<i32>(columns + ((<usize>x) << 2))
    const none = wanted && load<u8>(wanted + column) === 0
    const across: f64 = load<f32>(shares + ((<usize>x) << 2))
    let at = row + <usize>column * pixel
    for (const end = result + pixel; result < end; result += 4, at += 4) {
      if (none) {
        store<f32>(result, 0)
        continue
      }
      const upper = between(load<f32>(at), load<f32>(at + pixel), across)
      const lower = between(load<f32>(at + below), load<f32>(at + below + pixel), across)
      store<f32>(result, <f32>between(upper, lower, down))
    }
  }
}

function between(from: f64, to: f64, share: f64): f64 {
  return from + share * (to - from)
}
