import type { PersonMask } from '../engines/engines.ts'
import type { Box, Pixels } from '../frame.ts'
import { resamplePlane, resampleRgb, toBytes } from '../resample.ts'

/** The network's probability of person over a box of the photo, on a grid of `widthPx` x `heightPx`. */
export async function networkMask(
  photo: Pixels,
  box: Box,
  widthPx: number,
  heightPx: number,
  network: PersonMask,
): Promise<Float32Array> {
  const side = network.sidePx
  const image = { widthPx: side, heightPx: side, rgb: toBytes(resampleRgb(photo, box, side, side)) }
  const probability = await network.mask(image)
  const whole = { leftPx: 0, topPx: 0, widthPx: side, heightPx: side }
  return resamplePlane(probability, side, side, whole, widthPx, heightPx)
}
