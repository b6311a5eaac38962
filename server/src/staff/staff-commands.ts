import type { Clock } from '../platform/clock.ts'
import { readArguments, UsageWrong } from '../platform/command.ts'
import { type Db, inTransaction, isDuplicate, SYSTEM } from '../platform/db.ts'
import type { Secrets } from '../platform/secrets.ts'
import { makePassword } from './staff.ts'
import { addStaff, setStaffPassword } from './staff-members.ts'

interface Ground {
  db: Db
  secrets: Secrets
  clock: Clock
}

/** Gives a login a new password, shows it once, and ends its sessions. */
export async function resetStaffPassword(
  { db, secrets }: Ground,
  args: string[],
  say: (line: string) => void,
): Promise<number> {
  const [login] = readArguments(args, {}).positionals
  if (login === undefined) throw new UsageWrong('staff reset-password LOGIN')
  const password = makePassword()
  const passwordHash = await secrets.hashPassword(password)
  const isKnown = await inTransaction(db, SYSTEM, (tx) => setStaffPassword(tx, login, passwordHash))
  say(isKnown ? `${login}  ${password}` : `没有这个员工：${login}`)
  return isKnown ? 0 : 1
}

/** Adds an administrator, or with --school an operator of that school. */
export async function addStaffByCommand(
  { db, secrets, clock }: Ground,
  schoolIdOf: (name: string) => Promise<string | undefined>,
  args: string[],
  say: (line: string) => void,
): Promise<number> {
  const { values, positionals } = readArguments(args, { school: { type: 'string' } })
  const [login] = positionals
  if (login === undefined) throw new UsageWrong('staff add LOGIN [--school NAME]')
  const schoolId = values.school === undefined ? null : await schoolIdOf(values.school)
  if (schoolId === undefined) {
    say(`没有这所学校：${values.school}`)
    return 1
  }
  const password = makePassword()
  const passwordHash = await secrets.hashPassword(password)
  try {
    await inTransaction(db, SYSTEM, (tx) => addStaff(tx, { login, schoolId, passwordHash }, clock.now()))
  } catch (error) {
    if (!isDuplicate(error)) throw error
    say(`已有这个员工：${login}`)
    return 1
  }
  say(`${login}  ${password}`)
  return 0
}
