import type { FinishedPhoto } from './finished-photo.ts'
import { percent, textTable } from './table.ts'

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

/** Recall of each label by its own code, and what was found instead where it was missed. */
export function recallTable(set: string, photos: FinishedPhoto[]): string {
  const labels = [...new Set(photos.map(({ photo }) => photo.label ?? ''))].filter((label) => codesOfLabel[label])
  let caughtAll = 0
  let countAll = 0
  const rows = labels.map((label) => {
    // People of the pictures turned by 3 degrees lean the other way by nature, so those are upright.
    const these = photos.filter(({ photo }) => photo.label === label && !/^3 deg/.test(photo.param ?? ''))
    const missed = these.filter((each) => !codesOf(each).some((code) => codesOfLabel[label].includes(code)))
    caughtAll += these.length - missed.length
    countAll += these.length
    const instead = missed.map((each) => `${each.photo.name}: ${codesOf(each).join(' ') || 'nothing'}`)
    return [
      label,
      codesOfLabel[label].join(' or '),
      `${these.length - missed.length} of ${these.length}`,
      instead.join('; '),
    ]
  })
  rows.push(['all', '', `${caughtAll} of ${countAll}`, percent(caughtAll, countAll)])
  return textTable(`${set}: caught by their own code`, ['label', 'code', 'caught', 'found instead'], rows)
}

/** Blocks and warnings on good photos by code, and the share of photos with any, by group. */
export function falseFindingsTables(set: string, photos: FinishedPhoto[]): string {
  const codes = [...new Set(photos.flatMap(codesOf))].sort()
  const count = (test: (each: FinishedPhoto) => boolean, of = photos) => of.filter(test).length
  const has = (each: FinishedPhoto, code: string | undefined, severity: string) =>
    each.report.findings.some((finding) => (!code || finding.code === code) && finding.severity === severity)
  const shares = (name: string, code: string | undefined, of = photos) => {
    const blocks = count((each) => has(each, code, 'block'), of)
    const warnings = count((each) => has(each, code, 'warn'), of)
    return [
      name,
      String(of.length),
      String(blocks),
      percent(blocks, of.length),
      String(warnings),
      percent(warnings, of.length),
    ]
  }
  const head = ['photos', 'blocked', 'share', 'warned', 'share']
  const groups = [...new Set(photos.flatMap(({ photo }) => photo.groups))].sort()
  const byCode = [...codes.map((code) => shares(code, code)), shares('any', undefined)]
  const byGroup = groups.map((group) =>
    shares(
      group,
      undefined,
      photos.filter(({ photo }) => photo.groups.includes(group)),
    ),
  )
  const first = textTable(`${set}: findings by code`, ['code', ...head], byCode)
  return groups.length === 0
    ? first
    : `${first}\n${textTable(`${set}: any finding by group`, ['group', ...head], byGroup)}`
}

/** What each photo of a set was told. */
export function spokenTable(set: string, photos: FinishedPhoto[]): string {
  const rows = photos.map((each) => [each.photo.name, each.report.ok ? 'file' : 'no file', describe(each)])
  return textTable(`${set}: what was found`, ['photo', 'made', 'findings'], rows)
}

function describe({ report }: FinishedPhoto): string {
  return report.findings.map(({ code, severity }) => (severity === 'block' ? code : `(${code})`)).join(' ') || 'nothing'
}

function codesOf({ report }: FinishedPhoto): string[] {
  return report.findings.map(({ code }) => code)
}
