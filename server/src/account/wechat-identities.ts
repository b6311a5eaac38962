import { sql } from 'kysely'
import { countOf, rowOf, type Tx } from '../platform/db.ts'
import { newId } from '../platform/ids.ts'
import type { SealedColumn } from '../platform/sealed-columns.ts'
import { hashToken, makeToken, type Secrets } from '../platform/secrets.ts'

const TICKET_LIFE_MINUTES = 30
const OPEN_ID = 'wechat-open-id'

const openIdIndexed = { column: 'open_id_index', purpose: () => OPEN_ID }
export const sealedInWechatIdentities: SealedColumn[] = [
  {
    ...{ table: 'wechat_identity', key: 'id', column: 'open_id_sealed', index: openIdIndexed },
    boundTo: (id) => `${id}/open-id`,
  },
  {
    ...{ table: 'wechat_ticket', key: 'token_hash', column: 'open_id_sealed', index: openIdIndexed },
    boundTo: (tokenHash) => tokenHash,
  },
]

/** Notes for half an hour that WeChat vouched for an identity; answers the token that proves it. */
export async function addTicket(tx: Tx, secrets: Secrets, openId: string, now: Date): Promise<string> {
  await sql`DELETE FROM wechat_ticket WHERE expires_at < ${now}`.execute(tx)
  const token = makeToken()
  const tokenHash = hashToken(token)
  const expiresAt = new Date(now.getTime() + TICKET_LIFE_MINUTES * 60_000)
  await sql`INSERT INTO wechat_ticket (token_hash, open_id_sealed, open_id_index, expires_at)
    VALUES (${tokenHash}, ${secrets.seal(openId, tokenHash)}, ${openIdIndex(secrets, openId)}, ${expiresAt})`.execute(
    tx,
  )
  return token
}

/** The WeChat identity that the ticket proves; undefined for none, or one that has expired. */
export async function openIdOfTicket(
  tx: Tx,
  secrets: Secrets,
  ticket: string | undefined,
  now: Date,
): Promise<string | undefined> {
  if (!ticket) return undefined
  const tokenHash = hashToken(ticket)
  const row = await rowOf<{ openIdSealed: string }>(
    tx,
    sql`SELECT open_id_sealed FROM wechat_ticket WHERE token_hash = ${tokenHash} AND expires_at > ${now}`,
  )
  return row && secrets.open(row.openIdSealed, tokenHash)
}

/** A ticket that opened something opens nothing more. */
export async function spendTicket(tx: Tx, ticket: string): Promise<void> {
  await sql`DELETE FROM wechat_ticket WHERE token_hash = ${hashToken(ticket)}`.execute(tx)
}

/** The account that the WeChat identity signs in to. */
export async function accountIdOfWechat(tx: Tx, secrets: Secrets, openId: string): Promise<string | undefined> {
  const row = await rowOf<{ accountId: string }>(
    tx,
    sql`SELECT account_id FROM wechat_identity WHERE open_id_index = ANY(${openIdIndexes(secrets, openId)})`,
  )
  return row?.accountId
}

/** Binds the identity, in place of the one before. Answers false, and changes nothing, when it is bound to another account. */
export async function bindWechat(
  tx: Tx,
  secrets: Secrets,
  accountId: string,
  openId: string,
  now: Date,
): Promise<boolean> {
  const id = newId('wci')
  const sealed = secrets.seal(openId, `${id}/open-id`)
  const index = openIdIndex(secrets, openId)
  await sql`DELETE FROM wechat_identity WHERE account_id = ${accountId} AND NOT EXISTS
    (SELECT 1 FROM wechat_identity other WHERE other.open_id_index = ANY(${openIdIndexes(secrets, openId)}))`.execute(
    tx,
  )
  await sql`INSERT INTO wechat_identity (id, account_id, open_id_sealed, open_id_index, bound_at)
    SELECT ${id}, ${accountId}, ${sealed}, ${index}, ${now}::timestamptz
      WHERE NOT EXISTS (SELECT 1 FROM wechat_identity WHERE open_id_index = ANY(${openIdIndexes(secrets, openId)}))
    ON CONFLICT DO NOTHING`.execute(tx)
  return (await accountIdOfWechat(tx, secrets, openId)) === accountId
}

/** The openid that is bound to an account; messages by WeChat go there. */
export async function openIdOfAccount(tx: Tx, secrets: Secrets, accountId: string): Promise<string | null> {
  const row = await rowOf<{ id: string; openIdSealed: string }>(
    tx,
    sql`SELECT id, open_id_sealed FROM wechat_identity WHERE account_id = ${accountId}`,
  )
  return row ? secrets.open(row.openIdSealed, `${row.id}/open-id`) : null
}

export async function isWechatBound(tx: Tx, accountId: string): Promise<boolean> {
  return (await rowOf(tx, sql`SELECT 1 FROM wechat_identity WHERE account_id = ${accountId}`)) !== undefined
}

/** Answers whether there was one. */
export async function unbindWechat(tx: Tx, accountId: string): Promise<boolean> {
  return (await countOf(tx, sql`DELETE FROM wechat_identity WHERE account_id = ${accountId}`)) === 1
}

function openIdIndex(secrets: Secrets, openId: string): string {
  return secrets.blindIndex(OPEN_ID, openId)
}

function openIdIndexes(secrets: Secrets, openId: string): string[] {
  return secrets.blindIndexes(OPEN_ID, openId)
}
