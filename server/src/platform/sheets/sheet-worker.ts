import { RowsBroken, RowsRefused } from './rows.ts'
import { plainHeading, type SheetLimits, type SheetReading, type SheetRefusal, type SheetRow } from './sheet.ts'
import { openSheetFile } from './sheet-file.ts'

/** One file, and words one of which a heading has (plain, see plainHeading). */
export interface SheetJob {
  file: { base64: string }
  headings: string[]
  limits: SheetLimits
}
export type SheetFound = { reading: SheetReading } | { refused: SheetRefusal }

async function read({ file, headings, limits }: SheetJob): Promise<SheetFound> {
  const bytes = Buffer.from(file.base64, 'base64')
  const isHeading = (cells: string[]) => cells.some((cell) => headings.includes(plainHeading(cell)))
  const rows: SheetRow[] = []
  try {
    for await (const several of (await openSheetFile(bytes, isHeading, limits)).rows) {
      for (const { row, cells } of several) {
        if (cells.length > limits.columns) return { refused: 'too-many-columns' }
        rows.push({ row, cells })
      }
      if (rows.length > limits.rows) return { refused: 'too-many-rows' }
    }
  } catch (error) {
    if (error instanceof RowsBroken) return { reading: { rows, broken: error.broken } }
    throw error
  }
  return rows.length === 0 ? { refused: 'empty' } : { reading: { rows, broken: null } }
}

async function answer(job: SheetJob): Promise<SheetFound> {
  try {
    return await read(job)
  } catch (error) {
    if (error instanceof RowsRefused) return { refused: error.why }
    throw error
  }
}

process.on('message', (job: SheetJob & { id: number }) => {
  void answer(job).then((found) => process.send?.({ id: job.id, ...found }))
})
process.on('disconnect', () => process.exit())
process.send?.({ ready: true })
