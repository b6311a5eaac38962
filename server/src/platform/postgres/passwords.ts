import { randomBytes, randomUUID } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StartRefused } from '../start-refused.ts'

/** Passwords of the database roles, made at first start and kept outside the database. */
export interface DatabasePasswords {
  superuser: string
  owner: string
  app: string
}

/** Reads database.json in the folder, or makes it (only its owner may read it); of several who make it one does. */
export function databasePasswords(keysFolder: string): DatabasePasswords {
  const path = join(keysFolder, 'database.json')
  try {
    return parsePasswords(readFileSync(path, 'utf8'), path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  const made = { superuser: makePassword(), owner: makePassword(), app: makePassword() }
  mkdirSync(keysFolder, { recursive: true, mode: 0o700 })
  const partPath = `${path}.${randomUUID()}.part`
  writeFileSync(partPath, `${JSON.stringify(made)}\n`, { mode: 0o600, flush: true })
  try {
    linkSync(partPath, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(partPath)
  }
  return parsePasswords(readFileSync(path, 'utf8'), path)
}

function parsePasswords(text: string, path: string): DatabasePasswords {
  try {
    const { superuser, owner, app } = JSON.parse(text) as DatabasePasswords
    if (superuser && owner && app) return { superuser, owner, app }
  } catch {
    // Answered below together with a file that parses but lacks a password.
  }
  throw new StartRefused(`${path} does not hold the passwords of the database: restore it from a backup.`)
}

function makePassword(): string {
  return randomBytes(24).toString('base64url')
}
