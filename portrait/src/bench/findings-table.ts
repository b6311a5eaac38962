import type { FinishedPhoto } from './finished-photo.ts'
import { halvesTable, kept } from './halves.ts'
import type { Truth } from './sets.ts'
import type { Half } from './split.ts'
import { textTable } from './table.ts'

/** Codes that catch a labelled defect. Labels that are not listed cannot be seen in one photo, or are no defect. */
const codesOfLabel: Record<string, string[]> = {
  eyes_closed: ['EXPR_EYES'],
  sunglasses: ['OCC_TINTED'],
  mask: ['OCC_HEADWEAR'],
  hat: ['OCC_HEADWEAR'],
  glasses_glare: ['OCC_GLASSES_GLARE'],
  dark: ['LIGHT_DARK'],
  overexposed: ['LIGHT_HIGHLIGHT'],
  defocus: ['QUAL_BLUR'],
  motion: ['QUAL_BLUR'],
  compression: ['QUAL_COMPRESSION'],
  uneven_light: ['LIGHT_UNEVEN'],
  colour_cast: ['QUAL_COLOR'],
  not_colour: ['QUAL_COLOR'],
  roll: ['GEO_EYES_TILT'],
  low_resolution: ['QUAL_LOWRES'],
  crown_cut: ['GEO_CROWN_CUT', 'GEO_HAIR_TOP'],
  two_faces: ['FACE_MANY'],
  two_faces_background: ['FACE_MANY'],
  noface: ['FACE_NONE'],
}

/** Recall of each label by its own code, then what was found instead where it was missed. */
export function recallTable(set: string, photos: FinishedPhoto[]): string {
  // People of the pictures turned by 3 degrees lean the other way by nature, so those are upright.
  const labelled = photos.filter(({ photo }) => codesOfLabel[photo.label ?? ''] && !/^3 deg/.test(photo.param ?? ''))
  const caught = (each: FinishedPhoto) => codesOf(each).some((code) => codesOfLabel[each.photo.label!].includes(code))
  const labels = [...new Set(labelled.map(({ photo }) => photo.label!))]
  const table = halvesTable(`${set}: caught by their own code`, labelled, halfOf, [
    ...labels.map((label) =>
      kept<FinishedPhoto>(
        `${label}: ${codesOfLabel[label].join(' or ')}`,
        caught,
        recall,
        ({ photo }) => photo.label === label,
      ),
    ),
    kept<FinishedPhoto>('all', caught, recall),
  ])
  const missed = labelled.filter((each) => !caught(each))
  return missed.length === 0 ? table : `${table}\n${spokenTable(`${set}, missed`, missed)}`
}

const recall = { atLeast: 95 }

/** Blocks and warnings on good photos by code, and the share of photos with any, by group. */
export function falseFindingsTables(set: string, photos: FinishedPhoto[], good: boolean): string {
  const codes = [...new Set(photos.flatMap(codesOf))].sort()
  const groups = [...new Set(photos.flatMap(({ photo }) => photo.groups))].sort()
  const has = (severity: string, code?: string) => (each: FinishedPhoto) =>
    each.report.findings.some((finding) => (!code || finding.code === code) && finding.severity === severity)
  const both = (name: string, code?: string, among?: (each: FinishedPhoto) => boolean) => [
    kept(`${name}: blocked`, has('block', code), undefined, among),
    kept(`${name}: warned`, has('warn', code), undefined, among),
  ]
  const first = halvesTable(`${set}: findings by code`, photos, halfOf, [
    kept('any: blocked', has('block'), good ? { atMost: 3 } : undefined),
    kept('any: warned', has('warn')),
    kept('any: warned, and the truth does not say so', warnedWrongly, good ? { atMost: 10 } : undefined),
    ...codes.flatMap((code) => both(code, code)),
  ])
  if (groups.length === 0) return first
  const byGroup = groups.flatMap((group) => both(group, undefined, ({ photo }) => photo.groups.includes(group)))
  return `${first}\n${halvesTable(`${set}: any finding by group`, photos, halfOf, byGroup)}`
}

/** A natural tilt from here on is rightly warned of: the limit of the standard's own text, degrees. */
const tiltFromDegrees = 3

/** Some warning that the marked truth does not bear out; of a photo without marks every warning counts. */
function warnedWrongly({ photo, report }: FinishedPhoto): boolean {
  const warnings = report.findings.filter(({ severity }) => severity === 'warn')
  return warnings.some(({ code }) => code !== 'GEO_EYES_TILT' || markedTilt(photo.truth) < tiltFromDegrees)
}

function markedTilt(truth: Truth | undefined): number {
  if (!truth) return 0
  const [left, right] = [truth.pupilLeft, truth.pupilRight]
  return Math.abs((Math.atan2(right[1] - left[1], right[0] - left[0]) * 180) / Math.PI)
}

function halfOf({ photo }: FinishedPhoto): Half {
  return photo.half
}

/** What each photo of a set was told. */
export function spokenTable(set: string, photos: FinishedPhoto[]): string {
  const rows = photos.map((each) => [
    each.photo.name,
    each.photo.half,
    each.report.ok ? 'file' : 'no file',
    describe(each),
  ])
  return textTable(`${set}: what was found`, ['photo', 'half', 'made', 'findings'], rows)
}

function describe({ report }: FinishedPhoto): string {
  return report.findings.map(({ code, severity }) => (severity === 'block' ? code : `(${code})`)).join(' ') || 'nothing'
}

function codesOf({ report }: FinishedPhoto): string[] {
  return report.findings.map(({ code }) => code)
}
