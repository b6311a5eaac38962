import { mkdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { readMaskModel } from '../engines/mask-manifest.ts'
import { developAll } from '../node/crew.ts'
import { loadStandard } from '../node/standards.ts'
import type { Job, JobDone } from '../node/worker.ts'
import { fromCaller, positiveInteger, readArguments, UsageError } from './arguments.ts'
import { showProgress } from './progress.ts'
import { writeReports } from './reports.ts'

/** `portrait make`: a finished portrait of every input. */
export async function runMake(args: string[]): Promise<number> {
  const { inputs, values } = readArguments(args, {
    out: { type: 'string' },
    standard: { type: 'string' },
    matte: { type: 'boolean' },
    lossless: { type: 'boolean' },
    master: { type: 'boolean' },
    also: { type: 'string' },
    jobs: { type: 'string' },
    'mask-model': { type: 'string' },
    report: { type: 'string' },
  })
  if (inputs.length === 0) throw new UsageError('no photo given')
  if (typeof values.out !== 'string') throw new UsageError('--out DIR is missing')
  const size = positiveInteger(values.jobs, '--jobs', 1)
  const standard = knownStandard(values.standard as string | undefined)
  const also = knownStandards(values.also as string | undefined)
  const maskModel = fittingMaskModel(values['mask-model'])
  const folder = fromCaller(values.out)
  const jobs = inputs.map((input, i) =>
    jobFor(i, fromCaller(input), folder, standard, {
      matte: !!values.matte,
      lossless: !!values.lossless,
      master: !!values.master,
      also,
    }),
  )
  const reportFile = values.report === undefined ? undefined : fromCaller(String(values.report))
  await refuseCollisions(jobs, reportFile)
  await mkdir(folder, { recursive: true })
  const outcomes = await developWithProgress(jobs, size, inputs, maskModel)
  if (reportFile) await writeReports(reportFile, inputs, outcomes)
  return exitCode(outcomes)
}

/** The manifest's path, once manifest and model agree. @throws MaskModelRefused before any work */
export function fittingMaskModel(manifest: string | boolean | undefined): string | undefined {
  if (manifest === undefined) return undefined
  const file = fromCaller(String(manifest))
  readMaskModel(file)
  return file
}

export function knownStandard(id: string | undefined): string | undefined {
  try {
    loadStandard(id)
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
  return id
}

/** The standards of a list such as `chsi-2017-white,degree-tongji`. */
function knownStandards(list: string | undefined): string[] {
  if (list === undefined) return []
  const ids = [...new Set(list.split(','))]
  for (const id of ids) knownStandard(id)
  return ids
}

function jobFor(
  id: number,
  input: string,
  folder: string,
  standard: string | undefined,
  wants: { matte: boolean; lossless: boolean; master: boolean; also: string[] },
): Job {
  const stem = path.join(folder, path.basename(input, path.extname(input)))
  return {
    id,
    path: input,
    standard,
    master: wants.master,
    outputs: {
      jpeg: `${stem}.jpg`,
      matte: wants.matte ? `${stem}.matte.png` : undefined,
      lossless: wants.lossless ? `${stem}.png` : undefined,
      master: wants.master ? `${stem}.master.jpg` : undefined,
      also: Object.fromEntries(wants.also.map((standardId) => [standardId, `${stem}.${standardId}.jpg`])),
    },
  }
}

/** Two outputs of one name, or an output on top of an input, are refused before anything is written. */
async function refuseCollisions(jobs: Job[], reportFile: string | undefined): Promise<void> {
  const inputs = new Set<string>()
  for (const job of jobs) inputs.add(await identity(job.path))
  const outputs = jobs.flatMap(({ outputs: { also = {}, ...own } }) =>
    [...Object.values(own), ...Object.values(also)].filter((file) => file !== undefined),
  )
  if (reportFile) outputs.push(reportFile)
  const seen = new Set<string>()
  for (const output of outputs) {
    if (seen.has(output)) throw new UsageError(`two inputs would be written to ${output}`)
    seen.add(output)
    if (inputs.has(output) || inputs.has(await identity(output)))
      throw new UsageError(`${output} is an input and would be overwritten`)
  }
}

/** The same file under two names has one identity. */
async function identity(file: string): Promise<string> {
  try {
    const { dev, ino } = await stat(file)
    return `${dev}:${ino}`
  } catch {
    return file
  }
}

/** Outcomes in the order of the jobs. */
export async function developWithProgress(
  jobs: Job[],
  size: number,
  names: string[],
  maskModel: string | undefined,
): Promise<JobDone[]> {
  const progress = showProgress(jobs.length)
  const outcomes: JobDone[] = []
  await developAll(
    jobs,
    size,
    (job, outcome) => {
      outcomes[Number(job.id)] = outcome
      progress.step(names[Number(job.id)], outcome)
    },
    { maskModel },
  )
  progress.end()
  return outcomes
}

export function exitCode(outcomes: JobDone[]): number {
  if (outcomes.some((outcome) => 'error' in outcome)) return 1
  return outcomes.every((outcome) => 'ok' in outcome && outcome.ok) ? 0 : 2
}
