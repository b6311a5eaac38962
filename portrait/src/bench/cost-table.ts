import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import sharp from 'sharp'
import { meanOf, quantile } from './colour-error.ts'
import type { FinishedPhoto } from './finished-photo.ts'
import { runMake } from './make-run.ts'
import type { BenchPhoto } from './sets.ts'
import { figure, textTable } from './table.ts'

/**
 * Cost of a 12-megapixel JPEG: photos are enlarged to 3024 x 4032 at quality 92 and made in one run of
 * `extra + 1` photos and one of a single photo; the difference over `extra` leaves the start of the command out.
 */
export async function costTable(photos: BenchPhoto[], extra: number): Promise<string> {
  const home = await mkdtemp(path.join(tmpdir(), 'portrait-cost-'))
  try {
    const files: string[] = []
    for (let k = 0; k <= extra; k++) {
      const file = path.join(home, `camera${k}.jpg`)
      if (k < photos.length) await enlarge(photos[k].file, file)
      else await copyFile(files[k % photos.length], file)
      files.push(file)
    }
    const one = await runMake(files.slice(0, 1), path.join(home, 'one'), [])
    const many = await runMake(files, path.join(home, 'many'), [])
    return textTable(
      `cost: 3024 x 4032 JPEG, runs of ${extra + 1} and of 1, one after the other`,
      ['measure', 'value'],
      [
        ['CPU-s a photo', figure((many.cpuSeconds - one.cpuSeconds) / extra, 3)],
        ['seconds a photo', figure((many.seconds - one.seconds) / extra, 3)],
        ['CPU-s of a run of one', figure(one.cpuSeconds, 2)],
        ['seconds of a run of one', figure(one.seconds, 2)],
        ['peak memory of the long run, MB', figure(many.peakRssBytes / 1e6, 0)],
      ],
    )
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}

async function enlarge(from: string, to: string): Promise<void> {
  await sharp(from).autoOrient().resize(3024, 4032, { fit: 'cover' }).jpeg({ quality: 92 }).toFile(to)
}

const stages = ['decodeMs', 'faceMs', 'maskMs', 'matteMs', 'encodeMs', 'totalMs', 'cpuMs'] as const

/** Time of each stage over photos that were finished, as reported. */
export function stagesTable(set: string, photos: FinishedPhoto[]): string {
  const timings = photos.filter(({ report }) => report.ok).map(({ report }) => report.timings)
  const rows = stages.map((stage) => {
    const values = timings.map((timing) => timing[stage])
    return [stage, figure(meanOf(values), 1), figure(quantile(values, 0.5), 1), figure(quantile(values, 0.95), 1)]
  })
  return textTable(`${set}: time per stage, ms`, ['stage', 'mean', 'median', 'p95'], rows)
}
