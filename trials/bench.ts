import { cpus, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { capacityText, costsOf } from './bench/capacity.ts'
import type { Size } from './bench/part.ts'
import { parts, runParts } from './bench/parts.ts'

/**
 * What the product holds, measured from outside on products of its own, as `npm start` runs them:
 *   npm run bench [-- --part queue --part day] [--short] [--takes 20] [--minutes 30]
 * A table of capacity follows where queue, json and sign-in have run. All parts unless some are named. Speed is told beside its bar and fails nothing; an error of the product does.
 */
function readFlags(): { names: string[]; size: Omit<Size, 'open'> } {
  const { values } = parseArgs({
    options: {
      part: { type: 'string', multiple: true, default: Object.keys(parts) },
      short: { type: 'boolean', default: false },
      takes: { type: 'string' },
      minutes: { type: 'string' },
    },
  })
  const unknown = values.part.find((name) => parts[name] === undefined)
  if (unknown !== undefined)
    throw new Error(`--part is one of ${Object.keys(parts).join(', ')}; there is no ${unknown}`)
  const takes = whole('--takes', values.takes ?? (values.short ? '1' : '20'), 200)
  const minutes = values.short ? 0.01 : whole('--minutes', values.minutes ?? '30', 24 * 60)
  return { names: values.part, size: { isShort: values.short, takes, minutes } }
}

function whole(flag: string, text: string, most: number): number {
  const number = Number(text)
  if (Number.isInteger(number) && number >= 1 && number <= most) return number
  throw new Error(`${flag} is a whole number from 1 to ${most}`)
}

async function main({ names, size }: ReturnType<typeof readFlags>): Promise<void> {
  console.log(`${cpus().length} CPUs (${cpus()[0]?.model.trim()}), Node ${process.version}`)
  const figures = await runParts(names, size, (name, { text, errors }) => {
    console.log(`\n## ${name} (load average now ${loadavg()[0]?.toFixed(1)})\n\n${text}`)
    for (const error of errors.slice(0, 20)) console.log(`ERROR: ${error}`)
    if (errors.length > 0) process.exitCode = 1
  })
  const costs = costsOf(figures)
  if (costs) console.log(`\n## capacity\n\n${capacityText(costs)}`)
}

try {
  await main(readFlags())
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
