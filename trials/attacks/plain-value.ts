interface Schema {
  const?: unknown
  enum?: unknown[]
  anyOf?: Schema[]
  type?: string
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  minItems?: number
  minimum?: number
  minLength?: number
  pattern?: string
  format?: string
}

/** What the patterns of the contract let through, the first that fits. */
const TEXTS = ['2026-11-25', '2026-11', 'plain', '12345', '1', '']

/** One plain value that the schema lets through, with everything that may be left out: what a careful client sends. */
export function plainValue(schema: Schema): unknown {
  if ('const' in schema) return schema.const
  if (schema.enum) return schema.enum[0]
  // Of several the last that is more than null: it has the most to attack.
  if (schema.anyOf) return plainValue(schema.anyOf.findLast(({ type }) => type !== 'null') ?? schema.anyOf[0]!)
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(Object.entries(schema.properties ?? {}).map(([key, one]) => [key, plainValue(one)]))
    case 'array':
      return Array.from({ length: Math.max(1, schema.minItems ?? 0) }, () => plainValue(schema.items ?? {}))
    case 'integer':
    case 'number':
      return Math.max(1, schema.minimum ?? 1)
    case 'boolean':
      return true
    case 'string':
      return plainText(schema)
    default:
      return null
  }
}

function plainText({ minLength = 0, pattern, format }: Schema): string {
  if (format === 'date-time') return '2027-03-01T00:00:00.000Z'
  if (pattern === undefined) return 'x'.padEnd(minLength, 'x')
  const text = TEXTS.find((one) => new RegExp(pattern).test(one))
  if (text === undefined) throw new Error(`no text fits ${pattern}`)
  return text
}
