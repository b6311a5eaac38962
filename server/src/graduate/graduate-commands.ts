import { recordAudit } from '../audit/audits.ts'
import type { Clock } from '../platform/clock.ts'
import { readArguments, UsageWrong } from '../platform/command.ts'
import { type Db, inTransaction, SYSTEM } from '../platform/db.ts'
import { settleStatement } from './statements.ts'

/** The school’s word on what a student stated, given at the command line. */
export async function settleByCommand(
  { db, clock }: { db: Db; clock: Clock },
  to: 'confirmed' | 'refused',
  args: string[],
  say: (line: string) => void,
): Promise<number> {
  const [graduateId, ...others] = readArguments(args, {}).positionals
  if (graduateId === undefined || others.length > 0)
    throw new UsageWrong(`graduate ${to === 'confirmed' ? 'confirm' : 'refuse'} ID`)
  const settled = await inTransaction(db, SYSTEM, async (tx) => {
    const moved = await settleStatement(tx, graduateId, to, clock.now())
    if (moved) await recordAudit(tx, clock.now(), SYSTEM, `graduate-${to}`, [graduateId])
    return moved
  })
  say(settled ? `${graduateId}  ${to === 'confirmed' ? '已确认' : '已退回'}` : `没有等待确认的学生：${graduateId}`)
  return settled ? 0 : 1
}
