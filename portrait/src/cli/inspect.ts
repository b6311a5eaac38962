import type { Job } from '../node/worker.ts'
import { fromCaller, positiveInteger, readArguments, UsageError } from './arguments.ts'
import { developWithProgress, exitCode, fittingMaskModel, knownStandard } from './make.ts'
import { reportsOf, writeReports } from './reports.ts'

/** `portrait inspect`: the findings of raw or finished photos; without --report as text on standard output. */
export async function runInspect(args: string[]): Promise<number> {
  const { inputs, values } = readArguments(args, {
    standard: { type: 'string' },
    jobs: { type: 'string' },
    'mask-model': { type: 'string' },
    report: { type: 'string' },
  })
  if (inputs.length === 0) throw new UsageError('no photo given')
  const size = positiveInteger(values.jobs, '--jobs', 1)
  const standard = knownStandard(values.standard as string | undefined)
  const jobs = inputs.map((input, id): Job => ({ id, path: fromCaller(input), standard, outputs: {} }))
  const outcomes = await developWithProgress(jobs, size, inputs, fittingMaskModel(values['mask-model']))
  if (values.report !== undefined) await writeReports(fromCaller(String(values.report)), inputs, outcomes)
  else {
    for (const { input, findings } of reportsOf(inputs, outcomes)) {
      const lines = findings.map(({ severity, code, zh }) => `  ${severity} ${code} ${zh}`)
      process.stdout.write(`${[input, ...(lines.length > 0 ? lines : ['  no findings'])].join('\n')}\n`)
    }
  }
  return exitCode(outcomes)
}
