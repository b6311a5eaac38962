import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { checkFinishedFile } from '../findings/file.ts'
import { finding, inside } from '../findings/finding.ts'
import type { Finished } from '../finish.ts'
import type { Box } from '../frame.ts'
import { makePortrait } from '../make-portrait.ts'
import type { AlsoReport, Report } from '../report.ts'
import type { Standard } from '../standard.ts'
import { decodePhoto, type PhotoInput } from './decode.ts'
import { encodeMaster, encodeMatte, encodePng, encodePortrait } from './encode.ts'
import { engines } from './engines.ts'
import { loadStandard } from './standards.ts'
import { reportUnreadable, type Unreadable } from './unreadable.ts'

export interface DevelopOptions {
  standard?: string
  /** Also the 8-bit grey matte of the finished picture, PNG. */
  matte?: boolean
  /** Also the finished picture before JPEG, PNG. */
  lossless?: boolean
  /** Also the print master, JPEG. */
  master?: boolean
  /** Also finished portraits by these standards, out of the same cut: degree photo, white background and the like. */
  also?: string[]
  /** A crop chosen by hand, in upright source pixels; its height follows from the standard. */
  crop?: Box
}

export interface Developed {
  /** A file was made. It may still have blocking findings. */
  ok: boolean
  report: Report
  jpeg?: Uint8Array
  lossless?: Uint8Array
  matte?: Uint8Array
  master?: Uint8Array
  /** By standard; one that has no lawful crop of this photo is missing here and explained in the report. */
  also: Map<string, Uint8Array>
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

  const also = (options.also ?? []).map((id) => loadStandard(id))
  const { portrait, report } = await makePortrait(decoded.frame, await engines(), standard, { ...options, also })
  report.timings.decodeMs = decodeMs
  const developed: Developed = { ok: report.ok, report, also: new Map() }
  if (portrait) {
    const { finished, master } = portrait
    const beforeMs = clock.elapsedMs()
    const encoded = await encodeFor(finished.rgb, standard)
    developed.jpeg = encoded.bytes
    report.file = encoded.file
    report.findings.push(...encoded.findings)
    report.checks.push(inside('FILE_SPEC', encoded.bytes.length, [standard.bytes.min, standard.bytes.max], 'bytes'))
    if (also.length > 0) report.also = []
    for (const each of portrait.also) report.also?.push(await encodeAlso(each, developed.also))
    report.timings.encodeMs = clock.elapsedMs() - beforeMs
    const { widthPx, heightPx } = finished
    if (options.matte) developed.matte = await encodeMatte(finished.alpha, widthPx, heightPx)
    if (options.lossless) developed.lossless = await encodePng(finished.rgb, widthPx, heightPx)
    if (master) developed.master = await encodeMaster(master.rgb, master.widthPx, master.heightPx, standard.dpi)
  }
  clock.stop(report)
  return developed
}

async function encodeFor(rgb: Uint8Array, standard: Standard) {
  const { bytes, quality } = await encodePortrait(rgb, standard)
  const file = { bytes: bytes.length, quality, sha256: createHash('sha256').update(bytes).digest('hex') }
  const { min, max } = standard.bytes
  const lawful = bytes.length >= min && bytes.length <= max
  return { bytes, file, findings: lawful ? [] : [finding('FILE_SPEC', 'block', bytes.length, [min, max], 'bytes')] }
}

async function encodeAlso(finished: Finished, files: Map<string, Uint8Array>): Promise<AlsoReport> {
  const { standard, picture, crop, geometry, findings } = finished
  const report: AlsoReport = { standard: standard.id, ok: false, findings, crop: null, geometry: null, file: null }
  if (!picture || !crop || !geometry) return report
  const encoded = await encodeFor(picture.rgb, standard)
  files.set(standard.id, encoded.bytes)
  return { ...report, ok: true, findings: [...findings, ...encoded.findings], crop, geometry, file: encoded.file }
}

/**
 * The findings of a raw or of a finished photo; nothing is encoded. A photo of exactly the standard's size counts as
 * finished: its file is held against the standard too.
 */
export async function inspectFile(input: PhotoInput, options: { standard?: string } = {}): Promise<Report> {
  const standard = loadStandard(options.standard)
  const clock = startClock()
  const decoded = await decodePhoto(input)
  const decodeMs = clock.elapsedMs()
  if ('unreadable' in decoded) return unreadable(decoded.unreadable, options, clock).report
  const { report } = await makePortrait(decoded.frame, await engines(), standard)
  const { sourceWidthPx, sourceHeightPx } = decoded.frame
  if (sourceWidthPx === standard.widthPx && sourceHeightPx === standard.heightPx) {
    const bytes = 'bytes' in input ? input.bytes : await readFile(input.path)
    report.findings.push(...checkFinishedFile(bytes, standard))
  }
  report.timings.decodeMs = decodeMs
  clock.stop(report)
  return report
}

function unreadable(why: Unreadable, options: DevelopOptions, clock: Clock): Developed {
  const report = reportUnreadable(options.standard, why)
  clock.stop(report)
  return { ok: false, report, also: new Map() }
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
