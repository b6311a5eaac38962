import path from 'node:path'

export { type FileReading, readFile, todayInChina } from './read-file.ts'
export type { Job, JobDone } from './worker.ts'
/** The file to fork, see its head for the protocol. */
export const workerFile: string = path.join(import.meta.dirname, 'worker.ts')
