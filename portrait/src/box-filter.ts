/**
 * Mean over the (2r + 1)^2 square around each pixel; at the border over the part that lies inside. Running sums,
 * so the cost does not depend on the radius. `scratch` and `result` are planes of the same size.
 */
export function boxFilter(
  plane: Float32Array,
  widthPx: number,
  heightPx: number,
  radiusPx: number,
  result = new Float32Array(plane.length),
  scratch = new Float32Array(plane.length),
): Float32Array {
  for (let y = 0; y < heightPx; y++) {
    const row = y * widthPx
    let sum = 0
    let count = Math.min(radiusPx, widthPx)
    for (let x = 0; x < count; x++) sum += plane[row + x]
    for (let x = 0; x < widthPx; x++) {
      if (x + radiusPx < widthPx) {
        sum += plane[row + x + radiusPx]
        count++
      }
      if (x > radiusPx) {
        sum -= plane[row + x - radiusPx - 1]
        count--
      }
      scratch[row + x] = sum / count
    }
  }
  // Columns are summed a row at a time, so that memory is read in order.
  const sums = new Float64Array(widthPx)
  let count = Math.min(radiusPx, heightPx)
  for (let y = 0; y < count; y++) addRow(sums, scratch, y * widthPx, 1)
  for (let y = 0; y < heightPx; y++) {
    if (y + radiusPx < heightPx) {
      addRow(sums, scratch, (y + radiusPx) * widthPx, 1)
      count++
    }
    if (y > radiusPx) {
      addRow(sums, scratch, (y - radiusPx - 1) * widthPx, -1)
      count--
    }
    const row = y * widthPx
    for (let x = 0; x < widthPx; x++) result[row + x] = sums[x] / count
  }
  return result
}

function addRow(sums: Float64Array, plane: Float32Array, row: number, sign: number): void {
  for (let x = 0; x < sums.length; x++) sums[x] += sign * plane[row + x]
}
