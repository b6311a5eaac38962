import { type StaffRole, staffRoles } from '@tucai/contract'
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

const ADD_USAGE = `staff add LOGIN [--role ${staffRoles.join('|')}] [--school NAME]; the role school needs a school, the others have none`

/** Without a role it is an administrator, or with a school its operator; undefined when the two don't fit. */
function roleGiven({ role, school }: { role?: string; school?: string }): StaffRole | undefined {
  const wished = role ?? (school === undefined ? 'administrator' : 'school')
  const known = staffRoles.find((one) => one === wished)
  return (known === 'school') === (school !== undefined) ? known : undefined
}

/** Adds somebody of the centre, or with --school an operator of that school. */
export async function addStaffByCommand(
  { db, secrets, clock }: Ground,
  schoolIdOf: (name: string) => Promise<string | undefined>,
  args: string[],
  say: (line: string) => void,
): Promise<number> {
  const { values, positionals } = readArguments(args, { role: { type: 'string' }, school: { type: 'string' } })
  const [login] = positionals
  const role = roleGiven(values)
  if (login === undefined || role === undefined) throw new UsageWrong(ADD_USAGE)
  const schoolId = values.school === undefined ? null : await schoolIdOf(values.school)
  if (schoolId === undefined) {
    say(`没有这所学校：${values.school}`)
    return 1
  }
  const password = makePassword()
  const passwordHash = await secrets.hashPassword(password)
  try {
    await inTransaction(db, SYSTEM, (tx) => addStaff(tx, { login, role, schoolId, passwordHash }, clock.now()))
  } catch (error) {
    if (!isDuplicate(error)) throw error
    say(`已有这个员工：${login}`)
    return 1
  }
  say(`${login}  ${password}`)
  return 0
}
