import path from 'node:path'
import { parseArgs } from 'node:util'

/** A command line that cannot be carried out; shown with the usage. */
export class UsageError extends Error {}

type Options = NonNullable<Parameters<typeof parseArgs>[0]>['options']
type Values = Record<string, string | boolean | undefined>

export function readArguments(args: string[], options: Options): { inputs: string[]; values: Values } {
  try {
    const { positionals, values } = parseArgs({ args, options, allowPositionals: true, strict: true })
    return { inputs: positionals, values: values as Values }
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

/** npm changes into the project's root; paths mean what they meant where the user stood. */
export function fromCaller(file: string): string {
  return path.resolve(process.env.INIT_CWD ?? process.cwd(), file)
}

export function positiveInteger(text: string | boolean | undefined, name: string, fallback: number): number {
  if (text === undefined) return fallback
  const number = Number(text)
  if (!Number.isInteger(number) || number < 1) throw new UsageError(`${name} takes a whole number from 1 on`)
  return number
}
