import { type StaffRole, staffRoles } from '@tucai/contract'
import { type AuditAction, recordAudit } from '../audit/audits.ts'
import type { Clock } from '../platform/clock.ts'
import { readArguments, UsageWrong } from '../platform/command.ts'
import { type Db, inTransaction, isDuplicate, SYSTEM, type Tx } from '../platform/db.ts'
import type { Secrets } from '../platform/secrets.ts'
import { makePassword, type Staff } from './staff.ts'
import {
  addStaff,
  dropTotp,
  lockStaff,
  setStaffPassword,
  setStaffRole,
  staffByLogin,
  staffMembers,
  unlockStaff,
} from './staff-members.ts'
import { endStaffSessions, oldestStaffSessions } from './staff-sessions.ts'

interface Ground {
  db: Db
  secrets: Secrets
  clock: Clock
}

type Say = (line: string) => void
/** Finds a school by its name. */
type SchoolIdOf = (name: string) => Promise<string | undefined>

/** Changes one login that is named on the command line; all its sessions end. Answers the exit code. */
async function changeLogin(
  { db, clock }: Ground,
  args: string[],
  words: { usage: string; done: string; action: AuditAction },
  say: Say,
  change: (tx: Tx, staff: Staff) => Promise<unknown>,
): Promise<number> {
  const [login, ...others] = readArguments(args, {}).positionals
  if (login === undefined || others.length > 0) throw new UsageWrong(`${words.usage} LOGIN`)
  const staff = await inTransaction(db, SYSTEM, async (tx) => {
    const found = await staffByLogin(tx, login)
    if (found === undefined) return undefined
    await change(tx, found)
    await endStaffSessions(tx, found.id)
    await recordAudit(tx, clock.now(), SYSTEM, words.action, [found.id])
    return found
  })
  say(staff === undefined ? `没有这个员工：${login}` : `${staff.login}  ${words.done}`)
  return staff === undefined ? 1 : 0
}

/** Gives a login a new password, shows it once, and ends its sessions. */
export async function resetStaffPassword(ground: Ground, args: string[], say: Say): Promise<number> {
  const password = makePassword()
  const passwordHash = await ground.secrets.hashPassword(password)
  const words = { usage: 'staff reset-password', done: password, action: 'staff-password-changed' } as const
  return changeLogin(ground, args, words, say, (tx, staff) => setStaffPassword(tx, staff.id, passwordHash))
}

/** Forgets the authenticator of a login: the next sign-in sets one up. */
export function resetStaffTotp(ground: Ground, args: string[], say: Say): Promise<number> {
  const done = '下次登录时重新绑定验证器'
  const words = { usage: 'staff reset-totp', done, action: 'staff-totp-reset' } as const
  return changeLogin(ground, args, words, say, (tx, staff) => dropTotp(tx, staff.id))
}

export function lockStaffByCommand(ground: Ground, args: string[], say: Say): Promise<number> {
  const words = { usage: 'staff lock', done: '已停用', action: 'staff-locked' } as const
  return changeLogin(ground, args, words, say, (tx, staff) => lockStaff(tx, staff.id, ground.clock.now()))
}

export function unlockStaffByCommand(ground: Ground, args: string[], say: Say): Promise<number> {
  const words = { usage: 'staff unlock', done: '已恢复', action: 'staff-unlocked' } as const
  return changeLogin(ground, args, words, say, (tx, staff) => unlockStaff(tx, staff.id))
}

export async function listStaff({ db, clock }: Ground, say: Say): Promise<number> {
  const { seenAfter } = oldestStaffSessions(clock.now())
  const members = await inTransaction(db, SYSTEM, (tx) => staffMembers(tx, seenAfter))
  for (const { login, role, schoolName, lockedAt, totpSecretSealed, sessionCount } of members) {
    const state = lockedAt ? '已停用' : totpSecretSealed ? `登录中 ${sessionCount}` : '未绑定验证器'
    say([login.padEnd(20), role.padEnd(13), state, schoolName ?? ''].join('  ').trimEnd())
  }
  if (members.length === 0) say('还没有员工。')
  return 0
}

const OPTIONS = { role: { type: 'string' }, school: { type: 'string' } } as const
const OPTIONS_USAGE = `[--role ${staffRoles.join('|')}] [--school NAME]; the role school needs a school, the others have none`

/** Login, role and school of the command line; undefined, and said, when there is no such school. */
async function readRole(usage: string, schoolIdOf: SchoolIdOf, args: string[], say: Say) {
  const { values, positionals } = readArguments(args, OPTIONS)
  const [login, ...others] = positionals
  // Without a role it is an administrator, or with a school its operator.
  const wished = values.role ?? (values.school === undefined ? 'administrator' : 'school')
  const role = staffRoles.find((one) => one === wished)
  const fits = role !== undefined && (role === 'school') === (values.school !== undefined)
  if (login === undefined || others.length > 0 || !fits) throw new UsageWrong(`${usage} LOGIN ${OPTIONS_USAGE}`)
  const schoolId = values.school === undefined ? null : await schoolIdOf(values.school)
  if (schoolId === undefined) say(`没有这所学校：${values.school}`)
  return schoolId === undefined ? undefined : { login, role: role as StaffRole, schoolId }
}

/** Adds somebody of the centre, or with --school an operator of that school. */
export async function addStaffByCommand(
  { db, secrets, clock }: Ground,
  schoolIdOf: SchoolIdOf,
  args: string[],
  say: Say,
): Promise<number> {
  const given = await readRole('staff add', schoolIdOf, args, say)
  if (given === undefined) return 1
  const password = makePassword()
  const passwordHash = await secrets.hashPassword(password)
  try {
    await inTransaction(db, SYSTEM, async (tx) => {
      const staffId = await addStaff(tx, { ...given, passwordHash }, clock.now())
      await recordAudit(tx, clock.now(), SYSTEM, 'staff-added', [staffId])
    })
  } catch (error) {
    if (!isDuplicate(error)) throw error
    say(`已有这个员工：${given.login}`)
    return 1
  }
  say(`${given.login}  ${password}`)
  return 0
}

/** Gives a login another role, and ends its sessions. */
export async function changeStaffRole(
  ground: Ground,
  schoolIdOf: SchoolIdOf,
  args: string[],
  say: Say,
): Promise<number> {
  const given = await readRole('staff role', schoolIdOf, args, say)
  if (given === undefined) return 1
  const words = { usage: 'staff role', done: given.role, action: 'staff-role-changed' } as const
  return changeLogin(ground, [given.login], words, say, (tx, staff) => setStaffRole(tx, staff.id, given))
}
