import { parseArgs } from 'node:util'

/** A command of the command line that was given wrongly; the message says how it goes. */
export class UsageWrong extends Error {}

/** Words and options after a command's name. @throws UsageWrong for an option it does not know */
export function readArguments<O extends Record<string, { type: 'string' | 'boolean' }>>(args: string[], options: O) {
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true })
  } catch (error) {
    throw new UsageWrong((error as Error).message)
  }
}
