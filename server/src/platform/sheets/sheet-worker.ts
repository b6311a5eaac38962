import { readCsv } from './csv-text.ts'
import { plainHeading, type SheetLimits, type SheetReading, type SheetRefusal } from './sheet.ts'
import { readXlsx, XlsxRefused } from './xlsx.ts'

/** One file, and words one of which a heading has (plain, see plainHeading). */
export interface SheetJob {
  file: { base64: string }
  headings: string[]
  limits: SheetLimits
}
export type SheetFound = { reading: SheetReading } | { refused: SheetRefusal }

const ZIP = [0x50, 0x4b, 0x03, 0x04]
/** Excel before 2007, and files with a password. */
const COMPOUND = [0xd0, 0xcf, 0x11, 0xe0]

async function read({ file, headings, limits }: SheetJob): Promise<SheetFound> {
  const bytes = Buffer.from(file.base64, 'base64')
  const begins = (with_: number[]) => with_.every((byte, place) => bytes[place] === byte)
  if (bytes.length === 0) return { refused: 'empty' }
  if (bytes.length > limits.bytes) return { refused: 'too-large' }
  if (begins(COMPOUND)) return { refused: 'old-format' }
  if (begins(ZIP)) return { reading: { rows: await readXlsx(bytes, limits), broken: null } }
  const { rows, broken } = readCsv(
    bytes,
    (cells) => cells.some((cell) => headings.includes(plainHeading(cell))),
    limits,
  )
  if (rows.length > limits.rows) return { refused: 'too-many-rows' }
  if (rows.some(({ cells }) => cells.length > limits.columns)) return { refused: 'too-many-columns' }
  const cut = rows.map(({ row, cells }) => ({ row, cells: cells.map((cell) => cell.slice(0, limits.cellCharacters)) }))
  return { reading: { rows: cut, broken } }
}

async function answer(job: SheetJob): Promise<SheetFound> {
  try {
    const found = await read(job)
    return 'reading' in found && found.reading.rows.length === 0 && !found.reading.broken ? { refused: 'empty' } : found
  } catch (error) {
    if (error instanceof XlsxRefused) return { refused: error.why }
    throw error
  }
}

process.on('message', (job: SheetJob & { id: number }) => {
  void answer(job).then((found) => process.send?.({ id: job.id, ...found }))
})
process.on('disconnect', () => process.exit())
process.send?.({ ready: true })
