import type { Measure } from '../findings/measure.ts'
import { makePortrait } from '../make-portrait.ts'
import { decodePhoto } from '../node/decode.ts'
import { engines } from '../node/engines.ts'
import { loadStandard } from '../node/standards.ts'
import type { Finding } from '../report.ts'
import { families } from './made-defects.ts'
import { hairOf, madePhoto, sitterOf } from './made-set.ts'
import type { BenchPhoto } from './sets.ts'
import type { Half } from './split.ts'

/** One made picture: who sat for it, what was done to it, what was measured and what was said. */
export interface Trial {
  label: string
  person: string
  half: Half
  groups: string[]
  measures: Measure[]
  findings: Finding[]
}

/**
 * Paints every family of defect on good photos and looks at each picture as the product does. `every` thins the work
 * out: each family is painted on every so manieth person, another choice for each family.
 */
export async function calibrate(
  photos: BenchPhoto[],
  every: number,
  progress: (text: string) => void,
): Promise<Trial[]> {
  const trials: Trial[] = []
  for (const [n, photo] of photos.entries()) {
    const sitter = await sitterOf(photo.file)
    if (!sitter) continue
    progress(`${photo.name}, ${n + 1} of ${photos.length}`)
    const groups = [...photo.groups, hairOf(sitter)]
    for (const [k, family] of families.entries()) {
      if (!family.ofAll && (n + k) % every !== 0) continue
      const bytes = await madePhoto(family, sitter, 1000 * n + k)
      trials.push({ label: family.label, person: photo.name, half: photo.half, groups, ...(await look(bytes)) })
    }
  }
  return trials
}

/** What the product measures and says of a photo. */
export async function look(bytes: Uint8Array): Promise<Pick<Trial, 'measures' | 'findings'>> {
  const decoded = await decodePhoto({ bytes })
  if (!('frame' in decoded)) throw new Error('a made picture cannot be read')
  const { portrait, report } = await makePortrait(decoded.frame, await engines(), loadStandard())
  return { measures: portrait?.measures ?? [], findings: report.findings }
}
