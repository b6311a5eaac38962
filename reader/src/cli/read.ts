import { rename, rm, stat, writeFile } from 'node:fs/promises'
import { readAll } from '../node/crew.ts'
import type { Job, JobDone } from '../node/worker.ts'
import { unread } from '../read-document.ts'
import type { Kind } from '../reading.ts'
import { flagWords, warningWords } from '../words.ts'
import { fromCaller, readArguments, UsageError } from './arguments.ts'

/** `document read`: what each picture says, as one report. */
export async function runRead(args: string[]): Promise<number> {
  const { inputs, values } = readArguments(args, { kind: { type: 'string' }, report: { type: 'string' } })
  if (inputs.length === 0) throw new UsageError('no picture given')
  const { report, kind } = values
  if (report === undefined) throw new UsageError('--report FILE.json is missing')
  if (kind !== undefined && kind !== 'idcard' && kind !== 'passport')
    throw new UsageError('--kind takes idcard or passport')
  const target = fromCaller(report)
  await refuseOverwriting(target, inputs.map(fromCaller))
  const jobs = inputs.map(
    (input, id): Job => ({ id, picture: { path: fromCaller(input) }, kind: kind as Kind | undefined }),
  )
  const outcomes: JobDone[] = []
  await readAll(jobs, (job, outcome) => {
    outcomes[job.id] = outcome
    process.stderr.write(`[${outcomes.filter(Boolean).length}/${jobs.length}] ${inputs[job.id]}: ${summary(outcome)}\n`)
  })
  await writeWhole(
    target,
    `${JSON.stringify(
      inputs.map((input, i) => reportOf(input, outcomes[i]!)),
      null,
      2,
    )}\n`,
  )
  if (outcomes.some((outcome) => 'error' in outcome)) return 1
  return outcomes.every((outcome) => 'ok' in outcome && outcome.ok && outcome.reading.kind !== null) ? 0 : 2
}

/** One entry of the report. */
function reportOf(input: string, outcome: JobDone) {
  const reading = 'reading' in outcome ? outcome.reading : unread(null)
  const fields = Object.entries(reading.fields).map(([name, { value, confidence, source, flags }]) => [
    name,
    { value, confidence: Math.round(confidence * 1000) / 1000, source, flags },
  ])
  return {
    input,
    kind: reading.kind,
    fields: Object.fromEntries(fields),
    mrz: reading.mrz,
    warnings: reading.warnings.map((code) => ({ code, ...warningWords[code] })),
    provider: 'embedded',
    ms: 'durationMs' in outcome ? outcome.durationMs : 0,
    ...('error' in outcome ? { error: outcome.error } : {}),
  }
}

function summary(outcome: JobDone): string {
  if ('error' in outcome) return `failed: ${outcome.error}`
  const { kind, fields, warnings } = outcome.reading
  const doubts = Object.entries(fields).flatMap(([name, { flags }]) =>
    flags.map((flag) => `${name}: ${flagWords[flag].en}`),
  )
  return [kind ?? 'nothing read', ...warnings.map((code) => warningWords[code].en), ...doubts].join('; ')
}

async function refuseOverwriting(target: string, inputs: string[]): Promise<void> {
  const identity = async (file: string) => {
    const found = await stat(file).catch(() => undefined)
    return found ? `${found.dev}:${found.ino}` : file
  }
  const own = await identity(target)
  for (const input of inputs) {
    if ((await identity(input)) === own) throw new UsageError(`${target} is an input and would be overwritten`)
  }
}

/** A report that exists is whole. */
async function writeWhole(target: string, text: string): Promise<void> {
  const temporary = `${target}.${process.pid}.part`
  try {
    await writeFile(temporary, text)
    await rename(temporary, target)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}
