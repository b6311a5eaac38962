import { existsSync } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import sharp from 'sharp'
import { type FinishedFile, readFinishedFile } from '../finished-file.ts'
import { type FileReport, type MakeRun, runMake } from './make-run.ts'
import { type Plane, planeOf } from './plane.ts'
import type { BenchPhoto } from './sets.ts'

/** One photo of a set with what the product made of it. `made` is absent where there is no file. */
export interface FinishedPhoto {
  photo: BenchPhoto
  report: FileReport
  made?: {
    file: FinishedFile
    jpegFile: string
    losslessFile: string
    matteFile: string
  }
}

/** Makes portraits of a whole set with matte and lossless picture beside them. */
export async function finishSet(
  photos: BenchPhoto[],
  folder: string,
  jobs: number,
): Promise<{ finished: FinishedPhoto[]; run: MakeRun }> {
  await mkdir(folder, { recursive: true })
  const run = await runMake(
    photos.map((photo) => photo.file),
    folder,
    ['--matte', '--lossless', '--jobs', String(jobs)],
  )
  const finished: FinishedPhoto[] = []
  for (const photo of photos) {
    const report = run.reports.get(photo.file)
    if (!report) throw new Error(`the report does not name ${photo.name}`)
    const stem = path.join(folder, path.parse(photo.name).name)
    const jpegFile = `${stem}.jpg`
    const made = existsSync(jpegFile)
      ? {
          file: readFinishedFile(await readFile(jpegFile)),
          jpegFile,
          losslessFile: `${stem}.png`,
          matteFile: `${stem}.matte.png`,
        }
      : undefined
    finished.push({ photo, report, made })
  }
  return { finished, run }
}

/** Interleaved upright RGB bytes of a picture file. */
export async function rgbOf(file: string): Promise<{ widthPx: number; heightPx: number; rgb: Uint8Array }> {
  const picture = sharp(file).autoOrient().removeAlpha().toColourspace('srgb')
  const { data, info } = await picture.raw().toBuffer({ resolveWithObject: true })
  return { widthPx: info.width, heightPx: info.height, rgb: new Uint8Array(data) }
}

/** One channel (0 red, 1 green, 2 blue, 3 alpha) of a picture file as a plane of 0..255. */
export async function channelsOf(file: string): Promise<Plane[]> {
  const { data, info } = await sharp(file).autoOrient().raw().toBuffer({ resolveWithObject: true })
  return Array.from({ length: info.channels }, (_, c) =>
    planeOf(info.width, info.height, (i) => data[i * info.channels + c]),
  )
}

/** A grey picture file as a matte of 0..1. */
export async function matteOf(file: string): Promise<Plane> {
  const [grey] = await channelsOf(file)
  return planeOf(grey.widthPx, grey.heightPx, (i) => grey.values[i] / 255)
}
