import { readFileSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

/** What a run cost: processor time of this process and of its ended children. */
export interface RunCost {
  cpuSeconds: number
}

/**
 * Runs another program in this process and writes what it cost when it exits:
 *   node metered.ts COST.json PROGRAM.ts ARGUMENTS...
 */
async function metered(costFile: string, program: string, args: string[]): Promise<void> {
  process.on('exit', () => writeFileSync(costFile, JSON.stringify(runCost())))
  process.argv = [process.argv[0], program, ...args]
  await import(pathToFileURL(program).href)
}

function runCost(): RunCost {
  const own = process.resourceUsage()
  const ownSeconds = (own.userCPUTime + own.systemCPUTime) / 1e6
  return { cpuSeconds: ownSeconds + childrenSeconds() }
}

/** Linux counts the processor time of ended children in ticks of a hundredth of a second; elsewhere 0. */
function childrenSeconds(): number {
  try {
    const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1].split(' ')
    return (Number(fields[13]) + Number(fields[14])) / 100
  } catch {
    return 0
  }
}

if (process.argv.length > 3) await metered(process.argv[2], process.argv[3], process.argv.slice(4))
