import type { Finding, PhotoView } from '@tucai/contract'

/** How a measured value stands to its limit, ready to be drawn: places along the bar from 0 to 1. */
export type Gauge = {
  value: string
  limits: { kind: 'upper' | 'lower'; limit: string } | { kind: 'between'; low: string; high: string }
  goodFrom: number
  goodTo: number
  valueAt: number
}

export function blocksOf(photo: PhotoView): Finding[] {
  return photo.findings.filter((finding) => finding.severity === 'block')
}

export function warningsOf(photo: PhotoView): Finding[] {
  return photo.findings.filter((finding) => finding.severity === 'warn')
}

const aboutPosition = ['GEO_HAIR_TOP', 'GEO_EYE_LINE', 'GEO_FACE_WIDTH', 'GEO_CENTER']

/** Whether the head stands where the standard wants it: nothing was found about crown, eyes, face width or centre. */
export function isWellPlaced(photo: PhotoView): boolean {
  return !photo.findings.some((finding) => aboutPosition.includes(finding.code))
}

/** Whether nothing was found about the background. */
export function isBackgroundGood(photo: PhotoView): boolean {
  return !photo.findings.some((finding) => finding.code.startsWith('BG_'))
}

/** Units that mean something to a student. Values in others (colour distance, counts) are told by the sentence alone. */
const tellingUnits = ['px', '°', 'ratio', '%', 'x']

/** The gauge of a finding that carries a telling number and a limit; null for one that does not. */
export function gaugeOf({ value, limit, unit }: Finding): Gauge | null {
  if (value === null || limit === null || !tellingUnits.includes(unit)) return null
  const show = (number: number) => withUnit(number, unit)
  if (typeof limit !== 'number') {
    const [low, high] = limit
    const room = Math.max(high - low, Math.abs(value - low), Math.abs(value - high)) * 0.5 || 1
    const from = Math.min(low, value) - room
    const at = (number: number) => (number - from) / (Math.max(high, value) + room - from)
    const limits = { kind: 'between', low: show(low), high: show(high) } as const
    return { value: show(value), limits, goodFrom: at(low), goodTo: at(high), valueAt: at(value) }
  }
  const end = Math.max(Math.abs(value), Math.abs(limit)) * 1.4 || 1
  const at = (number: number) => Math.min(1, Math.max(0, Math.abs(number) / end))
  const isUpper = Math.abs(value) >= Math.abs(limit)
  return {
    value: show(value),
    limits: { kind: isUpper ? 'upper' : 'lower', limit: show(limit) },
    goodFrom: isUpper ? 0 : at(limit),
    goodTo: isUpper ? at(limit) : 1,
    valueAt: at(value),
  }
}

/** e.g. 6.84, `°` -> `6.8°`; .38, `ratio` -> `38%`; 1.6, `x` -> `1.6×`; 212, `px` -> `212 px`. */
export function withUnit(number: number, unit: string): string {
  if (unit === '°') return `${number.toFixed(1)}°`
  if (unit === '%') return `${short(number)}%`
  if (unit === 'ratio') return `${short(number * 100)}%`
  if (unit === 'x') return `${short(number)}×`
  return unit === '' ? short(number) : `${short(number)} ${unit}`
}

function short(number: number): string {
  const size = Math.abs(number)
  return size >= 100 || Number.isInteger(number) ? String(Math.round(number)) : number.toFixed(size >= 1 ? 1 : 3)
}
