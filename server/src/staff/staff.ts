import { Problem, type StaffView } from '@tucai/contract'

/** An administrator of the centre, or an operator of one school. */
export interface Staff {
  id: string
  login: string
  role: 'administrator' | 'school'
  schoolId: string | null
  schoolName: string | null
  passwordHash: string
}

export function staffView({ id, login, role, schoolName }: Staff): StaffView {
  return { staffId: id, login, role, schoolName }
}

const LEAST_CHARACTERS = 12

/** @throws Problem password-weak below twelve characters */
export function checkStaffPassword(password: string): void {
  if ([...password].length < LEAST_CHARACTERS) throw new Problem('password-weak', { field: 'password' })
}

/** How a login is compared: without regard to letter case and outer spaces. */
export function normaliseLogin(login: string): string {
  return login.normalize('NFKC').trim().toLowerCase()
}
