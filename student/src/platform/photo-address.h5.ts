import { pathOf } from '@tucai/contract/paths'

/** Where the finished picture of a take can be shown from. The browser sends the session along by itself. */
export function photoAddress(photoId: string): Promise<string> {
  return Promise.resolve(pathOf('photoFinished', { photoId }))
}
