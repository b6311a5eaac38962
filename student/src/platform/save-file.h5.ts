import type { ProblemBody } from '@tucai/contract'
import { Refusal } from '@tucai/contract/client'

/** Saves a file of the own data to the device. */
export async function saveFile(path: string, fileName: string): Promise<void> {
  const answer = await fetch(path, { credentials: 'same-origin', cache: 'no-store' })
  if (!answer.ok) throw new Refusal(answer.status, (await answer.json()) as ProblemBody)
  const address = URL.createObjectURL(await answer.blob())
  const link = document.createElement('a')
  link.href = address
  link.download = fileName
  document.body.append(link)
  link.click()
  link.remove()
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
