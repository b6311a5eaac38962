/** The numbers that a finished portrait has to meet, read from `standards/<id>.json`. Pixels are finished pixels. */
export interface Standard {
  id: string
  title: string
  widthPx: number
  heightPx: number
  dpi: number
  jpegQualityMin: number
  backgroundRgb: [number, number, number]
  bytes: { min: number; max: number }
  bandsPx: {
    /** Crown of the hair's mass to the upper edge. */
    hairTop: [number, number]
    /** Middle of the pupils to the upper edge. */
    eyeLine: [number, number]
    /** Cheek to cheek. */
    faceWidth: [number, number]
    /** Middle of the cheeks minus the picture's middle. */
    centerOffset: [number, number]
  }
  targetPx: { hairTop: number; eyeLine: number; centerX: number }
}

export const defaultStandardId = 'chsi-2017-blue'

/** Checks the shape of a standard's data; throws with the name of the number that is wrong. */
export function parseStandard(data: unknown): Standard {
  const standard = data as Standard
  const positive: [string, unknown][] = [
    ['widthPx', standard.widthPx],
    ['heightPx', standard.heightPx],
    ['dpi', standard.dpi],
    ['jpegQualityMin', standard.jpegQualityMin],
    ['bytes.min', standard.bytes?.min],
    ['bytes.max', standard.bytes?.max],
  ]
  for (const [name, value] of positive) {
    if (typeof value !== 'number' || !(value > 0))
      throw new Error(`standard ${standard.id}: ${name} is not a positive number`)
  }
  for (const [name, band] of Object.entries(standard.bandsPx)) {
    if (!(band[0] < band[1])) throw new Error(`standard ${standard.id}: bandsPx.${name} is empty`)
  }
  if (standard.backgroundRgb.length !== 3) throw new Error(`standard ${standard.id}: backgroundRgb is not a colour`)
  return standard
}
