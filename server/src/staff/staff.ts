import { randomInt } from 'node:crypto'
import type { StaffRole, StaffView } from '@tucai/contract'

/** Somebody of the centre, or an operator of one school. */
export interface Staff {
  id: string
  login: string
  role: StaffRole
  schoolId: string | null
  schoolName: string | null
  passwordHash: string
}

export function staffView({ id, login, role, schoolName }: Staff): StaffView {
  return { staffId: id, login, role, schoolName }
}

/** Sixteen letters and digits that can't be mistaken for each other, in groups of four. */
export function makePassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789'
  const group = () => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('')
  return [group(), group(), group(), group()].join('-')
}

/** How a login is compared: without regard to letter case and outer spaces. */
export function normaliseLogin(login: string): string {
  return login.normalize('NFKC').trim().toLowerCase()
}
