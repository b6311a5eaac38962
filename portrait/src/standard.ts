/** The numbers that a finished portrait has to meet, read from `standards/<id>.json`. Pixels are finished pixels. */
export interface Standard {
  id: string
  title: string
  widthPx: number
  heightPx: number
  dpi: number
  jpegQualityMin: number
  backgroundRgb: [number, number, number]
  /** A lower limit of 0 is none. */
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
  /** Width and height on paper, where the standard names them. */
  printMm?: [number, number]
  /** Where each number was read, or why it was chosen. */
  origins: Origin[]
}

/** Numbers by their path, such as `bytes.max`, and the page they were read in or the reason for them. */
export type Origin = { numbers: string[] } & ({ source: string } | { derived: string })

export const defaultStandardId = 'chsi-2017-blue'

/** The same standard in pixels of a picture of another height; widths and bands may then be fractions of a pixel. */
export function atHeight(standard: Standard, heightPx: number): Standard {
  const scale = heightPx / standard.heightPx
  const { hairTop, eyeLine, faceWidth, centerOffset } = standard.bandsPx
  const times = ([low, high]: [number, number]): [number, number] => [low * scale, high * scale]
  const { targetPx } = standard
  return {
    ...standard,
    widthPx: standard.widthPx * scale,
    heightPx,
    bandsPx: {
      hairTop: times(hairTop),
      eyeLine: times(eyeLine),
      faceWidth: times(faceWidth),
      centerOffset: times(centerOffset),
    },
    targetPx: {
      hairTop: targetPx.hairTop * scale,
      eyeLine: targetPx.eyeLine * scale,
      centerX: targetPx.centerX * scale,
    },
  }
}

const range = { count: [1, 10_000], dots: [1, 65_535], quality: [1, 100], level: [0, 255], bytes: [0, 60_000_000] }

/**
 * Reads a standard's data. One that `extends` another states what differs, and the origin of that. Throws one sentence
 * that names the number that is wrong, missing, unknown or without an origin.
 */
export function parseStandard(data: unknown, parent?: Standard): Standard {
  if (typeof data !== 'object' || data === null) throw new Error('a standard is an object')
  const { extends: _, ...own } = data as Record<string, unknown>
  const wrong = (what: string) => new Error(`standard ${own.id}: ${what}`)
  const ownOrigins = own.origins as Origin[]
  if (!Array.isArray(ownOrigins)) throw wrong('origins is not a list')
  const renewed = new Set(ownOrigins.flatMap(({ numbers }) => numbers))
  const inherited = (parent?.origins ?? []).map((origin) => ({
    ...origin,
    numbers: origin.numbers.filter((name) => !renewed.has(name)),
  }))
  const origins = [...ownOrigins, ...inherited.filter(({ numbers }) => numbers.length > 0)]
  const standard = { ...parent, ...own, origins } as Standard
  checkNumbers(standard, wrong)
  checkGeometry(standard, wrong)
  checkOrigins(standard, wrong)
  return standard
}

type Wrong = (what: string) => Error

function checkNumbers(standard: Standard, wrong: Wrong): void {
  for (const name of ['id', 'title'] as const) {
    if (typeof standard[name] !== 'string' || standard[name] === '') throw wrong(`${name} is missing`)
  }
  const whole = (name: string, value: unknown, [least, most]: number[]) => {
    if (!Number.isInteger(value) || Number(value) < least || Number(value) > most) {
      throw wrong(`${name} is not a whole number from ${least} to ${most}`)
    }
  }
  whole('widthPx', standard.widthPx, range.count)
  whole('heightPx', standard.heightPx, range.count)
  whole('dpi', standard.dpi, range.dots)
  whole('jpegQualityMin', standard.jpegQualityMin, range.quality)
  if (standard.backgroundRgb?.length !== 3) throw wrong('backgroundRgb is not a colour')
  for (const level of standard.backgroundRgb) whole('backgroundRgb', level, range.level)
  whole('bytes.min', standard.bytes?.min, range.bytes)
  whole('bytes.max', standard.bytes.max, range.bytes)
  if (standard.bytes.min >= standard.bytes.max) throw wrong('bytes.min is not below bytes.max')
}

function checkGeometry({ widthPx, heightPx, bandsPx, targetPx }: Standard, wrong: Wrong): void {
  const inside: [name: keyof Standard['bandsPx'], least: number, most: number][] = [
    ['hairTop', 0, heightPx],
    ['eyeLine', 0, heightPx],
    ['faceWidth', 1, widthPx],
    ['centerOffset', -widthPx / 2, widthPx / 2],
  ]
  for (const [name, least, most] of inside) {
    const band = bandsPx?.[name]
    if (!Array.isArray(band) || !(band[0] < band[1])) throw wrong(`bandsPx.${name} is empty`)
    if (band[0] < least || band[1] > most) throw wrong(`bandsPx.${name} leaves the picture`)
  }
  const holds = ([low, high]: [number, number], value: number | undefined) =>
    value !== undefined && value >= low && value <= high
  if (!holds(bandsPx.hairTop, targetPx?.hairTop)) throw wrong('targetPx.hairTop lies outside its band')
  if (!holds(bandsPx.eyeLine, targetPx.eyeLine)) throw wrong('targetPx.eyeLine lies outside its band')
  if (!holds([0, widthPx], targetPx.centerX)) throw wrong('targetPx.centerX lies outside the picture')
}

function checkOrigins({ id: _, title: __, origins, ...numbers }: Standard, wrong: Wrong): void {
  const names = Object.entries(numbers).flatMap(([name, value]) =>
    ['bytes', 'bandsPx', 'targetPx'].includes(name) ? Object.keys(value).map((part) => `${name}.${part}`) : [name],
  )
  const told = new Set(origins.flatMap((origin) => origin.numbers))
  for (const name of names) if (!told.has(name)) throw wrong(`${name} is unknown or has no origin`)
  for (const name of told) if (!names.includes(name)) throw wrong(`${name} has an origin but no value`)
}
