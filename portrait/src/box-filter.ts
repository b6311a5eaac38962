import { heap, kernels, layOut } from './kernels/kernels.ts'

/**
 * Mean over the (2r + 1)^2 square around each pixel; at the border over the part that lies inside. Running sums,
 * so the cost does not depend on the radius. `result` is a plane of the same size, and may be the same one.
 */
export function boxFilter(
  plane: Float32Array,
  widthPx: number,
  heightPx: number,
  radiusPx: number,
  result: Float32Array = new Float32Array(plane.length),
): Float32Array {
  const { source, scratch, mean, sums } = carriedIn(plane, widthPx)
  kernels.boxMean(source, widthPx, heightPx, radiusPx, scratch, mean, sums)
  result.set(floatsAt(mean, plane.length))
  return result
}

/** The mean of the means, which weighs what is near more. */
export function boxFilterTwice(
  plane: Float32Array,
  widthPx: number,
  heightPx: number,
  radiusPx: number,
  result: Float32Array = new Float32Array(plane.length),
): Float32Array {
  const { source, scratch, mean, sums } = carriedIn(plane, widthPx)
  kernels.boxMean(source, widthPx, heightPx, radiusPx, scratch, mean, sums)
  kernels.boxMean(mean, widthPx, heightPx, radiusPx, scratch, source, sums)
  result.set(floatsAt(source, plane.length))
  return result
}

/**
 * The same mean for several radii, which `use` is given one after the other with the radius' place in the list. They
 * lie in the kernels' memory: `use` takes out of them what it wants and calls no kernel.
 */
export function eachBoxMean(
  plane: Float32Array,
  widthPx: number,
  heightPx: number,
  radiiPx: number[],
  use: (mean: Float32Array, place: number) => void,
): void {
  const { source, scratch, mean, sums } = carriedIn(plane, widthPx)
  for (const [place, radiusPx] of radiiPx.entries()) {
    kernels.boxMean(source, widthPx, heightPx, radiusPx, scratch, mean, sums)
    use(floatsAt(mean, plane.length), place)
  }
}

/** The plane in the kernels' memory, with room for what a mean needs; all addresses. */
function carriedIn(plane: Float32Array, widthPx: number) {
  const [source, scratch, mean, sums] = layOut(plane.byteLength, plane.byteLength, plane.byteLength, widthPx * 8 + 8)
  heap.floats.set(plane, source >> 2)
  return { source, scratch, mean, sums }
}

function floatsAt(address: number, count: number): Float32Array {
  return heap.floats.subarray(address >> 2, (address >> 2) + count)
}
