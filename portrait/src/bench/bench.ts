import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { writeContactSheet } from './contact-sheet.ts'
import { costTable, stagesTable } from './cost-table.ts'
import { filesTable, pixelsTable } from './file-table.ts'
import { falseFindingsTables, recallTable, spokenTable } from './findings-table.ts'
import { type FinishedPhoto, finishSet } from './finished-photo.ts'
import { bandsTable, geometryTable } from './geometry-table.ts'
import { matteTable } from './matte-table.ts'
import { type BenchPhoto, loadSets, type SetName } from './sets.ts'

export interface BenchOrder {
  dataFolder: string
  /** Which sets to measure; all when empty. */
  only: string[]
  /** Where to write a contact sheet. */
  sheetFile?: string
  /** Photos over which the cost is averaged; 0 leaves it out. */
  costPhotos: number
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
      progress(`${set}: ${photos.length} photos`)
      const { finished } = await finishSet(photos, path.join(home, set))
      for (const text of await tablesOf(set, finished)) print(text)
      seen.push(...finished)
    }
    if (order.sheetFile) await writeContactSheet(seen, order.sheetFile)
    const camera = sets.frontal.length > 0 ? sets.frontal : sets.composites
    if (order.costPhotos > 0 && camera.length > 0) {
      progress('cost of camera-size photos')
      print(await costTable(camera, order.costPhotos))
    }
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}

async function tablesOf(set: SetName, finished: FinishedPhoto[]): Promise<string[]> {
  if (set === 'defects') return [recallTable(set, finished)]
  if (set === 'noface') return [recallTable(set, finished), spokenTable(set, finished)]
  if (set === 'phone') return [spokenTable(set, finished)]
  const tables = [filesTable(set, finished), await pixelsTable(set, finished)]
  if (finished.some(({ photo }) => photo.truth)) tables.push(bandsTable(set, finished), geometryTable(set, finished))
  if (set === 'composites') tables.push(await matteTable(set, finished))
  tables.push(falseFindingsTables(set, finished), stagesTable(set, finished))
  return tables
}
