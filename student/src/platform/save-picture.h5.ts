import type { ProblemBody } from '@tucai/contract'
import { Refusal } from '@tucai/contract/client'
import { pathOf } from '@tucai/contract/paths'
import type { Saved } from './saved.ts'

/** Saves the paid photo to the device, byte for byte as the server has it. */
export async function savePicture(photoId: string, fileName: string): Promise<Saved> {
  const answer = await fetch(pathOf('photoDownload', { photoId }), { credentials: 'same-origin', cache: 'no-store' })
  if (!answer.ok) throw new Refusal(answer.status, (await answer.json()) as ProblemBody)
  const address = URL.createObjectURL(await answer.blob())
  const link = document.createElement('a')
  link.href = address
  link.download = fileName
  document.body.append(link)
  link.click()
  link.remove()
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
  return 'saved'
}
