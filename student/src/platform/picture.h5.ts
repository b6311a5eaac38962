import type { DocumentReading, PhotoView, ReadableKind } from '@tucai/contract'
import { Refusal } from '@tucai/contract/client'
import { pathOf } from '@tucai/contract/paths'
import { underOneKey } from '../under-key.ts'
import type { TakeLens, TakeSource } from './take-source.ts'

/** A photo as taken or chosen, its bytes untouched. */
export type Picture = { blob: Blob; bytes: number }

/** Lets the user choose a photo. Nothing happens when they change their mind. */
export function choosePicture(onChosen: (picture: Picture) => void): void {
  // Some systems do not count HEIC among images; named, it is offered there and sent by iPhones as it is.
  chooseFile('image/*,.heic,.heif', onChosen)
}

/** The same for a picture of a code; iPhones make a JPEG of it, as JPEG and PNG are what is asked for. */
export function chooseCodePicture(from: 'album' | 'camera', onChosen: (picture: Picture) => void): void {
  chooseFile('image/jpeg,image/png', onChosen, from === 'camera')
}

function chooseFile(accept: string, onChosen: (picture: Picture) => void, byCamera = false): void {
  const input = document.createElement('input')
  input.type = 'file'
  input.accept = accept
  if (byCamera) input.setAttribute('capture', 'environment')
  input.hidden = true
  input.onchange = () => {
    const file = input.files?.[0]
    input.remove()
    if (file !== undefined) onChosen({ blob: file, bytes: file.size })
  }
  document.body.append(input)
  input.click()
}

/** A small copy to look at while the server works; null when the browser cannot read the format. */
export async function previewOf(picture: Picture): Promise<string | null> {
  try {
    const image = await createImageBitmap(picture.blob)
    const scale = 480 / Math.min(image.width, image.height)
    const canvas = document.createElement('canvas')
    canvas.width = Math.round(image.width * scale)
    canvas.height = Math.round(image.height * scale)
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
    image.close()
    return canvas.toDataURL('image/jpeg', 0.8)
  } catch {
    return null
  }
}

/** Sends a photo; `onShare` is told how much of it has left, 0 to 1. Throws a Refusal, or anything else without network. */
export function uploadPicture(
  { graduateId, source, lens, picture }: { graduateId: string; source: TakeSource; lens?: TakeLens; picture: Picture },
  onShare: (share: number) => void,
): Promise<PhotoView> {
  const path = pathOf('photoSubmit', { graduateId })
  return underOneKey((key) => upload(path, lens ? { source, lens } : { source }, ['photo', picture], onShare, key))
}

/** The same for a picture of a collection code. */
export async function uploadCode(
  { graduateId, numberEnding, picture }: { graduateId: string; numberEnding: string; picture: Picture },
  onShare: (share: number) => void,
): Promise<void> {
  const path = pathOf('codeSubmit', { graduateId })
  await underOneKey((key) => upload(path, { numberEnding }, ['picture', picture], onShare, key))
}

/** The same for a picture of a document: it is read, and kept nowhere. */
export function uploadDocument(
  { consentId, kind, picture }: { consentId: string; kind: ReadableKind; picture: Picture },
  onShare: (share: number) => void,
): Promise<DocumentReading> {
  return upload(pathOf('documentRead'), { consentId, kind }, ['picture', picture], onShare)
}

function upload<Answer>(
  path: string,
  fields: Record<string, string>,
  [name, picture]: [string, Picture],
  onShare: (share: number) => void,
  key?: string,
): Promise<Answer> {
  const form = new FormData()
  for (const [field, value] of Object.entries(fields)) form.append(field, value)
  form.append(name, picture.blob, `${name}.jpg`)
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', path)
    if (key !== undefined) request.setRequestHeader('idempotency-key', key)
    request.upload.onprogress = (event) => event.lengthComputable && onShare(event.loaded / event.total)
    request.onerror = () => reject(new Error('the upload was interrupted'))
    request.onload = () => {
      try {
        const body = JSON.parse(request.responseText)
        if (request.status >= 400) reject(new Refusal(request.status, body))
        else resolve(body)
      } catch (thrown) {
        reject(thrown)
      }
    }
    request.send(form)
  })
}
