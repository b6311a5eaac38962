import { cpus, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { run as access } from './attacks/access.ts'
import { run as browsers } from './attacks/browsers.ts'
import { run as desk } from './attacks/desk.ts'
import { run as fuzz } from './attacks/fuzz.ts'
import { type Ground, openGround } from './attacks/ground.ts'
import { run as headers } from './attacks/headers.ts'
import { run as hostile } from './attacks/hostile.ts'
import { run as personal } from './attacks/personal.ts'
import { run as requests } from './attacks/requests.ts'
import { hasHeld, type Options, type Row } from './attacks/row.ts'
import { run as signing } from './attacks/signing.ts'
import { run as suite } from './attacks/suite.ts'
import { tableOf } from './attacks/table.ts'
import { run as tls } from './attacks/tls.ts'

/**
 * Attacks a product of its own over HTTP, and prints how often each was tried and how often it came to nothing:
 *   npm run attacks [-- --part NAME] [--short] [--seed N]
 * Ends with 1 when an attack got through.
 */
type Part = (ground: Ground, options: Options) => Promise<Row[]>

export const parts: Record<string, Part> = {
  ...{ access, browsers, desk, headers, requests, fuzz, hostile },
  ...{ personal, signing, suite, tls },
}

/** Runs the named parts, one after another, on the ground. */
export async function attack(ground: Ground, names: string[], options: Options): Promise<Row[]> {
  const rows: Row[] = []
  for (const name of names) {
    const begunAt = performance.now()
    rows.push(...(await parts[name]!(ground, options)))
    options.tell(`${name}: ${((performance.now() - begunAt) / 1000).toFixed(0)} s`)
  }
  return rows
}

async function main(): Promise<number> {
  const { part, short, seed } = readFlags()
  const names = part === undefined ? Object.keys(parts) : [part]
  const tell = (line: string) => console.log(line)
  tell(`starting a product of its own (${cpus().length} CPUs, Node ${process.version}) …`)
  const ground = await openGround()
  try {
    const rows = await attack(ground, names, { short, tell, ...(seed === undefined ? {} : { seed }) })
    tell(`\n${tableOf(rows)}\n`)
    const broken = rows.filter((row) => !hasHeld(row))
    const [load] = loadavg()
    tell(broken.length === 0 ? 'Every row held.' : `Not held: ${broken.map(({ row }) => row).join(', ')}`)
    tell(`Load average of the last minute: ${load!.toFixed(1)}`)
    return broken.length === 0 ? 0 : 1
  } finally {
    await ground.close()
  }
}

function readFlags(): { part: string | undefined; short: boolean; seed: number | undefined } {
  try {
    const options = {
      part: { type: 'string' },
      short: { type: 'boolean', default: false },
      seed: { type: 'string' },
    } as const
    const { part, short, seed = '' } = parseArgs({ options }).values
    if ((part === undefined || Object.hasOwn(parts, part)) && /^\d{0,9}$/.test(seed))
      return { part, short, seed: seed === '' ? undefined : Number(seed) }
  } catch {
    // Told below.
  }
  console.error(`usage: npm run attacks [-- --part ${Object.keys(parts).join('|')}] [--short] [--seed N]`)
  process.exit(2)
}

if (import.meta.main) process.exitCode = await main()
