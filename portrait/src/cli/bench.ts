import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { type BenchOrder, bench } from '../bench/bench.ts'
import { type SheetView, sheetViews } from '../bench/contact-sheet.ts'
import { writeDrawnSet } from '../bench/drawn-set.ts'
import { writeCalibration } from '../bench/write-calibration.ts'

const projectFolder = fileURLToPath(new URL('../../../', import.meta.url))
const usualData = path.join(projectFolder, '..', 'shared', 'data', 'portraits')

type CommonOrder = Omit<BenchOrder, 'dataFolder' | 'title'>

interface BenchArguments {
  /** Absent where there are no portraits: then people are drawn only. */
  dataFolder?: string
  /** Absent where no people are drawn. */
  seed?: number
  order: CommonOrder
  /** Made defects instead of the sets: where the tables go, and on which share of the people each defect is painted. */
  calibration?: { file: string; every: number }
}

/**
 * `bench [--data DIR] [--set frontal,composites] [--each] [--drawn] [--seed N] [--sheet out.png [--view head]]
 * [--jobs N] [--cost N] [--calibration FILE.md [--every N]]`: measures the product on real portraits where they are at
 * hand, and on people drawn anew each day, and prints tables. Resolves to the exit code.
 */
export async function runBench(args: string[]): Promise<number> {
  const given = parsed(args)
  if (typeof given === 'string') return refuse(given)
  const { dataFolder, seed, order, calibration } = given
  if (calibration) {
    if (!dataFolder) return refuse('The calibration needs good photos of people: give their folder with --data.')
    await writeCalibration(dataFolder, calibration.file, calibration.every, progress)
    return 0
  }
  if (dataFolder) await bench({ ...order, dataFolder }, print, progress)
  if (seed !== undefined) await benchDrawn(order, seed, dataFolder !== undefined)
  return 0
}

/** Cost and sheet belong to the real portraits where there are some. */
async function benchDrawn(order: CommonOrder, seed: number, besideReal: boolean): Promise<void> {
  const dataFolder = await mkdtemp(path.join(tmpdir(), 'portrait-drawn-'))
  try {
    progress(`drawing people with seed ${seed}`)
    await writeDrawnSet(dataFolder, seed)
    const title = `drawn people (seed ${seed}),`
    const alone = besideReal ? { sheet: undefined, costPhotos: 0 } : {}
    await bench({ ...order, ...alone, dataFolder, title }, print, progress)
  } finally {
    await rm(dataFolder, { recursive: true, force: true })
  }
}

/** What the arguments ask for, or the sentence that says what is wrong with them. */
function parsed(args: string[]): BenchArguments | string {
  const options = {
    data: { type: 'string' },
    set: { type: 'string' },
    each: { type: 'boolean', default: false },
    drawn: { type: 'boolean' },
    seed: { type: 'string' },
    sheet: { type: 'string' },
    view: { type: 'string', default: 'whole' },
    jobs: { type: 'string', default: '2' },
    cost: { type: 'string', default: '40' },
    calibration: { type: 'string' },
    every: { type: 'string', default: '4' },
  } as const
  try {
    return orderFrom(parseArgs({ args, options }).values)
  } catch (error) {
    return `${(error as Error).message.split('. ')[0].replace(/\.$/, '')}.`
  }
}

type Values = Record<'data' | 'set' | 'seed' | 'sheet' | 'calibration', string | undefined> &
  Record<'view' | 'jobs' | 'cost' | 'every', string> & { each: boolean; drawn?: boolean }

function orderFrom(
  values: Partial<Values> & Pick<Values, 'view' | 'jobs' | 'cost' | 'every' | 'each'>,
): BenchArguments | string {
  const home = process.env.INIT_CWD ?? process.cwd()
  const { data, set, each, drawn, seed, sheet, view, jobs, cost, calibration, every } = values
  const dataFolder = data ? path.resolve(home, data) : usualData
  if (data && !existsSync(dataFolder)) return `There is no folder ${dataFolder}.`
  if (!isCount(cost, 0)) return `--cost takes a number of photos, not ${cost}.`
  if (!isCount(jobs, 1)) return `--jobs takes a number of photos made at a time, not ${jobs}.`
  if (seed !== undefined && !isCount(seed, 0)) return `--seed takes a whole number, not ${seed}.`
  if (!sheetViews.includes(view as SheetView)) return `--view is one of ${sheetViews.join(', ')}, not ${view}.`
  if (!isCount(every, 1)) return `--every takes a whole number from 1 on, not ${every}.`
  const real = !drawn && existsSync(dataFolder)
  return {
    calibration: calibration ? { file: path.resolve(home, calibration), every: Number(every) } : undefined,
    dataFolder: real ? dataFolder : undefined,
    seed: real && data && seed === undefined ? undefined : Number(seed ?? dateSeed()),
    order: {
      only: set ? set.split(',') : [],
      each,
      sheet: sheet ? { file: path.resolve(home, sheet), view: view as SheetView } : undefined,
      jobs: Number(jobs),
      costPhotos: Number(cost),
    },
  }
}

function isCount(text: string, least: number): boolean {
  return /^\d{1,9}$/.test(text) && Number(text) >= least
}

/** New people every day, the same ones all day long: 20260131 for the last of January. */
function dateSeed(): number {
  const now = new Date()
  return now.getFullYear() * 10_000 + (now.getMonth() + 1) * 100 + now.getDate()
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
