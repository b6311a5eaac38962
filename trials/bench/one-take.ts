import type { PhotoView } from '@tucai/contract'
import { pathOf } from '@tucai/contract/paths'
import type { Browser } from './browser.ts'
import { cpuMsOfMachine, cpuMsOfTree } from './cpu-time.ts'

export type Take = {
  photoId: string
  confirmable: boolean
  /** From the start of the upload to the last byte of the finished photo, and what of it was the upload. */
  wholeMs: number
  uploadMs: number
  /** CPU time of the product meanwhile; undefined where it can't be read. */
  cpuMs: number | undefined
  /** CPU time of everything else on the machine meanwhile: where it is large, the figures say little. */
  othersCpuMs: number | undefined
  finishedBytes: number
}

/** One take: upload, long poll until developed, download of the finished photo, as the student's app does it. */
export async function take(browser: Browser, graduateId: string, jpeg: Buffer, processId: number): Promise<Take> {
  const form = new FormData()
  form.set('source', 'camera')
  form.set('photo', new Blob([new Uint8Array(jpeg)], { type: 'image/jpeg' }), 'take.jpg')
  const machineBefore = cpuMsOfMachine()
  const cpuBefore = cpuMsOfTree(processId)
  const begunAt = performance.now()

  const sent = await browser.request(pathOf('photoSubmit', { graduateId }), { method: 'POST', body: form })
  if (!sent.ok) throw new Error(`the photo was refused: ${sent.status} ${await sent.text()}`)
  let photo = (await sent.json()) as PhotoView
  const uploadMs = performance.now() - begunAt
  while (photo.state === 'developing') {
    photo = await browser.call('photoShow', { params: { photoId: photo.photoId }, query: { waitSeconds: 20 } })
  }
  if (photo.state !== 'finished') {
    throw new Error(`no finished photo: ${photo.state}, ${photo.findings.map(({ code }) => code).join(' ')}`)
  }
  const finished = await browser.request(pathOf('photoFinished', { photoId: photo.photoId }))
  const { byteLength } = await finished.arrayBuffer()
  if (!finished.ok) throw new Error(`the finished photo could not be read: ${finished.status}`)

  const wholeMs = performance.now() - begunAt
  const cpuAfter = cpuMsOfTree(processId)
  const cpuMs = cpuBefore === undefined || cpuAfter === undefined ? undefined : cpuAfter - cpuBefore
  const othersCpuMs = cpuMs === undefined ? undefined : Math.max(0, cpuMsOfMachine() - machineBefore - cpuMs)
  const { photoId, confirmable } = photo
  return { photoId, confirmable, wholeMs, uploadMs, cpuMs, othersCpuMs, finishedBytes: byteLength }
}
