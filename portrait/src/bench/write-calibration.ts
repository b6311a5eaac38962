import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { calibrate } from './calibration.ts'
import { calibrationTables } from './calibration-table.ts'
import { loadSets } from './sets.ts'

const begin = '<!-- made by: npm run -s portrait -- bench --calibration docs/calibration.md -->'
const end = '<!-- end of what is made -->'

/** Measures made defects on the good photos of a folder and puts the tables into a document, between its two marks. */
export async function writeCalibration(
  dataFolder: string,
  file: string,
  every: number,
  progress: (text: string) => void,
): Promise<void> {
  const { frontal } = await loadSets(dataFolder)
  const tables = calibrationTables(await calibrate(frontal, every, progress))
  const before = existsSync(file) ? await readFile(file, 'utf8') : `${begin}\n${end}\n`
  await writeFile(file, withTables(before, tables))
}

/** The document with what stands between the marks replaced; the tables go to its end where it has no marks. */
export function withTables(document: string, tables: string): string {
  const from = document.indexOf(begin)
  const to = document.indexOf(end)
  if (from < 0 || to < from) return `${document.trimEnd()}\n\n${begin}\n\n${tables}\n${end}\n`
  return `${document.slice(0, from + begin.length)}\n\n${tables}\n${document.slice(to)}`
}
