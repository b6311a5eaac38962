import { readdirSync, readFileSync } from 'node:fs'
import { cpus } from 'node:os'

const ticksPerSecond = 100

type Process = { id: number; parentId: number; cpuMs: number }

/**
 * CPU time used so far by a process and all its living descendants, in ms, from /proc (see proc_pid_stat(5)).
 * Time of descendants that ended and were waited for counts too. Undefined where there is no /proc.
 */
export function cpuMsOfTree(rootId: number): number | undefined {
  return processTree(rootId)?.reduce((sum, { cpuMs }) => sum + cpuMs, 0)
}

/** A process and all its living descendants. Undefined where there is no /proc. */
export function processTree(rootId: number): Process[] | undefined {
  const processes = readProcesses()
  if (processes === undefined) return undefined
  const family = new Set([rootId])
  for (let grown = true; grown; ) {
    grown = false
    for (const { id, parentId } of processes) {
      if (family.has(id) || !family.has(parentId)) continue
      family.add(id)
      grown = true
    }
  }
  return processes.filter(({ id }) => family.has(id))
}

/** CPU time used so far by the whole machine, all programs together, in ms. */
export function cpuMsOfMachine(): number {
  return cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0)
}

function readProcesses(): Process[] | undefined {
  try {
    const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
    return ids.flatMap((name) => readProcess(Number(name)))
  } catch {
    return undefined
  }
}

function readProcess(id: number): Process[] {
  try {
    const stat = readFileSync(`/proc/${id}/stat`, 'latin1')
    // The command name may hold spaces and brackets: the fields start after its last bracket, with the third.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const ticks = [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at]), 0)
    return [{ id, parentId: Number(fields[1]), cpuMs: (ticks * 1000) / ticksPerSecond }]
  } catch {
    return []
  }
}
