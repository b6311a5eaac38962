import type { DeviceView } from '@tucai/contract'
import { sql } from 'kysely'
import { countOf, rowOf, rowsOf, type Tx } from '../platform/db.ts'
import { newId } from '../platform/ids.ts'
import { hashToken, makeToken } from '../platform/secrets.ts'
import { oldestSessions } from './sessions.ts'

export const DEVICE_LIFE_SECONDS = 365 * 86_400

/** A device as it shows itself: the token that it was given, and what it calls itself. */
export interface ShownDevice {
  deviceToken: string | undefined
  deviceLabel: string
}

/**
 * A new token for the device with the present one, or for a device not seen before. The present token stops working:
 * whoever planted it on the device gains nothing by what the device is trusted with from now on.
 */
export async function renewDevice(
  tx: Tx,
  { deviceToken, deviceLabel }: ShownDevice,
  now: Date,
): Promise<{ deviceId: string; token: string }> {
  const token = makeToken()
  const known = await rowOf<{ id: string }>(
    tx,
    sql`UPDATE device SET token_hash = ${hashToken(token)}, seen_at = ${now}, label = ${deviceLabel}
      WHERE token_hash = ${hashToken(deviceToken ?? makeToken())} RETURNING id`,
  )
  if (known !== undefined) return { deviceId: known.id, token }
  const deviceId = newId('dev')
  await sql`INSERT INTO device (id, token_hash, label, created_at, seen_at)
    VALUES (${deviceId}, ${hashToken(token)}, ${deviceLabel}, ${now}, ${now})`.execute(tx)
  return { deviceId, token }
}

/** From now on the default password signs in to the account on this device. With null, the same step without effect. */
export async function trustDevice(tx: Tx, deviceId: string, accountId: string | null, now: Date): Promise<void> {
  await sql`INSERT INTO trusted_device (device_id, account_id, trusted_at)
    SELECT ${deviceId}, account.id, ${now} FROM account WHERE account.id = ${accountId}
    ON CONFLICT (device_id, account_id) DO NOTHING`.execute(tx)
}

/** The device’s id when the account trusts the device with this token. */
export async function trustedDevice(
  tx: Tx,
  token: string | undefined,
  accountId: string | undefined,
): Promise<string | undefined> {
  const row = await rowOf<{ deviceId: string }>(
    tx,
    sql`SELECT t.device_id FROM trusted_device t JOIN device d ON d.id = t.device_id
      WHERE d.token_hash = ${hashToken(token ?? '')} AND t.account_id = ${accountId ?? ''}`,
  )
  return row?.deviceId
}

interface DeviceRow {
  id: string
  label: string
  tokenHash: string
  trustedAt: Date
  sessionId: string | null
  sessionHash: string
  startedAt: Date
  seenAt: Date
}

/** The devices that the account trusts, the latest first, each with the sessions that run on it. */
export async function devicesOf(
  tx: Tx,
  accountId: string,
  shown: { deviceToken: string | undefined; sessionToken: string },
  now: Date,
): Promise<DeviceView[]> {
  const { seenAfter, startedAfter } = oldestSessions(now)
  const rows = await rowsOf<DeviceRow>(
    tx,
    sql`SELECT d.id, d.label, d.token_hash, t.trusted_at,
        s.id AS session_id, s.token_hash AS session_hash, s.started_at, s.seen_at
      FROM trusted_device t JOIN device d ON d.id = t.device_id
      LEFT JOIN session s ON s.device_id = d.id AND s.account_id = t.account_id
        AND s.seen_at > ${seenAfter} AND s.started_at > ${startedAfter}
      WHERE t.account_id = ${accountId} ORDER BY t.trusted_at DESC, d.id, s.started_at DESC`,
  )
  const devices = new Map<string, DeviceView>()
  const thisSession = hashToken(shown.sessionToken)
  for (const row of rows) {
    const device = devices.get(row.id) ?? {
      deviceId: row.id,
      label: row.label,
      isThis: row.tokenHash === hashToken(shown.deviceToken ?? ''),
      trustedAt: row.trustedAt.toISOString(),
      sessions: [],
    }
    devices.set(row.id, device)
    if (row.sessionId === null) continue
    const isThis = row.sessionHash === thisSession
    device.isThis ||= isThis
    const { sessionId, startedAt, seenAt } = row
    device.sessions.push({
      sessionId,
      isThis,
      startedAt: startedAt.toISOString(),
      seenAt: seenAt.toISOString(),
    })
  }
  return [...devices.values()]
}

/** The account trusts the device no more. Answers whether it did. */
export async function forgetDevice(tx: Tx, accountId: string, deviceId: string): Promise<boolean> {
  const forgotten = sql`DELETE FROM trusted_device WHERE account_id = ${accountId} AND device_id = ${deviceId}`
  return (await countOf(tx, forgotten)) === 1
}

/** The account trusts only the device that this session runs on. */
export async function forgetOtherDevices(tx: Tx, accountId: string, sessionToken: string): Promise<void> {
  await sql`DELETE FROM trusted_device WHERE account_id = ${accountId} AND device_id NOT IN (
    SELECT device_id FROM session WHERE token_hash = ${hashToken(sessionToken)} AND device_id IS NOT NULL)`.execute(tx)
}
