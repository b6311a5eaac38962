import { type AccountView, type Gender, Problem } from '@tucai/contract'
import { type DocumentNumber, guessablePieces, maskNumber, normaliseNumber } from '../identity/identity.ts'
import { isCommonPassword } from '../platform/common-passwords.ts'

/** A person who registered. `passwordHash` is null while the default password is in use: no hash of that is stored. */
export interface Account {
  id: string
  identityId: string
  name: string
  gender: Gender
  phone: string
  mail: string
  passwordHash: string | null
}

export function accountView(account: Account, { kind, number }: DocumentNumber, wechatBound: boolean): AccountView {
  const { id, name, gender, phone, mail, passwordHash } = account
  return {
    accountId: id,
    kind,
    maskedNumber: maskNumber(number),
    name,
    gender,
    phone,
    mail,
    passwordIsDefault: passwordHash === null,
    wechatBound,
  }
}

/**
 * What a sign-in leads to. `send-code` and `pretend-code` look the same from outside: the second is for a number that
 * nobody registered, and for an account whose own password has replaced the default.
 */
export type SignInDecision = 'signed-in' | 'send-code' | 'pretend-code' | 'refused'

export function decideSignIn(given: {
  isRegistered: boolean
  hasOwnPassword: boolean
  ownPasswordFits: boolean
  isDefaultPassword: boolean
  /** The device, or the WeChat identity, is one that registered or has proved itself. */
  isTrusted: boolean
}): SignInDecision {
  if (given.isRegistered && given.hasOwnPassword && given.ownPasswordFits) return 'signed-in'
  if (!given.isDefaultPassword) return 'refused'
  const defaultIsInUse = given.isRegistered && !given.hasOwnPassword
  if (given.isTrusted) return defaultIsInUse ? 'signed-in' : 'refused'
  return defaultIsInUse ? 'send-code' : 'pretend-code'
}

const LEAST_CHARACTERS = 8
/** A password that is a piece of the number with fewer further characters than this is still that piece. */
const LEAST_OWN_CHARACTERS = 4

/**
 * An own password: at least eight characters, no part of the number or of the birth date, not a common one.
 * @throws Problem password-weak
 */
export function checkOwnPassword(password: string, document: DocumentNumber): void {
  const isLongEnough = [...password].length >= LEAST_CHARACTERS
  if (isLongEnough && !isCommonPassword(password) && !repeatsNumber(password, document)) return
  throw new Problem('password-weak', { field: 'next' })
}

function repeatsNumber(password: string, document: DocumentNumber): boolean {
  const bare = normaliseNumber(password).replace(/[^\p{L}\p{N}]/gu, '')
  if (bare === '' || document.number.includes(bare)) return true
  return guessablePieces(document).some(
    (piece) => bare.includes(piece) && bare.length - piece.length < LEAST_OWN_CHARACTERS,
  )
}
