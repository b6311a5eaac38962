import { setTimeout as wait } from 'node:timers/promises'
import type { Ground } from './ground.ts'

/** What is still on its way, by its name; empty once everything has come to rest. */
async function underWay({ look }: Pick<Ground, 'look'>): Promise<string[]> {
  const [row] = await look<Record<string, number>>(
    `SELECT (SELECT count(*) FROM photo WHERE state = 'developing')::int AS "photos being developed",
      (SELECT count(*) FROM payment WHERE state IN ('open', 'closing'))::int AS "payments",
      (SELECT count(*) FROM notice WHERE state = 'due')::int AS "notices",
      (SELECT count(*) FROM pgboss.job WHERE state IN ('created', 'retry', 'active')
        AND name NOT IN ('dead-jobs', '__pgboss__send-it') AND name NOT LIKE '%-sweep' AND name <> 'order-expiry'
        AND start_after < now() + interval '10 minutes')::int AS "jobs"`,
  )
  return Object.entries(row!).flatMap(([what, count]) => (count > 0 ? [`${count} ${what}`] : []))
}

/** Waits for rest; answers what is under way still when the time is over. */
export async function untilRest(ground: Pick<Ground, 'look'>, limitMs: number): Promise<string[]> {
  let left: string[] = ['not looked at']
  for (const until = Date.now() + limitMs; Date.now() < until; await wait(500)) {
    left = await underWay(ground).catch((error: Error) => [error.message])
    if (left.length === 0) return left
  }
  return left
}
