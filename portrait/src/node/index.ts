import path from 'node:path'

export type { Finding, Report } from '../report.ts'
export type { PhotoInput } from './decode.ts'
export { type Developed, type DevelopOptions, developFile, inspectFile } from './develop.ts'
export { type ItemRefusal, layoutOf, makeSheet, refusalSentence, type SheetOrder } from './sheet.ts'
export { type SheetPerson, type SheetsMade, type SheetsOrder, writeSheets } from './sheets.ts'
export { loadStandard, standardIds } from './standards.ts'
export type { Job, JobDone, WorkerReady } from './worker.ts'
/** The file to fork, see its head for the protocol. */
export const workerFile: string = path.join(import.meta.dirname, 'worker.ts')
