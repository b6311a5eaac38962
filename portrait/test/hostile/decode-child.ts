/**
 * A process that only decodes, so that what a file takes can be seen apart from the engines.
 *   to it     { id, path } or { id, bytes }
 *   from it   { id, outcome, widthPx?, heightPx?, rgb?, peakBytes }; `outcome` is "readable" or the reason why not
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { decodePhoto, type PhotoInput } from '../../src/node/decode.ts'

export interface Decoding {
  id: number
  outcome: string
  widthPx?: number
  heightPx?: number
  rgb?: Uint8Array
  /** The most resident memory since this file was begun. */
  peakBytes: number
}

process.on('message', async ({ id, ...input }: PhotoInput & { id: number }) => {
  forgetPeak()
  const decoded = await decodePhoto(input)
  const peakBytes = peak()
  if ('unreadable' in decoded) process.send?.({ id, outcome: decoded.unreadable.reason, peakBytes })
  else {
    const { widthPx, heightPx, rgb } = decoded.frame
    process.send?.({ id, outcome: 'readable', widthPx, heightPx, rgb, peakBytes })
  }
})
process.on('disconnect', () => process.exit(0))

/** Source: Linux, proc_pid_clear_refs(5). */
function forgetPeak(): void {
  writeFileSync('/proc/self/clear_refs', '5')
}

function peak(): number {
  const status = readFileSync('/proc/self/status', 'utf8')
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1]) * 1024
}
