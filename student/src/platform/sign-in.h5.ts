import { keep, kept } from './storage.h5'

/** The server keeps session and device in cookies that no script can read; only that there is one is remembered here. */
export function rememberSignIn(_: { token?: string; deviceToken?: string }): void {
  keep('signed-in', 'yes')
}

export function rememberDevice(_: string | undefined): void {}

export function forgetSignIn(): void {
  keep('signed-in', null)
}

export function maybeSignedIn(): boolean {
  return kept('signed-in') !== null
}

/** What the server must be told about this device at sign-in. */
export function deviceOfSignIn(): { deviceToken?: string } {
  return {}
}
