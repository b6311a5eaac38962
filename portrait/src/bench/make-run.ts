import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { compiledFolder } from '../node/compiled.ts'
import type { Report } from '../report.ts'
import { watchFamily } from './family.ts'
import type { RunCost } from './metered.ts'

export type FileReport = Report & { input: string }

export interface MakeRun extends RunCost {
  seconds: number
  /** The most that all processes of the run held at one moment; see {@link watchFamily}. */
  peakRssBytes: number
  /** By input path. */
  reports: Map<string, FileReport>
}

const here = path.dirname(fileURLToPath(import.meta.url))
const meteredProgram = path.join(here, 'metered.ts')
const portraitProgram = path.join(here, '..', '..', 'start.mjs')

/** The meter itself costs nothing that counts: it need not be compiled. */
const meterEnvironment = { ...process.env, NODE_COMPILE_CACHE: compiledFolder }

/** Makes portraits of all files in a process of its own, one after the other, and reads the report. */
export async function runMake(files: string[], outFolder: string, options: string[]): Promise<MakeRun> {
  const home = await mkdtemp(path.join(tmpdir(), 'portrait-run-'))
  try {
    const reportFile = path.join(home, 'report.json')
    const costFile = path.join(home, 'cost.json')
    const args = ['make', ...files, '--out', outFolder, '--report', reportFile, ...options]
    const started = performance.now()
    const { code, peakRssBytes } = await run([meteredProgram, costFile, portraitProgram, ...args])
    const seconds = (performance.now() - started) / 1000
    if (code !== 0 && code !== 2) throw new Error(`the portrait command ended with exit code ${code}`)
    const list = JSON.parse(await readFile(reportFile, 'utf8')) as FileReport[]
    const cost = JSON.parse(await readFile(costFile, 'utf8')) as RunCost
    return { ...cost, seconds, peakRssBytes, reports: new Map(list.map((report) => [report.input, report])) }
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}

function run(args: string[]): Promise<{ code: number | null; peakRssBytes: number }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { env: meterEnvironment, stdio: ['ignore', 'ignore', 'pipe'] })
    const peak = watchFamily(child.pid ?? 0)
    let last = ''
    child.stderr.on('data', (chunk) => {
      last = `${last}${chunk}`.slice(-2000)
    })
    child.on('error', reject)
    child.on('exit', (code) => {
      if (code === 1) process.stderr.write(last)
      resolve({ code, peakRssBytes: peak() })
    })
  })
}
