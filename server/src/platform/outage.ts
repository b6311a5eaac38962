import { ChildFailed, ChildrenBusy } from './children.ts'
import { FilesAway } from './files.ts'

const UNREACHABLE = [
  ...['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'],
  ...['ENOTFOUND', 'EAI_AGAIN'],
]

/** Something that requests and jobs stand on is away for a moment, or full: trying again later may help. */
export function isOutage(error: unknown): boolean {
  if (error instanceof FilesAway) return true
  const { code = '', message = '' } = error as { code?: string; message?: string }
  if (/^(08|57P|53)/.test(code) || code === 'ENOSPC' || code === 'EDQUOT') return true
  if (UNREACHABLE.includes(code) && 'syscall' in (error as object)) return true
  return /timeout exceeded when trying to connect|Connection terminated|not queryable/.test(message)
}

/** The same of work that is handed to workers: they have none free, do not start, or are being stopped. */
export function isWorkOutage(error: unknown): boolean {
  const isNotItsFault = error instanceof ChildFailed && (error.reason === 'start' || error.reason === 'stopped')
  return isNotItsFault || error instanceof ChildrenBusy || isOutage(error)
}
