import { pathOf } from '@tucai/contract/paths'
import type { PhotoPart } from './photo-part.ts'

/** Where a picture of a take can be shown from. The browser sends the session along by itself. */
export function photoAddress(photoId: string, part: PhotoPart): Promise<string> {
  return Promise.resolve(pathOf(part, { photoId }))
}
