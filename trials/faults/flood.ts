import { readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { arrive } from './arriving.ts'
import { faredWords, openBystanders } from './bystanders.ts'
import { openChance } from './chance.ts'
import { openCrowd } from './crowd.ts'
import { type Ground, openGround } from './ground.ts'
import { newOutcome, type Outcome } from './outcome.ts'
import { checkCrowd } from './promises.ts'
import { walkersAtCamera } from './ready-walkers.ts'
import { take } from './student.ts'

/** The server alone, without the workers that it starts. */
const MEMORY_LIMIT_MB = 700

/** So many uploads at the same moment: taken or put off, and the program stays as large as it is. */
export async function floodUploads(isShort: boolean, seed: number): Promise<Outcome[]> {
  const outcome = newOutcome(`${isShort ? 12 : 200} uploads at once`)
  const begun = performance.now()
  const ground = await openGround()
  try {
    const crowd = openCrowd(ground, outcome, 0)
    const notNow = { count: 0 }
    crowd.notNow = () => void notNow.count++
    const walkers = await walkersAtCamera(ground, crowd, openChance(seed), isShort ? 4 : 25)
    const eachTimes = isShort ? 3 : 8
    const bystanders = openBystanders(walkers[0]!.asker)
    const memory = watchMemory(ground)
    const ends = await Promise.allSettled(
      walkers.flatMap((walker) => Array.from({ length: eachTimes }, () => take(walker, ground))),
    )
    const { json, health } = await bystanders.stop()
    const peakMb = await memory.stop()
    for (const end of ends)
      if (end.status === 'rejected') outcome.wrongs.push({ kind: 'stuck', sentence: (end.reason as Error).message })
    if (peakMb > MEMORY_LIMIT_MB)
      outcome.wrongs.push({ kind: 'stuck', sentence: `the server grew to ${peakMb.toFixed(0)} MB` })
    outcome.times = ends.length
    await arrive(ground, crowd, outcome)
    await checkCrowd(ground, crowd, outcome)
    outcome.notes.push(`${notNow.count} answers of 503`, `server at most ${peakMb.toFixed(0)} MB`)
    outcome.notes.push(faredWords('lists', json), faredWords('health', health))
    outcome.seconds = (performance.now() - begun) / 1000
    return [outcome]
  } finally {
    await ground.close()
  }
}

function watchMemory({ server }: Ground) {
  let isOpen = true
  let peakMb = 0
  const watched = (async () => {
    for (; isOpen; await wait(100)) {
      const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1]
      peakMb = Math.max(peakMb, Number(kilobytes ?? 0) / 1024)
    }
  })()
  return {
    async stop() {
      isOpen = false
      await watched
      return peakMb
    },
  }
}
