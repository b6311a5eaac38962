import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { FinishedPhoto } from './finished-photo.ts'
import { halvesTable, kept, largest, share } from './halves.ts'
import { runMake } from './make-run.ts'
import type { Half } from './split.ts'

/** How far the portrait of a finished portrait lies from it, at the corner that moved most. */
interface Again {
  half: Half
  /** Absent where no portrait was made of it. */
  shiftPx?: number
}

/** Makes portraits of our own finished files: nothing should move. */
export async function againTable(set: string, photos: FinishedPhoto[], folder: string, jobs: number): Promise<string> {
  await mkdir(folder, { recursive: true })
  const made = photos.flatMap(({ photo, made }) => (made ? [{ photo, file: made.jpegFile }] : []))
  const files = made.map(({ file }) => path.resolve(file))
  const { reports } = await runMake(files, folder, ['--jobs', String(jobs)])
  const rows = made.map(({ photo }, k): Again => ({ half: photo.half, shiftPx: shiftOf(reports.get(files[k])?.crop) }))
  return halvesTable(`${set}: a portrait of our own portrait, finished px`, rows, ({ half }) => half, [
    kept<Again>('made again', ({ shiftPx }) => shiftPx !== undefined, { atLeast: 100 }),
    share<Again>('shift, p95', 0.95, ({ shiftPx }) => shiftPx ?? Number.NaN, 2, { atMost: 1 }),
    largest<Again>('shift, max', ({ shiftPx }) => shiftPx ?? Number.NaN, 2, { atMost: 1 }),
  ])
}

const widthPx = 480
const heightPx = 640

function shiftOf(crop: { leftPx: number; topPx: number; widthPx: number; heightPx: number } | null | undefined) {
  if (!crop) return undefined
  const right = crop.leftPx + crop.widthPx - widthPx
  const bottom = crop.topPx + crop.heightPx - heightPx
  return Math.max(Math.hypot(crop.leftPx, crop.topPx), Math.hypot(right, bottom))
}
