import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { againTable } from './again-table.ts'
import { type SheetView, writeContactSheets } from './contact-sheet.ts'
import { costTable, stagesTable } from './cost-table.ts'
import { filesTable, pixelsTable } from './file-table.ts'
import { falseFindingsTables, recallTable, spokenTable } from './findings-table.ts'
import { type FinishedPhoto, finishSet } from './finished-photo.ts'
import { bandsTable, eachGeometryTable, geometryTable } from './geometry-table.ts'
import { eachMatteTable, matteTable, measureMattes } from './matte-table.ts'
import { type BenchPhoto, loadSets, type SetName } from './sets.ts'

export interface BenchOrder {
  dataFolder: string
  /** Which sets to measure; all when empty. */
  only: string[]
  /** Also a line for each photo. */
  each: boolean
  /** Where to write contact sheets, and what they show. */
  sheet?: { file: string; view: SheetView }
  /** Photos made at a time; the cost is measured one after the other whatever this says. */
  jobs: number
  /** Photos over which the cost is averaged; 0 leaves it out. */
  costPhotos: number
  /** Put before the name of each set. */
  title?: string
}

/** Measures the product on a folder of portraits and hands every table to `print` as soon as it is known. */
export async function bench(
  order: BenchOrder,
  print: (text: string) => void,
  progress: (text: string) => void,
): Promise<void> {
  const sets = await loadSets(order.dataFolder)
  const home = await mkdtemp(path.join(tmpdir(), 'portrait-bench-'))
  const seen: FinishedPhoto[] = []
  try {
    for (const [set, photos] of Object.entries(sets) as [SetName, BenchPhoto[]][]) {
      if (photos.length === 0 || (order.only.length > 0 && !order.only.includes(set))) continue
      const title = order.title ? `${order.title} ${set}` : set
      progress(`${title}: ${photos.length} photos`)
      const { finished } = await finishSet(photos, path.join(home, set), order.jobs)
      for (const text of await tablesOf(set, title, finished, order.each)) print(text)
      if (set === 'frontal') print(await againTable(title, finished, path.join(home, `${set} again`), order.jobs))
      seen.push(...finished)
    }
    if (order.sheet) {
      for (const file of await writeContactSheets(seen, order.sheet.file, order.sheet.view)) progress(`sheet: ${file}`)
    }
    const camera = sets.frontal.length > 0 ? sets.frontal : sets.composites
    if (order.costPhotos > 0 && camera.length > 0) {
      progress('cost of camera-size photos')
      print(await costTable(camera, order.costPhotos))
    }
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}

async function tablesOf(set: SetName, title: string, finished: FinishedPhoto[], each: boolean): Promise<string[]> {
  if (set === 'defects') return [recallTable(title, finished), ...(each ? [spokenTable(title, finished)] : [])]
  if (set === 'noface') return [recallTable(title, finished), spokenTable(title, finished)]
  if (set === 'phone') return [spokenTable(title, finished)]
  const tables = [filesTable(title, finished), await pixelsTable(title, finished)]
  if (finished.some(({ photo }) => photo.truth)) {
    tables.push(bandsTable(title, finished), geometryTable(title, finished))
    if (each) tables.push(eachGeometryTable(title, finished))
  }
  if (set === 'composites') {
    const mattes = await measureMattes(finished)
    tables.push(matteTable(title, mattes))
    if (each) tables.push(eachMatteTable(title, mattes))
  }
  tables.push(falseFindingsTables(title, finished, set === 'frontal'))
  if (each) tables.push(spokenTable(title, finished))
  tables.push(stagesTable(title, finished))
  return tables
}
