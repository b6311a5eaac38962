import type { Tx } from '../platform/db.ts'
import type { Account } from './account.ts'
import { renewDevice, type ShownDevice, trustDevice, trustedDevice } from './devices.ts'
import { startSession } from './sessions.ts'

/** Where a request comes from, and what it brings along. */
export interface Visit extends ShownDevice {
  address: string
  /** The session that a new one takes the place of. */
  sessionToken: string | undefined
}

export interface LetIn {
  state: 'signed-in'
  sessionToken: string
  /** Only for a device that was not trusted before. */
  deviceToken?: string
  passwordIsDefault: boolean
}

/** Lets the owner of the account in on this device, which the account trusts from now on. */
export async function letIn(tx: Tx, account: Account, visit: Visit, now: Date): Promise<LetIn> {
  const passwordIsDefault = account.passwordHash === null
  const trusted = await trustedDevice(tx, visit.deviceToken, account.id)
  const device = trusted === undefined ? await renewDevice(tx, visit, now) : { deviceId: trusted, token: undefined }
  await trustDevice(tx, device.deviceId, account.id, now)
  const sessionToken = await startSession(tx, account, device.deviceId, now, visit.sessionToken)
  const signedIn = { state: 'signed-in', sessionToken, passwordIsDefault } as const
  return device.token === undefined ? signedIn : { ...signedIn, deviceToken: device.token }
}
