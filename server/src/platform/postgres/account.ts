import { readFileSync, statSync } from 'node:fs'
import { StartRefused } from '../start-refused.ts'

/** The operating-system account that runs PostgreSQL; undefined ids mean the account of this process. */
export interface Account {
  name: string
  uid?: number
  gid?: number
}

/**
 * PostgreSQL refuses to run as root. As root we run it as the owner of an existing cluster, otherwise as `postgres`,
 * as `nobody`, or as the first account that isn't root.
 * @param clusterFolder an existing cluster's owner is kept, even when a better account has appeared since
 */
export function chooseAccount(clusterFolder: string, passwd = readPasswd()): Account {
  if (process.getuid?.() !== 0) return { name: 'this user' }
  const accounts = parsePasswd(passwd)
  const ownerUid = ownerOf(clusterFolder)
  const account =
    accounts.find((a) => a.uid === ownerUid && ownerUid !== 0) ??
    accounts.find((a) => a.name === 'postgres') ??
    accounts.find((a) => a.name === 'nobody') ??
    accounts.find((a) => a.uid !== 0)
  if (account) return account
  throw new StartRefused(
    'PostgreSQL does not run as root and this machine has no other account: add one (useradd tucai), or set DATABASE_URL.',
  )
}

export function parsePasswd(text: string): Required<Account>[] {
  return text.split('\n').flatMap((line) => {
    const [name, , uid, gid] = line.split(':')
    const parsed = { name: name ?? '', uid: Number(uid), gid: Number(gid) }
    return name && uid && gid && parsed.uid > 0 && Number.isInteger(parsed.gid) ? [parsed] : []
  })
}

function readPasswd(): string {
  try {
    return readFileSync('/etc/passwd', 'utf8')
  } catch {
    return ''
  }
}

function ownerOf(folder: string): number | undefined {
  try {
    return statSync(folder).uid
  } catch {
    return undefined
  }
}
