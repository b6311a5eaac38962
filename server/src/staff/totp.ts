import { Secret, TOTP } from 'otpauth'

/** RFC 6238 as every authenticator app takes it: SHA-1, six digits, a new code every 30 seconds. */
const DIGITS = 6
const PERIOD_SECONDS = 30
const SETTING = { algorithm: 'SHA1', digits: DIGITS, period: PERIOD_SECONDS }
/** 160 bits, as RFC 4226 advises. */
const SECRET_BYTES = 20
/** Clocks differ, and typing takes its time: the codes before and after are accepted too. */
const STEPS_AROUND = 1

/** A new secret, in base 32. */
export function makeTotpSecret(): string {
  return new Secret({ size: SECRET_BYTES }).base32
}

/** The number of the 30 seconds in which the instant lies. */
export function totpStep(at: Date): number {
  return Math.floor(at.getTime() / (PERIOD_SECONDS * 1000))
}

export function totpCode(secret: string, step: number): string {
  return totpOf(secret).generate({ timestamp: step * PERIOD_SECONDS * 1000 })
}

/** The step of time whose code was given, when it is a present one and later than every one used; else undefined. */
export function acceptedStep(secret: string, code: string, usedStep: number | null, now: Date): number | undefined {
  const delta = totpOf(secret).validate({ token: code, timestamp: now.getTime(), window: STEPS_AROUND })
  if (delta === null) return undefined
  const step = totpStep(now) + delta
  return usedStep === null || step > usedStep ? step : undefined
}

/** `otpauth://` link that an authenticator takes the secret from. */
export function totpUrl(secret: string, { issuer, login }: { issuer: string; login: string }): string {
  return new TOTP({ ...SETTING, issuer, label: login, secret: Secret.fromBase32(secret) }).toString()
}

/** What was typed, if it may be a code of an authenticator: six digits, however they are spaced. */
export function readTotpCode(typed: string): string | undefined {
  const code = typed.normalize('NFKC').replace(/[\s-]/g, '')
  return /^\d{6}$/.test(code) ? code : undefined
}

function totpOf(secret: string): TOTP {
  return new TOTP({ ...SETTING, secret: Secret.fromBase32(secret) })
}
