import { randomInt } from 'node:crypto'
import { Problem, type StaffMember, type StaffRole, type StaffView } from '@tucai/contract'
import { isCommonPassword } from '../platform/common-passwords.ts'

/** Somebody of the centre, or an operator of one school. */
export interface Staff {
  id: string
  login: string
  role: StaffRole
  schoolId: string | null
  schoolName: string | null
  passwordHash: string
  /** Secret of the authenticator, sealed; null until it is set up. */
  totpSecretSealed: string | null
  /** The latest step of time whose code was used. */
  totpStep: number | null
  lockedAt: Date | null
}

/** A login as administrators see it. */
export interface Member extends Staff {
  sessionCount: number
  signedInAt: Date | null
  invitedAt: Date | null
  invitationEndsAt: Date | null
}

export function staffView({ id, login, role, schoolName }: Omit<Staff, 'passwordHash'>): StaffView {
  return { staffId: id, login, role, schoolName }
}

export function staffMember(member: Member): StaffMember {
  const { invitedAt, invitationEndsAt } = member
  return {
    ...staffView(member),
    lockedAt: member.lockedAt?.toISOString() ?? null,
    totpSet: member.totpSecretSealed !== null,
    sessionCount: member.sessionCount,
    signedInAt: member.signedInAt?.toISOString() ?? null,
    invitation:
      invitedAt && invitationEndsAt
        ? { invitedAt: invitedAt.toISOString(), endsAt: invitationEndsAt.toISOString() }
        : null,
  }
}

/** Sixteen letters and digits that can't be mistaken for each other, in groups of four: 79 bits. */
export function makePassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789'
  const group = () => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('')
  return [group(), group(), group(), group()].join('-')
}

/** How a login is compared: without regard to letter case and outer spaces. */
export function normaliseLogin(login: string): string {
  return login.normalize('NFKC').trim().toLowerCase()
}

const LEAST_CHARACTERS = 12

/**
 * An own password of staff: at least twelve characters, the login not in it, not a common one, not even with digits
 * behind it. @throws Problem staff-password-weak
 */
export function checkStaffPassword(password: string, login: string): void {
  const small = password.normalize('NFKC').toLowerCase()
  const isLongEnough = [...password].length >= LEAST_CHARACTERS
  const holdsLogin = small.includes(normaliseLogin(login))
  const withoutEnding = small.replace(/[^\p{L}]+$/u, '')
  const isCommon = [small, withoutEnding].some((text) => text === '' || isCommonPassword(text))
  if (!isLongEnough || holdsLogin || isCommon) throw new Problem('staff-password-weak', { field: 'next' })
}
