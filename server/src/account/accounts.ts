import { type Gender, Problem } from '@tucai/contract'
import { sql } from 'kysely'
import { numberIndexes } from '../identity/identities.ts'
import { addNotice } from '../notice/notices.ts'
import { countOf, rowOf, type Tx } from '../platform/db.ts'
import { newId } from '../platform/ids.ts'
import type { Jobs } from '../platform/jobs.ts'
import type { SealedColumn } from '../platform/sealed-columns.ts'
import type { Secrets } from '../platform/secrets.ts'
import type { Account } from './account.ts'
import { contactChangedLetter } from './letters.ts'

export const sealedInAccounts: SealedColumn[] = [
  ...(['phone', 'mail'] as const).map((field) => ({
    ...{ table: 'account', key: 'id', column: `${field}_sealed`, boundTo: (id: string) => `${id}/${field}` },
    index: { column: `${field}_index`, purpose: () => field },
  })),
]

interface AccountRow {
  id: string
  identityId: string
  name: string
  gender: Gender
  phoneSealed: string
  mailSealed: string
  passwordHash: string | null
}

const COLUMNS = sql`a.id, a.identity_id, a.name, a.gender, a.phone_sealed, a.mail_sealed, a.password_hash`

export interface NewAccount {
  identityId: string
  consentId: string
  name: string
  gender: Gender
  phone: string
  mail: string
}

/** The new account's id; null when the identity has an account already, which stays as it is. */
export async function addAccount(tx: Tx, secrets: Secrets, account: NewAccount, now: Date): Promise<string | null> {
  const id = newId('acc')
  const { identityId, consentId, name, gender, phone, mail } = account
  const added = await countOf(
    tx,
    sql`INSERT INTO account (id, identity_id, consent_id, name, gender, phone_sealed, phone_index, mail_sealed,
        mail_index, created_at)
      VALUES (${id}, ${identityId}, ${consentId}, ${name}, ${gender},
        ${secrets.seal(phone, `${id}/phone`)}, ${secrets.blindIndex('phone', phone)},
        ${secrets.seal(mail, `${id}/mail`)}, ${secrets.blindIndex('mail', mail)}, ${now})
      ON CONFLICT (identity_id) DO NOTHING`,
  )
  return added === 1 ? id : null
}

/** The account of a number in its normal form. */
export async function accountByNumber(tx: Tx, secrets: Secrets, number: string): Promise<Account | undefined> {
  const row = await rowOf<AccountRow>(
    tx,
    sql`SELECT ${COLUMNS} FROM account a JOIN identity i ON i.id = a.identity_id 
      WHERE i.number_index = ANY(${numberIndexes(secrets, number)})`,
  )
  return row && openAccount(secrets, row)
}

/** The account of a person. */
export async function accountOfIdentity(tx: Tx, secrets: Secrets, identityId: string): Promise<Account | undefined> {
  const row = await rowOf<AccountRow>(tx, sql`SELECT ${COLUMNS} FROM account a WHERE a.identity_id = ${identityId}`)
  return row && openAccount(secrets, row)
}

export async function accountOf(tx: Tx, secrets: Secrets, accountId: string): Promise<Account> {
  const row = await rowOf<AccountRow>(tx, sql`SELECT ${COLUMNS} FROM account a WHERE a.id = ${accountId}`)
  if (row === undefined) throw new Problem('not-signed-in')
  return openAccount(secrets, row)
}

/** Codes go to the new phone and mail from now on; the address before is told, in case it was not its owner. */
export async function changeContact(
  tx: Tx,
  { secrets, jobs }: { secrets: Secrets; jobs: Pick<Jobs, 'enqueue'> },
  account: Pick<Account, 'id' | 'identityId' | 'phone' | 'mail'>,
  { phone, mail }: { phone: string; mail: string },
  now: Date,
): Promise<void> {
  if (phone === account.phone && mail === account.mail) return
  const { id: accountId, identityId } = account
  const letter = contactChangedLetter(account.mail)
  await addNotice(tx, { secrets, jobs }, { kind: 'contact-changed', identityId }, letter, now)
  await sql`UPDATE account SET
      phone_sealed = ${secrets.seal(phone, `${accountId}/phone`)}, phone_index = ${secrets.blindIndex('phone', phone)},
      mail_sealed = ${secrets.seal(mail, `${accountId}/mail`)}, mail_index = ${secrets.blindIndex('mail', mail)}
    WHERE id = ${accountId}`.execute(tx)
}

export async function setPassword(tx: Tx, accountId: string, passwordHash: string): Promise<void> {
  await sql`UPDATE account SET password_hash = ${passwordHash} WHERE id = ${accountId}`.execute(tx)
}

function openAccount(secrets: Secrets, row: AccountRow): Account {
  const { phoneSealed, mailSealed, ...plain } = row
  return {
    ...plain,
    phone: secrets.open(phoneSealed, `${row.id}/phone`),
    mail: secrets.open(mailSealed, `${row.id}/mail`),
  }
}
