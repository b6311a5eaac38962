import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { recordAudit } from '../audit/audits.ts'
import type { Clock } from '../platform/clock.ts'
import { readArguments, UsageWrong } from '../platform/command.ts'
import { type Db, inTransaction, rowOf, SYSTEM } from '../platform/db.ts'
import { proveKeys, proveOnlyPresentKeys } from '../platform/key-proof.ts'
import { addKeys, dropOldKeys, keyVersions } from '../platform/keyring.ts'
import { countOldValues, resealColumn, type SealedColumn } from '../platform/sealed-columns.ts'
import type { Secrets } from '../platform/secrets.ts'

export interface RotationGround {
  db: Db
  secrets: Secrets
  clock: Clock
}

/** A request that took a key before there was a newer one has stored what it sealed after this long. */
const SETTLE_MS = 5_000
const ROUNDS = 20

/**
 * New keys for sealed values and their indexes, beside a running program: everything stays readable meanwhile. Broken
 * off, the next call goes on where this one ended. The older keys are forgotten once nothing needs them.
 */
export async function rotateKeys(
  ground: RotationGround,
  { keysFolder, columns }: { keysFolder: string; columns: SealedColumn[] },
  args: string[],
  say: (line: string) => void,
  settleMs = SETTLE_MS,
): Promise<number> {
  if (readArguments(args, {}).positionals.length > 0) throw new UsageWrong('keys rotate')
  const isResumed = keyVersions(keysFolder).length > 1
  const version = isResumed ? ground.secrets.keyVersion() : addKeys(keysFolder)
  say(isResumed ? `继续上次没有完成的轮换，密钥 ${version}。` : `新密钥 ${version} 已启用，旧密钥仍可读。`)
  for (let round = 0; round < ROUNDS; round += 1) {
    await resealAll(ground, columns, say)
    await pause(settleMs)
    const isClean = (await oldCount(ground, columns)) === 0 && !(await hasOlderTransaction(ground, settleMs))
    if (!isClean) continue
    // Killed behind the next line, the database still knows the keys that are left.
    await proveKeys(ground.db, ground.secrets, keysFolder)
    dropOldKeys(keysFolder)
    await inTransaction(ground.db, SYSTEM, async (tx) => {
      await proveOnlyPresentKeys(tx, ground.secrets)
      await recordAudit(tx, ground.clock.now(), SYSTEM, 'keys-rotated', [`key ${version}`])
    })
    say(`轮换完成。旧密钥已删除，只有更早的备份才需要它：请与备份分开保存一份 ${keysFolder}。`)
    return 0
  }
  say('还有程序在使用旧密钥，旧密钥保留。请稍后再次运行 keys rotate。')
  return 1
}

async function resealAll({ db, secrets }: RotationGround, columns: SealedColumn[], say: (line: string) => void) {
  for (const sealed of columns) {
    const count = await resealColumn(db, secrets, sealed)
    if (count > 0) say(`  ${sealed.table}.${sealed.column}  ${count}`)
  }
}

async function oldCount({ db, secrets }: RotationGround, columns: SealedColumn[]): Promise<number> {
  return inTransaction(db, SYSTEM, async (tx) => {
    let count = 0
    for (const sealed of columns) count += await countOldValues(tx, secrets, sealed)
    return count
  })
}

/** A transaction that is older than the pause may hold a value that nobody else sees yet. */
async function hasOlderTransaction({ db }: RotationGround, settleMs: number): Promise<boolean> {
  const row = await inTransaction(db, SYSTEM, (tx) =>
    rowOf(
      tx,
      sql`SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND usename = current_user
        AND pid <> pg_backend_pid() AND xact_start < clock_timestamp() - make_interval(secs => ${settleMs / 1000})`,
    ),
  )
  return row !== undefined
}
