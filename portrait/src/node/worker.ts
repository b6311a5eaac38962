/**
 * A process that develops one photo after another; made to be forked, watched and killed.
 *
 *   to the worker     { id, path, standard, master, crop?, outputs: { jpeg?, master?, lossless?, matte?, also? } }
 *                     { id, path, preview }      a small JPEG of the photo at the path `preview`, nothing else
 *   from the worker   { ready: true }            once, when the engines are warm
 *                     { id, ok, report }         after the files of that job are written
 *                     { id, error }              the job failed through no fault of the photo (disk full, bug)
 *
 * `path` is the photo; `outputs` are the paths to write, each written under a temporary name and then renamed, so a
 * file that exists is whole. A path that is left out is not made. `standard` may be left out (the default one);
 * `outputs.also` holds a path for each further standard by its id. `crop` is one chosen by hand, in source pixels.
 * `master: true` makes the print master at `outputs.master`. One job at a time: send the next after the answer.
 * A parent that loses patience, or sees too much memory, kills the process and forks another one; when the parent goes
 * away, the worker ends. `--mask-model MANIFEST.json` makes it use a person mask that the operator brings.
 */
import { rename, rm, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { MaskModelRefused } from '../engines/mask-manifest.ts'
import type { Box } from '../frame.ts'
import type { Report } from '../report.ts'
import { keepCompiled, saveCompiled } from './compiled.ts'
import type { developFile } from './develop.ts'
import { chooseMaskModel } from './mask-choice.ts'

export interface Job {
  id: string | number
  path: string
  standard?: string
  master?: boolean
  crop?: Box
  outputs: { jpeg?: string; master?: string; lossless?: string; matte?: string; also?: Record<string, string> }
}

export interface PreviewJob {
  id: string | number
  path: string
  preview: string
}

export type JobDone = { id: string | number; ok: boolean; report: Report } | { id: string | number; error: string }

export type PreviewDone = { id: string | number; ok: boolean } | { id: string | number; error: string }

export interface WorkerReady {
  ready: true
}

async function perform(
  { id, path, standard, master, crop, outputs }: Job,
  develop: typeof developFile,
): Promise<JobDone> {
  try {
    const { ok, report, also, ...files } = await develop(
      { path },
      {
        standard,
        crop,
        master: master && outputs.master !== undefined,
        lossless: !!outputs.lossless,
        matte: !!outputs.matte,
        also: Object.keys(outputs.also ?? {}),
      },
    )
    for (const kind of ['jpeg', 'master', 'lossless', 'matte'] as const) {
      const target = outputs[kind]
      const bytes = files[kind]
      if (target && bytes) await writeWhole(target, bytes)
    }
    for (const [standardId, bytes] of also) await writeWhole(outputs.also?.[standardId] ?? '', bytes)
    return { id, ok, report }
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) }
  }
}

async function preview({ id, path, preview }: PreviewJob): Promise<PreviewDone> {
  try {
    const { previewFile } = await import('./preview.ts')
    const bytes = await previewFile({ path })
    if (bytes) await writeWhole(preview, bytes)
    return { id, ok: bytes !== undefined }
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) }
  }
}

async function writeWhole(target: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${target}.${process.pid}.part`
  try {
    await writeFile(temporary, bytes)
    await rename(temporary, target)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

/** A job that comes before the engines are warm is begun at once: its photo is decoded meanwhile. */
async function work(answer: (message: JobDone | PreviewDone | WorkerReady) => void): Promise<void> {
  keepCompiled()
  chooseMaskModel(parseArgs({ options: { 'mask-model': { type: 'string' } } }).values['mask-model'])
  const developing = import('./develop.ts')
  let queue: Promise<unknown> = developing
  process.on('message', (job: Job | PreviewJob) => {
    const done = async () => ('preview' in job ? preview(job) : perform(job, (await developing).developFile))
    queue = queue.then(async () => answer(await done()))
  })
  process.on('disconnect', () => process.exit(0))
  const { engines } = await import('./engines.ts')
  try {
    await engines()
  } catch (error) {
    if (!(error instanceof MaskModelRefused)) throw error
    process.stderr.write(
      `${error.message}
`,
      () => process.exit(1),
    )
    return
  }
  answer({ ready: true })
  saveCompiled()
}

if (process.send) await work((message) => void process.send?.(message))
