import { spawn } from 'node:child_process'
import { join } from 'node:path'
import type { TestCluster } from '../cluster.ts'
import { CLUSTER } from './on-test-cluster.ts'
import { plants } from './plants.ts'

export interface PlantOutcome {
  name: string
  /** How many histories went by before the mistake was found; null: it was not. */
  foundAfter: number | null
  seconds: number
  /** What was wrong. */
  sentence: string
}

export interface PlantOptions {
  runs: number
  seed: number
  sideBySide: number
}

/** Runs histories on a program with the mistake in it, in a process of its own. */
export async function tryPlant(cluster: TestCluster, name: string, options: PlantOptions): Promise<PlantOutcome> {
  const { runs, seed, sideBySide } = options
  const here = import.meta.dirname
  const preload = ['--import', join(here, 'plant-preload.ts'), join(here, 'plant-trial.ts')]
  const environment = { ...process.env, TUCAI_PLANT: name, [CLUSTER]: JSON.stringify(cluster) }
  const child = spawn(process.execPath, [...preload, String(runs), String(seed), String(sideBySide)], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [said, errors] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text) => {
    said += text
  })
  child.stderr.setEncoding('utf8').on('data', (text) => {
    errors += text
  })
  const code = await new Promise<number | null>((done) => child.once('close', done))
  if (code !== 0) throw new Error(`the trial of ${name} ended with ${code}: ${errors.trim()}`)
  const { done, seconds, failure } = JSON.parse(said.trim().split('\n').at(-1)!)
  const sentence = failure?.sentence ?? ''
  return { name, foundAfter: failure === undefined ? null : done + 1, seconds, sentence }
}

/** Every mistake in turn. */
export async function tryPlants(
  cluster: TestCluster,
  options: PlantOptions,
  tell: (outcome: PlantOutcome) => void,
): Promise<PlantOutcome[]> {
  const outcomes: PlantOutcome[] = []
  for (const { name } of plants) {
    const outcome = await tryPlant(cluster, name, options)
    outcomes.push(outcome)
    tell(outcome)
  }
  return outcomes
}
