import { randomBytes } from 'node:crypto'

/** A name that nothing else has. */
export const newToken = () => randomBytes(12).toString('hex')
