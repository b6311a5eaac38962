import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { databasePasswords } from './passwords.ts'
import { type ConnectionUrls, socketUrl } from './roles.ts'

/** What the server of a data folder is reached by; commands beside a running program read it. */
interface RunRecord {
  socketFolder: string
}

/** Names of the two roles and of the database in the bundled server. */
export const BUNDLED = { owner: 'tucai_owner', app: 'tucai_app', database: 'tucai' }

export function writeRunRecord(dataFolder: string, socketFolder: string): void {
  writeFileSync(runPath(dataFolder), JSON.stringify({ socketFolder } satisfies RunRecord), { mode: 0o600 })
}

/** The socket folder of the last run, when that run could not clear up after itself. */
export function recordedSocketFolder(dataFolder: string): string | undefined {
  try {
    return (JSON.parse(readFileSync(runPath(dataFolder), 'utf8')) as RunRecord).socketFolder
  } catch {
    return undefined
  }
}

export function removeRunRecord(dataFolder: string): void {
  rmSync(runPath(dataFolder), { force: true })
}

/** How to reach the bundled server that another process runs on the data folder, or undefined. */
export function runningServerUrls(dataFolder: string): ConnectionUrls | undefined {
  const socketFolder = recordedSocketFolder(dataFolder)
  return socketFolder === undefined ? undefined : urlsOver(socketFolder, dataFolder)
}

export function urlsOver(socketFolder: string, dataFolder: string): ConnectionUrls {
  const passwords = databasePasswords(join(dataFolder, 'keys'))
  return {
    owner: socketUrl(socketFolder, BUNDLED.owner, passwords.owner, BUNDLED.database),
    app: socketUrl(socketFolder, BUNDLED.app, passwords.app, BUNDLED.database),
  }
}

function runPath(dataFolder: string): string {
  return join(dataFolder, 'postgres-run.json')
}
