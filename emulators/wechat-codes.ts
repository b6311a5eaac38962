import { randomBytes } from 'node:crypto'

/** Codes that WeChat hands out, each good once. */
export interface Codes<T> {
  /** A code for the value, of so many bytes. */
  give(value: T, bytes?: number): string
  /** What the code stands for, once; otherwise WeChat’s words for it. */
  take(code: string): { value: T } | { refused: object }
}

const INVALID_CODE = { errcode: 40029, errmsg: 'invalid code' }
const USED_CODE = { errcode: 40163, errmsg: 'code been used' }

export function openCodes<T>(): Codes<T> {
  const waiting = new Map<string, T>()
  const used = new Set<string>()
  return {
    give(value, bytes = 16) {
      const code = randomBytes(bytes).toString('hex')
      waiting.set(code, value)
      return code
    },
    take(code) {
      const value = waiting.get(code)
      if (value === undefined) return { refused: used.has(code) ? USED_CODE : INVALID_CODE }
      waiting.delete(code)
      used.add(code)
      return { value }
    },
  }
}
