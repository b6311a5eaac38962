import { randomBytes } from 'node:crypto'
import { type StaffRole, staffRoles } from '@tucai/contract'
import { sql } from 'kysely'
import { addAccount } from '../../server/src/account/accounts.ts'
import { startSession } from '../../server/src/account/sessions.ts'
import { consentViews } from '../../server/src/consent/consent.ts'
import { giveConsent } from '../../server/src/consent/consents.ts'
import { inTransaction, rowOf, SYSTEM, type Tx } from '../../server/src/platform/db.ts'
import { cookieNameOf } from '../../server/src/platform/http/cookies.ts'
import { newId } from '../../server/src/platform/ids.ts'
import { hashToken, makeToken } from '../../server/src/platform/secrets.ts'
import { addStaff, setTotp } from '../../server/src/staff/staff-members.ts'
import { startStaffSession } from '../../server/src/staff/staff-sessions.ts'
import { makeTotpSecret, totpCode, totpStep } from '../../server/src/staff/totp.ts'
import { Visitor } from '../../server/test/visitor.ts'
import { type Ground, PUBLIC_URL } from './ground.ts'

/** Somebody who is signed in, or nobody. */
export interface Session {
  kind: 'nobody' | 'student' | 'staff'
  /** Of the identity or the member of staff. */
  id: string
  role?: StaffRole
  schoolId?: string
  cookie: string
  /** The address that the proxy says the request came from. */
  address: string
}

export const staffPassword = 'Grün-7-Laternen-am-Hafen'
const contact = { phone: '+8613800138000', mail: 'someone@example.org', name: '林知远', gender: '男' as const }
const anAddress = () => `203.${[...randomBytes(3)].join('.')}`

/** The signed-in people of the trial. Sessions that have ended are taken out and others take their place. */
export class Crowd {
  readonly students: Session[] = []
  /** Students whom requests may delete or sign out. */
  readonly scratch: Session[] = []
  readonly staff = new Map<StaffRole, Session[]>(staffRoles.map((role) => [role, []]))
  private readonly ground: Ground
  private readonly passwordHash: string

  constructor(ground: Ground, passwordHash: string) {
    this.ground = ground
    this.passwordHash = passwordHash
  }

  nobody(): Session {
    return { kind: 'nobody', id: '', cookie: '', address: anAddress() }
  }

  /** Opens an account for the identity where there is none, with every agreement given, and signs in. */
  async signIn(identityId: string): Promise<Session> {
    const { db, secrets } = this.ground
    const now = new Date()
    const token = await inTransaction(db, SYSTEM, async (tx) => {
      await addAccount(tx, secrets, { identityId, consentId: newId('con'), ...contact }, now)
      for (const { purpose, version } of consentViews(new Map()))
        await giveConsent(tx, { purpose, version, channel: 'web', givenAt: now, identityId })
      return this.sessionOf(tx, identityId, now)
    })
    return {
      kind: 'student',
      id: identityId,
      cookie: `${cookieNameOf('tucai_session', PUBLIC_URL)}=${token}`,
      address: anAddress(),
    }
  }

  private async sessionOf(tx: Tx, identityId: string, now: Date): Promise<string> {
    const account = await rowOf<{ id: string }>(tx, sql`SELECT id FROM account WHERE identity_id = ${identityId}`)
    const deviceId = newId('dev')
    await sql`INSERT INTO device (id, token_hash, created_at, seen_at)
      VALUES (${deviceId}, ${hashToken(makeToken())}, ${now}, ${now})`.execute(tx)
    await sql`INSERT INTO trusted_device (device_id, account_id, trusted_at)
      VALUES (${deviceId}, ${account!.id}, ${now})`.execute(tx)
    return startSession(tx, { id: account!.id, identityId }, deviceId, now, undefined)
  }

  /** A new member of staff, signed in, whose password is `staffPassword`. */
  async hire(role: StaffRole, schoolId: string | null): Promise<Session & { login: string; code: () => string }> {
    const now = new Date()
    const login = `${role}-${randomBytes(5).toString('hex')}`
    const secret = makeTotpSecret()
    const [staffId, token] = await inTransaction(this.ground.db, SYSTEM, async (tx) => {
      const staffId = await addStaff(tx, { login, role, schoolId, passwordHash: this.passwordHash }, now)
      await setTotp(tx, this.ground.secrets, staffId, { secret, step: totpStep(now) - 3 })
      return [staffId, await startStaffSession(tx, staffId, now)] as const
    })
    const session = {
      kind: 'staff' as const,
      id: staffId,
      role,
      cookie: `${cookieNameOf('tucai_staff', PUBLIC_URL)}=${token}`,
      address: anAddress(),
    }
    return { ...session, ...(schoolId ? { schoolId } : {}), login, code: () => totpCode(secret, totpStep(new Date())) }
  }

  async join(role: StaffRole, schoolId: string | null): Promise<void> {
    this.staff.get(role)!.push(await this.hire(role, schoolId))
  }

  /** Where the session is over the same person signs in anew, or somebody else of the same kind does. */
  async refresh(session: Session, status: number): Promise<void> {
    if (session.kind === 'nobody') return
    const probe = session.kind === 'staff' ? 'staffShow' : 'accountShow'
    if (status !== 401 && (await this.browserOf(session).ask(probe)).status !== 401) return
    const pool = session.kind === 'staff' ? this.staff.get(session.role!)! : this.students
    const at = pool.findIndex(({ cookie }) => cookie === session.cookie)
    if (at < 0) return
    const next = session.kind === 'staff' ? this.hire(session.role!, session.schoolId ?? null) : this.signIn(session.id)
    // Whose account was deleted meanwhile comes back no more.
    const newer = await next.catch(() => undefined)
    if (newer) pool[at] = newer
    else pool.splice(at, 1)
  }

  browserOf({ cookie }: Session): Visitor {
    const browser = new Visitor(this.ground.origin)
    browser.cookies.set(...(cookie.split('=') as [string, string]))
    return browser
  }
}
