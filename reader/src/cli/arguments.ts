import path from 'node:path'
import { parseArgs } from 'node:util'

/** A command line that can't be carried out; shown with the usage. */
export class UsageError extends Error {}

type Options = NonNullable<Parameters<typeof parseArgs>[0]>['options']

export function readArguments(
  args: string[],
  options: Options,
): { inputs: string[]; values: Record<string, string | undefined> } {
  try {
    const { positionals, values } = parseArgs({ args, options, allowPositionals: true, strict: true })
    return { inputs: positionals, values: values as Record<string, string | undefined> }
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

/** npm changes into the project's root; paths mean what they meant where the user stood. */
export function fromCaller(file: string): string {
  return path.resolve(process.env.INIT_CWD ?? process.cwd(), file)
}
