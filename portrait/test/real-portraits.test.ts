import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { developFile } from '../src/node/index.ts'
import { jpegFacts } from './jpeg-markers.ts'

/** Real people under a licence that keeps them out of this repository: looked at only where they lie beside it. */
const data = path.join(import.meta.dirname, '..', '..', '..', 'shared', 'data', 'portraits')
const here = existsSync(data)
if (!here && process.env.TUCAI_REQUIRE?.includes('data'))
  throw new Error(`real portraits are required and not at ${data}`)

/** A handful of each: long and tall hair, afro, bald, dark and fair, close to the lower edge. */
const busts = ['001', '042', '062', '096']
const composites = ['034_grey_shadow_red', '087_green_spill_grey', '127_white_grad_white']

async function truthOf(file: string): Promise<Record<string, number>> {
  const [head, ...rows] = (await readFile(path.join(data, 'frontal_landmarks.csv'), 'utf8')).trim().split('\n')
  const row = rows.find((line) => line.startsWith(`${file},`))
  const values = row?.split(',') ?? []
  return Object.fromEntries(head.split(',').map((name, i) => [name, Number(values[i])]))
}

describe.skipIf(!here)('portraits of real people', () => {
  it('are lawful files, and eyes and cheeks lie where they were marked by hand', async () => {
    for (const name of busts) {
      const { ok, jpeg, report } = await developFile({ path: path.join(data, 'frontal', `${name}.jpg`) })
      expect(ok, name).toBe(true)
      expect(jpeg!.length, name).toBeGreaterThanOrEqual(30_720)
      expect(jpeg!.length, name).toBeLessThanOrEqual(40_000)
      expect(jpegFacts(jpeg!).density, name).toEqual([1, 300, 300])
      const truth = await truthOf(`${name}.jpg`)
      const { leftPx, topPx, widthPx } = report.crop!
      const scale = 480 / widthPx
      const eyeLine = ((truth.pupil_l_y + truth.pupil_r_y) / 2 - topPx) * scale
      const center = ((truth.face_left_x + truth.face_right_x) / 2 - leftPx) * scale
      expect(Math.abs(eyeLine - report.geometry!.eyeLinePx), name).toBeLessThanOrEqual(6)
      expect(Math.abs(center - 240), name).toBeLessThanOrEqual(9)
      expect(Math.abs((truth.face_width * scale) / report.geometry!.faceWidthPx - 1), name).toBeLessThanOrEqual(0.08)
      expect(eyeLine, name).toBeGreaterThanOrEqual(200)
      expect(eyeLine, name).toBeLessThanOrEqual(300)
      const hairTop = (truth.crown_y - topPx) * scale
      expect(hairTop, name).toBeGreaterThanOrEqual(50)
      expect(hairTop, name).toBeLessThanOrEqual(110)
      expect(
        report.findings.filter(({ severity }) => severity === 'block'),
        name,
      ).toEqual([])
    }
  }, 180_000)

  it('before other walls are made as well', async () => {
    for (const name of composites) {
      const { ok, report } = await developFile({ path: path.join(data, 'composites', `${name}.jpg`) })
      expect(ok, name).toBe(true)
      expect(report.file!.quality, name).toBeGreaterThanOrEqual(60)
    }
  }, 180_000)

  it('with a defect are caught by its own code', async () => {
    const defects: [file: string, code: string][] = [
      ['005_eyes_closed_synth', 'EXPR_EYES'],
      ['087_sunglasses', 'OCC_TINTED'],
      ['005_mask', 'OCC_HEADWEAR'],
      ['087_glasses_glare', 'OCC_GLASSES_GLARE'],
      ['005_dark45', 'LIGHT_DARK'],
      ['087_over160', 'LIGHT_HIGHLIGHT'],
      ['005_blur3', 'QUAL_BLUR'],
      ['087_jpeg8', 'QUAL_COMPRESSION'],
      ['005_halfface35', 'LIGHT_UNEVEN'],
      ['087_cast_warm', 'QUAL_COLOR'],
      ['005_roll15', 'GEO_EYES_TILT'],
      ['087_tiny', 'QUAL_LOWRES'],
      ['005_crown_cut', 'GEO_CROWN_CUT'],
      ['two_faces_equal', 'FACE_MANY'],
    ]
    for (const [file, code] of defects) {
      const { report } = await developFile({ path: path.join(data, 'defects', `${file}.jpg`) })
      expect(
        report.findings.map((found) => found.code),
        file,
      ).toContain(code)
    }
  }, 180_000)
})
