const planes = new Map<string, Float32Array>()

/**
 * A plane of `count` floats that is kept from photo to photo: fresh memory for every plane of every photo costs more
 * than the work on it. What it holds is left over from its last use under that name, and lasts until the next.
 */
export function workPlane(name: string, count: number): Float32Array {
  let plane = planes.get(name)
  if (!plane || plane.length < count) {
    plane = new Float32Array(count)
    planes.set(name, plane)
  }
  return plane.length === count ? plane : plane.subarray(0, count)
}
