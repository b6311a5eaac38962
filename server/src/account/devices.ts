import { sql } from 'kysely'
import { rowOf, type Tx } from '../platform/db.ts'
import { newId } from '../platform/ids.ts'
import { hashToken, makeToken } from '../platform/secrets.ts'

export const DEVICE_LIFE_SECONDS = 365 * 86_400

/**
 * A new token for the device with the present one, or for a device not seen before. The present token stops working:
 * whoever planted it on the device gains nothing by what the device is trusted with from now on.
 */
export async function renewDevice(
  tx: Tx,
  presentToken: string | undefined,
  now: Date,
): Promise<{ deviceId: string; token: string }> {
  const token = makeToken()
  const known = await rowOf<{ id: string }>(
    tx,
    sql`UPDATE device SET token_hash = ${hashToken(token)}, seen_at = ${now}
      WHERE token_hash = ${hashToken(presentToken ?? makeToken())} RETURNING id`,
  )
  if (known !== undefined) return { deviceId: known.id, token }
  const deviceId = newId('dev')
  await sql`INSERT INTO device (id, token_hash, created_at, seen_at)
    VALUES (${deviceId}, ${hashToken(token)}, ${now}, ${now})`.execute(tx)
  return { deviceId, token }
}

/** From now on the default password signs in to the account on this device. With null, the same step without effect. */
export async function trustDevice(tx: Tx, deviceId: string, accountId: string | null, now: Date): Promise<void> {
  await sql`INSERT INTO trusted_device (device_id, account_id, trusted_at)
    SELECT ${deviceId}, account.id, ${now} FROM account WHERE account.id = ${accountId}
    ON CONFLICT (device_id, account_id) DO UPDATE SET trusted_at = excluded.trusted_at`.execute(tx)
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
