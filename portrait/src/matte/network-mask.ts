import type { PersonMask } from '../engines/engines.ts'
import { resamplePixels, resamplePlane } from '../resample.ts'
import type { View } from './view.ts'

/** The network's probability of person over a view, on a grid of `widthPx` x `heightPx`. */
export async function networkMask(
  view: View,
  widthPx: number,
  heightPx: number,
  network: PersonMask,
): Promise<Float32Array> {
  const side = network.sidePx
  const whole = { leftPx: 0, topPx: 0, widthPx: view.widthPx, heightPx: view.heightPx }
  const image = resamplePixels(view, whole, side, side)
  const probability = await network.mask(image)
  const square = { leftPx: 0, topPx: 0, widthPx: side, heightPx: side }
  return resamplePlane(probability, side, side, square, widthPx, heightPx)
}
