import { createHash } from 'node:crypto'
import { finding } from '../findings/finding.ts'
import { makePortrait } from '../make-portrait.ts'
import { emptyReport, type Report } from '../report.ts'
import { decodePhoto, type PhotoInput, type Unreadable } from './decode.ts'
import { encodeMaster, encodeMatte, encodePng, encodePortrait } from './encode.ts'
import { engines } from './engines.ts'
import { loadStandard } from './standards.ts'
import { unreadableFinding } from './unreadable.ts'

export interface DevelopOptions {
  standard?: string
  /** Also the 8-bit grey matte of the finished picture, PNG. */
  matte?: boolean
  /** Also the finished picture before JPEG, PNG. */
  lossless?: boolean
  /** Also the print master, JPEG. */
  master?: boolean
}

export interface Developed {
  /** A file was made. It may still have blocking findings. */
  ok: boolean
  report: Report
  jpeg?: Uint8Array
  lossless?: Uint8Array
  matte?: Uint8Array
  master?: Uint8Array
}

/**
 * Makes a finished portrait of a photo. A bad picture is never an exception: it gives `ok: false` and findings.
 * Throws only for an unknown standard or engines that cannot be loaded.
 */
export async function developFile(input: PhotoInput, options: DevelopOptions = {}): Promise<Developed> {
  const standard = loadStandard(options.standard)
  const clock = startClock()
  const decoded = await decodePhoto(input)
  const decodeMs = clock.elapsedMs()
  if ('unreadable' in decoded) return unreadable(decoded.unreadable, options, clock)

  const { portrait, report } = await makePortrait(decoded.frame, await engines(), standard, options)
  report.timings.decodeMs = decodeMs
  const developed: Developed = { ok: report.ok, report }
  if (portrait) {
    const { finished, master } = portrait
    const beforeMs = clock.elapsedMs()
    const { bytes, quality } = await encodePortrait(finished.rgb, standard)
    developed.jpeg = bytes
    report.file = { bytes: bytes.length, quality, sha256: createHash('sha256').update(bytes).digest('hex') }
    if (bytes.length < standard.bytes.min || bytes.length > standard.bytes.max) {
      const { min, max } = standard.bytes
      report.findings.push(finding('FILE_SPEC', 'block', bytes.length, [min, max], 'bytes'))
    }
    report.timings.encodeMs = clock.elapsedMs() - beforeMs
    const { widthPx, heightPx } = finished
    if (options.matte) developed.matte = await encodeMatte(finished.alpha, widthPx, heightPx)
    if (options.lossless) developed.lossless = await encodePng(finished.rgb, widthPx, heightPx)
    if (master) developed.master = await encodeMaster(master.rgb, master.widthPx, master.heightPx, standard.dpi)
  }
  clock.stop(report)
  return developed
}

/** The findings of a raw or of a finished photo; nothing is encoded. */
export async function inspectFile(input: PhotoInput, options: { standard?: string } = {}): Promise<Report> {
  const standard = loadStandard(options.standard)
  const clock = startClock()
  const decoded = await decodePhoto(input)
  const decodeMs = clock.elapsedMs()
  if ('unreadable' in decoded) return unreadable(decoded.unreadable, options, clock).report
  const { report } = await makePortrait(decoded.frame, await engines(), standard)
  report.timings.decodeMs = decodeMs
  clock.stop(report)
  return report
}

function unreadable(why: Unreadable, options: DevelopOptions, clock: Clock): Developed {
  const report = emptyReport(loadStandard(options.standard), null, null)
  report.findings.push(unreadableFinding(why))
  clock.stop(report)
  return { ok: false, report }
}

interface Clock {
  elapsedMs(): number
  stop(report: Report): void
}

function startClock(): Clock {
  const since = performance.now()
  const usage = process.cpuUsage()
  return {
    elapsedMs: () => performance.now() - since,
    stop(report) {
      const { user, system } = process.cpuUsage(usage)
      report.timings.totalMs = performance.now() - since
      report.timings.cpuMs = (user + system) / 1000
      report.peakRssBytes = process.resourceUsage().maxRSS * 1024
      for (const [part, ms] of Object.entries(report.timings)) {
        report.timings[part as keyof typeof report.timings] = Math.round(ms * 10) / 10
      }
    },
  }
}
