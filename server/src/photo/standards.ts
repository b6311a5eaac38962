import type { StandardView } from '@tucai/contract'
import { loadStandard, standardIds } from '@tucai/portrait/standards'

/** Every photo standard that finished photos can be made by. */
export function standardViews(): StandardView[] {
  return standardIds().map((id) => {
    const { title, widthPx, heightPx, dpi, bytes, backgroundRgb, bandsPx } = loadStandard(id)
    return {
      ...{ standard: id, title, widthPx, heightPx, dpi, backgroundRgb, bytesMin: bytes.min, bytesMax: bytes.max },
      ...{ hairTopPx: bandsPx.hairTop, eyeLinePx: bandsPx.eyeLine, faceWidthPx: bandsPx.faceWidth },
    }
  })
}
