import type { Check, Finding, Severity } from '../report.ts'
import { words } from './words.ts'

/**
 * A finding with its words; the number and the limit are filled into the sentence. `of` picks the sentence where a code
 * has several.
 */
export function finding(
  code: string,
  severity: Severity,
  value: number,
  limit: number | [number, number],
  unit: string,
  of = '',
): Finding {
  const sentence = words[`${code} ${of}`] ?? words[code]
  if (!sentence) throw new Error(`no words for ${code}`)
  const limits = [limit].flat()
  const shownValue = shown(value, limits)
  const shownLimit = limits.map((each) => shown(each, [])).join('–')
  const fill = (text: string) => text.replaceAll('{value}', shownValue).replaceAll('{limit}', shownLimit)
  return {
    code,
    severity,
    value: Math.round(value * 1000) / 1000,
    limit,
    unit,
    zh: fill(sentence.zh),
    en: fill(sentence.en),
  }
}

/** As few decimals as a reader needs, and as many as tell the value from its limits. */
function shown(value: number, limits: number[]): string {
  const size = Math.abs(value)
  const fewest = size >= 100 ? 0 : size >= 1 ? 1 : 2
  for (let decimals = fewest; ; decimals++) {
    const rounded = Number(value.toFixed(decimals))
    if (decimals === 3 || !limits.includes(rounded) || limits.includes(value)) return `${rounded}`
  }
}

/** Block beyond one limit, warn beyond a milder one, nothing within both; larger values are worse. */
export function above(code: string, value: number, warn: number, block: number, unit: string): Finding[] {
  if (value > block) return [finding(code, 'block', value, block, unit)]
  return value > warn ? [finding(code, 'warn', value, warn, unit)] : []
}

/** A number beside the most that nothing is said of. */
export function atMost(code: string, value: number, limit: number, unit: string): Check {
  return { code, of: '', value: Math.round(value * 1000) / 1000, limit, unit, bad: 'above' }
}

/** A number beside the band it has to lie in. */
export function inside(code: string, value: number, limit: [number, number], unit: string): Check {
  return { code, of: '', value: Math.round(value * 1000) / 1000, limit, unit, bad: 'outside' }
}
