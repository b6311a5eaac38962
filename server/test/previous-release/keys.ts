import { createHash } from 'node:crypto'

/** The keys of the previous release's data: made up for it, and of the form in which that release kept them. */
export function previousKeyring(): string {
  const key = (name: string) => createHash('sha256').update(`previous release, ${name}`).digest('base64')
  return JSON.stringify({
    ...{ current: '1', encryption: { 1: key('encryption') } },
    ...{ index: key('index'), pepper: key('pepper') },
  })
}

/** A student there, with a password of her own. */
export const previousStudent = { name: '林知远', password: 'quiet-Harbour-27' }
