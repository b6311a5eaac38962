import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { onlyRows, type Plan, runFaults } from './faults/rows.ts'

/**
 * Does to the product what happens to programs, and counts what was lost, doubled or answered wrongly:
 *   npm run faults
 *   npm run faults -- --short
 *   npm run faults -- --only kills,store --points 200 --seed 8 --allow-missing
 * Ends with 1 when anything that was answered is lost, happened twice, was answered wrongly, stayed undone or took a
 * minute to recover, and when something could not be tried here (unless --allow-missing).
 */
function readPlan(): Plan {
  const { values } = parseArgs({
    options: {
      short: { type: 'boolean', default: false },
      only: { type: 'string' },
      points: { type: 'string' },
      seed: { type: 'string', default: '8' },
      'allow-missing': { type: 'boolean', default: false },
    },
  })
  const { short: isShort, only, points, seed } = values
  const whole = (name: string, text: string) => {
    if (/^[1-9]\d{0,6}$/.test(text)) return Number(text)
    throw new Error(`--${name} must be a whole number`)
  }
  return {
    isShort,
    ...{ seed: whole('seed', seed), points: whole('points', points ?? (isShort ? '4' : '400')) },
    only: onlyRows(only),
    mayMiss: values['allow-missing'],
  }
}

// What was started ends with this program.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))
let plan: Plan
try {
  plan = readPlan()
} catch (error) {
  console.error((error as Error).message)
  process.exit(2)
}
const load = () => loadavg()[0]!.toFixed(1)
const before = load()
const hasHeld = await runFaults(plan, (line) => console.log(line))
console.log(`Seed ${plan.seed}; load average ${before} before, ${load()} after.`)
process.exitCode = hasHeld ? 0 : 1
