import { bump, smoothStep } from './curve.ts'

const HALF_WIDTH = 25

/** 1 inside the lips, 0 outside, with a soft rim of about a millimetre; (u, v) in head millimetres. */
export function lipMask(u: number, v: number): number {
  const a = Math.abs(u)
  if (a > HALF_WIDTH || v < 54 || v > 82) return 0
  const t = a / HALF_WIDTH
  const open = (1 - t * t) ** 0.75
  const meet = 67.2 - 0.0034 * u * u
  const upper = meet - open * (7.2 + 1.2 * bump(a - 5.5, 3) - 1.3 * bump(a, 2.4))
  const lower = meet + open * (9.6 - 3.2 * t)
  const rim = 0.9
  return smoothStep(-rim, rim, v - upper) * smoothStep(-rim, rim, lower - v) * smoothStep(HALF_WIDTH, HALF_WIDTH - 4, a)
}
