import type { TSchema } from 'typebox'
import Value from 'typebox/value'

/** What of the value does not fit the schema; undefined when all of it does. */
export function misfitOf(schema: TSchema, value: unknown): string | undefined {
  if (Value.Check(schema, value)) return undefined
  const [first] = Value.Errors(schema, value)
  return JSON.stringify(first) ?? 'it does not fit'
}
