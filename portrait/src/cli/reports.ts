import { rename, writeFile } from 'node:fs/promises'
import { loadStandard } from '../node/standards.ts'
import type { JobDone } from '../node/worker.ts'
import { emptyReport, type Report } from '../report.ts'

export type InputReport = { input: string; error?: string } & Report

/** One report an input, in the order and with the names of the command line. */
export function reportsOf(inputs: string[], outcomes: JobDone[]): InputReport[] {
  return inputs.map((input, i) => {
    const outcome = outcomes[i]
    if ('error' in outcome) return { input, error: outcome.error, ...emptyReport(loadStandard(), null, null) }
    return { input, ...outcome.report }
  })
}

export async function writeReports(file: string, inputs: string[], outcomes: JobDone[]): Promise<void> {
  const temporary = `${file}.${process.pid}.part`
  await writeFile(temporary, `${JSON.stringify(reportsOf(inputs, outcomes), null, 2)}\n`)
  await rename(temporary, file)
}
