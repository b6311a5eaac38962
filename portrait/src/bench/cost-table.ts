import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import sharp from 'sharp'
import { meanOf, quantile } from './colour-error.ts'
import type { FinishedPhoto } from './finished-photo.ts'
import { type Bar, barText, meets } from './halves.ts'
import { type MakeRun, runMake } from './make-run.ts'
import type { BenchPhoto } from './sets.ts'
import { figure, textTable } from './table.ts'

/** How often the command is started for one photo; the middle one counts. */
const starts = 3

/**
 * Cost of a 12-megapixel JPEG: photos are enlarged to 3024 x 4032 at quality 92 and made in one run of
 * `extra + 1` photos and some of a single photo; the difference over `extra` leaves the start of the command out.
 * A machine that does other things at the same time gives larger figures.
 */
export async function costTable(photos: BenchPhoto[], extra: number): Promise<string> {
  const home = await mkdtemp(path.join(tmpdir(), 'portrait-cost-'))
  try {
    const files = await cameraFiles(photos, extra + 1, home)
    const single: MakeRun[] = []
    for (let k = 0; k < starts; k++) single.push(await runMake(files.slice(0, 1), path.join(home, `one${k}`), []))
    const long = await runMake(files, path.join(home, 'many'), [])
    const pair = await runMake(files, path.join(home, 'pair'), ['--jobs', '2'])
    return textTable(
      `cost: 3024 x 4032 JPEG, runs of ${extra + 1} and of 1`,
      ['measure', 'value', 'bar'],
      costLines(single, long, pair, extra),
    )
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}

function costLines(single: MakeRun[], long: MakeRun, pair: MakeRun, extra: number): string[][] {
  const startCpu = middleOf(single.map(({ cpuSeconds }) => cpuSeconds))
  const startSeconds = middleOf(single.map(({ seconds }) => seconds))
  const line = (name: string, value: number, digits: number, bar?: Bar): string[] => {
    if (!bar) return [name, figure(value, digits), '']
    return [name, `${figure(value, digits)} ${meets(value, bar) ? '✓' : '✗'}`, barText(bar)]
  }
  return [
    line('CPU-s a photo, --jobs 1', (long.cpuSeconds - startCpu) / extra, 3, { atMost: 0.35 }),
    line('seconds a photo, --jobs 1', (long.seconds - startSeconds) / extra, 3),
    line('peak memory of all processes, --jobs 1, MB', long.peakRssBytes / 1e6, 0, { atMost: 450 }),
    line('photos a second, --jobs 2', extra / (pair.seconds - startSeconds), 2, { atLeast: 5 }),
    line('photos a second, --jobs 2, with the start', (extra + 1) / pair.seconds, 2),
    line('peak memory of all processes, --jobs 2, MB', pair.peakRssBytes / 1e6, 0),
    line(`seconds of a run of one, middle of ${single.length}`, startSeconds, 2, { atMost: 1.5 }),
    line(`CPU-s of a run of one, middle of ${single.length}`, startCpu, 2),
  ]
}

function middleOf(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]
}

/** So many camera-size files; photos are used again where there are too few. */
async function cameraFiles(photos: BenchPhoto[], count: number, folder: string): Promise<string[]> {
  const files: string[] = []
  for (let k = 0; k < count; k++) {
    const file = path.join(folder, `camera${k}.jpg`)
    if (k < photos.length) await enlarge(photos[k].file, file)
    else await copyFile(files[k % photos.length], file)
    files.push(file)
  }
  return files
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
