import type { Finding, PhotoFraming, PhotoGeometry, PhotoState, PhotoView } from '@tucai/contract'
import { Problem } from '@tucai/contract'
import type { Tx } from '../platform/db.ts'
import type { StudentActor } from '../platform/http/route-table.ts'

/** One take: the untouched original, and what became of it. */
export interface Photo {
  id: string
  graduateId: string
  identityId: string
  schoolId: string
  source: PhotoSource
  standard: string
  state: PhotoState
  takenAt: Date
  originalKey: string
  originalSha256: string
  originalBytes: number
  finishedKey: string | null
  finishedSha256: string | null
  masterKey: string | null
  findings: Finding[]
  geometry: PhotoGeometry | null
  /** Null where there is no finished picture, or it was made before this was kept. */
  framing: PhotoFraming | null
}

export type PhotoSource = 'camera' | 'file'

/** What the sender says of an upload; a lens that is not named may be either. */
export interface TakenWith {
  source: PhotoSource
  lens: 'front' | 'rear' | undefined
}

/** Whoever stands above photos says when one may be taken, and hears of it. */
export interface TakeGate {
  /** @throws Problem when this student may not take a photo for this graduate now; locks what must not change meanwhile */
  admit(tx: Tx, actor: StudentActor, graduateId: string, taken: TakenWith | undefined): Promise<TakeOrder>
  taken(tx: Tx, graduateId: string, photoId: string): Promise<void>
}

/** For whom a photo is taken, and the standard it must meet. */
export interface TakeOrder {
  graduateId: string
  identityId: string
  schoolId: string
  standard: string
}

/** A finished photo without a blocking finding. */
function isConfirmable(photo: Pick<Photo, 'state' | 'findings'>): boolean {
  return photo.state === 'finished' && photo.findings.every((finding) => finding.severity !== 'block')
}

/** @throws Problem photo-developing or photo-blocked */
export function requireConfirmable(photo: Pick<Photo, 'state' | 'findings'>): void {
  if (photo.state === 'developing') throw new Problem('photo-developing')
  if (!isConfirmable(photo)) throw new Problem('photo-blocked')
}

export function photoView(photo: Photo): PhotoView {
  return {
    photoId: photo.id,
    graduateId: photo.graduateId,
    state: photo.state,
    confirmable: isConfirmable(photo),
    findings: photo.findings,
    geometry: photo.geometry,
    framing: photo.framing,
    takenAt: photo.takenAt.toISOString(),
  }
}

/** Developing takes seconds, and outages are waited out for an hour; a take that is not done by then never will be. */
const LOST_AFTER_MS = 90 * 60_000

export function isLost(photo: Pick<Photo, 'state' | 'takenAt'>, now: Date): boolean {
  return photo.state === 'developing' && now.getTime() - photo.takenAt.getTime() > LOST_AFTER_MS
}

/** Bytes from the beginning of a file that tell its kind. */
export const HEAD_BYTES = 12

/** Main brands under which phones store HEIC photos; AVIF has its own. */
const HEIC_BRANDS = ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'mif2', 'msf1', 'miaf']

/** The media type of a JPEG, PNG, WebP or HEIC file by its beginning; the decoder has the last word. */
export function pictureType(head: Uint8Array): string | undefined {
  const text = String.fromCharCode(...head.subarray(0, HEAD_BYTES))
  if (text.startsWith('\xff\xd8\xff')) return 'image/jpeg'
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png'
  if (text.startsWith('RIFF') && text.slice(8) === 'WEBP') return 'image/webp'
  return text.slice(4, 8) === 'ftyp' && HEIC_BRANDS.includes(text.slice(8)) ? 'image/heic' : undefined
}

export function photoKey(photoId: string, part: 'original.bin' | 'finished.jpg' | 'master.jpg'): string {
  return `photo/${photoId}/${part}`
}

/** An upload's own place: two attempts at the same take don't write to the same file. */
export function uploadPlace(photoId: string, mark: string): string {
  return `photo/${photoId}/${mark}`
}

export function derivativeKey(photoId: string, standard: string): string {
  return `photo/${photoId}/as-${standard}.jpg`
}

export { plannedSheet } from './sheet-plan.ts'
/** Files of a later crop have names of their own: those that it replaces are removed by a job that may come late. */
export function recroppedKey(photoId: string, part: 'finished' | 'master', mark: string): string {
  return `photo/${photoId}/${part}-${mark}.jpg`
}

export { measuredOf, type PhotoRecord } from './measured.ts'
export {
  type Cover,
  type SheetBook,
  type SheetPrinter,
  type SheetsOrder,
  sheetsNeeded,
} from './sheets.ts'
