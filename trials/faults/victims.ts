import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Process ids whose parent is this one, with their command lines. */
function childrenOf(parentPid: number): { pid: number; command: string }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
        const ppid = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
        if (ppid !== parentPid) return []
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replace(/\0/g, ' ')
        return [{ pid: Number(name), command }]
      } catch {
        return []
      }
    })
}

/** The processes that develop photos for a product. */
export const photoWorkersOf = (serverPid: number): number[] =>
  childrenOf(serverPid)
    .filter(({ command }) => command.includes('portrait/') && command.includes('worker.ts'))
    .map(({ pid }) => pid)

/** The bundled PostgreSQL’s first process. */
export function bundledPostmaster(dataFolder: string): number | undefined {
  const cluster = readdirSync(dataFolder).find((name) => /^postgres-\d+$/.test(name))
  if (cluster === undefined) return undefined
  try {
    return Number(readFileSync(join(dataFolder, cluster, 'postmaster.pid'), 'utf8').split('\n')[0])
  } catch {
    return undefined
  }
}

/** The processes of a PostgreSQL that serve connections of the product. */
export const backendsOf = (postmasterPid: number): number[] =>
  childrenOf(postmasterPid)
    .filter(({ command }) => /^postgres: tucai_/.test(command))
    .map(({ pid }) => pid)

/** Holds a process and its children where they are; what is given back lets them go on. */
export function stopAll(parentPid: number): () => void {
  const pids = [parentPid, ...childrenOf(parentPid).map(({ pid }) => pid)]
  for (const pid of pids) process.kill(pid, 'SIGSTOP')
  return () => {
    for (const pid of pids.reverse()) process.kill(pid, 'SIGCONT')
  }
}

/** SIGKILL; false when it was gone already. */
export function slay(pid: number | undefined): boolean {
  if (pid === undefined) return false
  try {
    process.kill(pid, 'SIGKILL')
    return true
  } catch {
    return false
  }
}
