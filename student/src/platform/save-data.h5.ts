import type { ProblemBody } from '@tucai/contract'
import { Refusal } from '@tucai/contract/client'
import { pathOf } from '@tucai/contract/paths'

/** Saves a copy of the own data to the device. */
export async function saveData(exportId: string, fileName: string): Promise<void> {
  const answer = await fetch(pathOf('dataExportDownload', { exportId }), {
    credentials: 'same-origin',
    cache: 'no-store',
  })
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
