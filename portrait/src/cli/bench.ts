import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { bench } from '../bench/bench.ts'
import { writeDrawnSet } from '../bench/drawn-set.ts'

const projectFolder = fileURLToPath(new URL('../../../', import.meta.url))
const usualData = path.join(projectFolder, '..', 'shared', 'data', 'portraits')

/**
 * `bench [--data DIR | --drawn] [--only frontal,composites] [--sheet out.png] [--cost N]`: measures the product on real
 * portraits where they are at hand, otherwise on people drawn anew each day, and prints tables. Resolves to the exit code.
 */
export async function runBench(args: string[]): Promise<number> {
  const given = parsed(args)
  if (typeof given === 'string') return refuse(given)
  const home = process.env.INIT_CWD ?? process.cwd()
  const { data, drawn, only, sheet, cost } = given
  const dataFolder = data ? path.resolve(home, data) : usualData
  if (data && !existsSync(dataFolder)) return refuse(`There is no folder ${dataFolder}.`)
  const costPhotos = Number(cost)
  if (!Number.isInteger(costPhotos) || costPhotos < 0) return refuse(`--cost takes a number of photos, not ${cost}.`)
  const order = {
    only: only ? only.split(',') : [],
    sheetFile: sheet ? path.resolve(home, sheet) : undefined,
    costPhotos,
  }
  if (!drawn && existsSync(dataFolder)) await bench({ ...order, dataFolder }, print, progress)
  else await benchDrawn(order)
  return 0
}

async function benchDrawn(order: Omit<Parameters<typeof bench>[0], 'dataFolder'>): Promise<void> {
  const dataFolder = await mkdtemp(path.join(tmpdir(), 'portrait-drawn-'))
  try {
    const now = new Date()
    const seed = now.getFullYear() * 10_000 + (now.getMonth() + 1) * 100 + now.getDate()
    progress(`drawing people with seed ${seed}`)
    await writeDrawnSet(dataFolder, seed)
    await bench({ ...order, dataFolder }, print, progress)
  } finally {
    await rm(dataFolder, { recursive: true, force: true })
  }
}

function parsed(args: string[]) {
  const options = {
    data: { type: 'string' },
    drawn: { type: 'boolean' },
    only: { type: 'string' },
    sheet: { type: 'string' },
    cost: { type: 'string', default: '10' },
  } as const
  try {
    return parseArgs({ args, options }).values
  } catch (error) {
    return `${(error as Error).message.split('. ')[0].replace(/\.$/, '')}.`
  }
}

function refuse(sentence: string): number {
  process.stderr.write(`${sentence}\n`)
  return 1
}

function print(text: string): void {
  process.stdout.write(`${text}\n`)
}

function progress(text: string): void {
  process.stderr.write(`${text}\n`)
}
