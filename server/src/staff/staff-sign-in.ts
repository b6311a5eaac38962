import {
  Problem,
  type ProblemCode,
  type StaffSessionConfirm,
  type StaffSessionConfirmed,
  type StaffSessionStart,
  type StaffSessionStarted,
} from '@tucai/contract'
import bwip from 'bwip-js/node'
import { type AuditAction, recordAudit } from '../audit/audits.ts'
import { type Actor, inTransaction, SYSTEM, type Tx } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import { makeToken } from '../platform/secrets.ts'
import type { OpenLimiter } from '../platform/throttle.ts'
import { normaliseLogin, type Staff, staffView } from './staff.ts'
import { noteSignedIn, setTotp, spendTotpStep, staffByLogin, staffOf, totpBoundTo } from './staff-members.ts'
import { endStaffSession, startStaffSession } from './staff-sessions.ts'
import {
  addStaffTicket,
  holdStaffTicket,
  renewRecoveryCodes,
  type StaffTicket,
  spendRecoveryCode,
  spendStaffTicket,
  tryStaffTicket,
} from './staff-tickets.ts'
import { acceptedStep, makeTotpSecret, readTotpCode, totpCode, totpStep, totpUrl } from './totp.ts'

const WINDOW_SECONDS = 15 * 60
const TRIES_PER_LOGIN = 10
const TRIES_PER_ADDRESS = 60
/** Wrong codes after the right password. */
const CODES_PER_STAFF = 5

export interface SignInSetting {
  limiter: OpenLimiter
  /** Names the product in the authenticator, e.g. `SPAC 工作台`. */
  issuer: string
  /** In demo mode: shows whoever started the program the present code. */
  tellCode: ((login: string, code: string) => void) | undefined
}

export interface StaffVisit {
  address: string
  /** What its owner recognises the session by. */
  label: string
  /** The session that a new one takes the place of. */
  sessionToken: string | undefined
}

export type LetInStaff = StaffSessionConfirmed & { sessionToken: string }

export type StaffSignIn = Awaited<ReturnType<typeof openStaffSignIn>>

/** Signing in of staff: password, then a code of the authenticator, which the first sign-in sets up. */
export async function openStaffSignIn(engines: Engines, setting: SignInSetting) {
  const { db, secrets, clock } = engines
  const { limiter, issuer, tellCode } = setting
  const perLogin = limiter('staff', TRIES_PER_LOGIN, WINDOW_SECONDS)
  const perAddress = limiter('staff-address', TRIES_PER_ADDRESS, WINDOW_SECONDS)
  const perStaff = limiter('staff-code', CODES_PER_STAFF, WINDOW_SECONDS)
  const nobodysHash = await secrets.hashPassword(makeToken())
  const staffKey = (staffId: string) => secrets.blindIndex('staff-code', staffId)

  async function start(given: StaffSessionStart, visit: StaffVisit): Promise<StaffSessionStarted> {
    const loginKey = secrets.blindIndex('staff-login', normaliseLogin(given.login))
    const addressKey = secrets.blindIndex('network-address', visit.address)
    await perLogin.spend(loginKey)
    await perAddress.spend(addressKey)
    const staff = await inTransaction(db, SYSTEM, (tx) => staffByLogin(tx, given.login))
    const fits = await secrets.verifyPassword(staff?.passwordHash ?? nobodysHash, given.password)
    if (staff === undefined || !fits) throw new Problem('staff-sign-in-refused')
    if (staff.lockedAt !== null) await refuse(staff, 'staff-refused', 'staff-locked')
    await perLogin.clear(loginKey)
    await perAddress.giveBack(addressKey)
    return askForCode(staff)
  }

  /** Somebody has just shown who they are by an invitation and a new password. */
  async function afterInvitation(staffId: string): Promise<StaffSessionStarted> {
    return askForCode((await inTransaction(db, SYSTEM, (tx) => staffOf(tx, staffId)))!)
  }

  async function askForCode(staff: Staff): Promise<StaffSessionStarted> {
    const now = clock.now()
    const sealed = staff.totpSecretSealed
    const secret = sealed === null ? makeTotpSecret() : secrets.open(sealed, totpBoundTo(staff.id))
    const pending = { staffId: staff.id, secret: sealed === null ? secret : null }
    const ticket = await inTransaction(db, SYSTEM, (tx) => addStaffTicket(tx, secrets, pending, now))
    tellCode?.(staff.login, totpCode(secret, Math.max(totpStep(now), (staff.totpStep ?? 0) + 1)))
    if (sealed !== null) return { state: 'code-needed', ticket }
    const url = totpUrl(secret, { issuer, login: staff.login })
    return { state: 'totp-setup', ticket, secret, url, qrSvg: qrOf(url) }
  }

  async function confirm({ ticket: token, code }: StaffSessionConfirm, visit: StaffVisit): Promise<LetInStaff> {
    const now = clock.now()
    // A try counts also when what follows fails, so it is kept in a transaction of its own.
    const ticket = await inTransaction(db, SYSTEM, (tx) => tryStaffTicket(tx, secrets, token, now))
    if (ticket === undefined) throw new Problem('staff-ticket-expired')
    const staff = (await inTransaction(db, SYSTEM, (tx) => staffOf(tx, ticket.staffId)))!
    if (staff.lockedAt !== null) await refuse(staff, 'staff-refused', 'staff-locked')
    await perStaff.spend(staffKey(staff.id))
    const letIn = await inTransaction(db, SYSTEM, async (tx) => {
      if (!(await holdStaffTicket(tx, token))) return undefined
      const step = await secondStep(tx, staff, ticket, code, now)
      if (step === undefined) return undefined
      await spendStaffTicket(tx, token)
      if (visit.sessionToken !== undefined) await endStaffSession(tx, visit.sessionToken)
      for (const action of step.actions) await recordAudit(tx, now, actorOf(staff), action, [staff.id])
      await noteSignedIn(tx, staff.id, now)
      return { ...step, sessionToken: await startStaffSession(tx, staff.id, now, visit.label) }
    })
    if (letIn === undefined) return refuse(staff, 'staff-code-refused', 'staff-code-refused')
    await perStaff.clear(staffKey(staff.id))
    return { staff: staffView(staff), recoveryCodes: letIn.recoveryCodes, sessionToken: letIn.sessionToken }
  }

  /** What the code proves, and what is kept of it; undefined for a wrong or used one. */
  async function secondStep(tx: Tx, staff: Staff, ticket: StaffTicket, typed: string, now: Date) {
    const code = readTotpCode(typed)
    if (ticket.secret !== null) {
      const step = code && acceptedStep(ticket.secret, code, null, now)
      const isSet = step && (await setTotp(tx, secrets, staff.id, { secret: ticket.secret, step }))
      if (!isSet) return undefined
      const recoveryCodes = await renewRecoveryCodes(tx, staff.id)
      return { recoveryCodes, actions: ['staff-totp-set', 'staff-signed-in'] satisfies AuditAction[] }
    }
    if (code === undefined) {
      if (!(await spendRecoveryCode(tx, staff.id, typed, now))) return undefined
      return { recoveryCodes: null, actions: ['staff-recovery-used', 'staff-signed-in'] satisfies AuditAction[] }
    }
    const secret = staff.totpSecretSealed && secrets.open(staff.totpSecretSealed, totpBoundTo(staff.id))
    const step = secret && acceptedStep(secret, code, staff.totpStep, now)
    if (!step || !(await spendTotpStep(tx, staff.id, step))) return undefined
    return { recoveryCodes: null, actions: ['staff-signed-in'] satisfies AuditAction[] }
  }

  async function refuse(staff: Staff, action: AuditAction, problem: ProblemCode): Promise<never> {
    await inTransaction(db, SYSTEM, (tx) => recordAudit(tx, clock.now(), actorOf(staff), action, [staff.id]))
    throw new Problem(problem)
  }

  return { start, confirm, afterInvitation }
}

function actorOf({ id, role, schoolId }: Staff): Actor {
  return { kind: 'staff', staffId: id, role, schoolId }
}

function qrOf(url: string): string {
  return bwip.toSVG({ bcid: 'qrcode', text: url, eclevel: 'M', padding: 4 } as never)
}
