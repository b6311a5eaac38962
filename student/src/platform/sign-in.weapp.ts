import { keep, kept } from './storage.weapp'

/** A mini program has no cookies: it keeps the session's token and the token of the device that registered. */
export function rememberSignIn(given: { token?: string; deviceToken?: string }): void {
  if (given.token !== undefined) keep('token', given.token)
  rememberDevice(given.deviceToken)
}

export function rememberDevice(deviceToken: string | undefined): void {
  if (deviceToken !== undefined) keep('device', deviceToken)
}

export function forgetSignIn(): void {
  keep('token', null)
}

export function maybeSignedIn(): boolean {
  return kept('token') !== null
}

/** What the server must be told about this device at sign-in. */
export function deviceOfSignIn(): { deviceToken?: string } {
  const deviceToken = kept('device')
  return deviceToken === null ? {} : { deviceToken }
}

export function signInHeaders(): Record<string, string> {
  const token = kept('token')
  return { 'x-tucai-client': 'weapp', ...(token === null ? {} : { authorization: `Bearer ${token}` }) }
}
