import type { Finding, Severity } from '../report.ts'
import { words } from './words.ts'

/** A finding with its words; the number and the limit are filled into the sentence. */
export function finding(
  code: string,
  severity: Severity,
  value: number,
  limit: number | [number, number],
  unit: string,
): Finding {
  const rounded = round(value)
  const sentence = words[code]
  if (!sentence) throw new Error(`no words for ${code}`)
  const shown = Array.isArray(limit) ? `${round(limit[0])}–${round(limit[1])}` : `${round(limit)}`
  const fill = (text: string) => text.replaceAll('{value}', `${rounded}`).replaceAll('{limit}', shown)
  return { code, severity, value: rounded, limit, unit, zh: fill(sentence.zh), en: fill(sentence.en) }
}

function round(value: number): number {
  if (Math.abs(value) >= 100) return Math.round(value)
  return Math.abs(value) >= 10 ? Math.round(value * 10) / 10 : Math.round(value * 1000) / 1000
}

/** Block beyond one limit, warn beyond a milder one, nothing within both; larger values are worse. */
export function above(code: string, value: number, warn: number, block: number, unit: string): Finding[] {
  if (value > block) return [finding(code, 'block', value, block, unit)]
  return value > warn ? [finding(code, 'warn', value, warn, unit)] : []
}

/** The same where smaller values are worse. */
export function below(code: string, value: number, warn: number, block: number, unit: string): Finding[] {
  if (value < block) return [finding(code, 'block', value, block, unit)]
  return value < warn ? [finding(code, 'warn', value, warn, unit)] : []
}
