import { openCsv } from './csv-text.ts'
import { isDbf, openDbf } from './dbf.ts'
import { RowsRefused } from './rows.ts'
import type { SheetLimits, SheetRows } from './sheet.ts'
import { openXls } from './xls.ts'
import { openXlsx } from './xlsx.ts'

const ZIP = Buffer.from([0x50, 0x4b, 0x03, 0x04])
/** Excel before 2007, and files with a password. */
const COMPOUND = Buffer.from([0xd0, 0xcf, 0x11, 0xe0])

/**
 * Opens a sheet by what its bytes are, whatever its name says: xlsx, xls, dbf, otherwise csv.
 * @throws RowsRefused; so may its rows, or RowsBroken
 */
export async function openSheetFile(
  bytes: Buffer,
  isHeading: (cells: string[]) => boolean,
  limits: SheetLimits,
): Promise<SheetRows> {
  if (bytes.length === 0) throw new RowsRefused('empty')
  if (bytes.length > limits.bytes) throw new RowsRefused('too-large')
  const begins = (mark: Buffer) => bytes.subarray(0, mark.length).equals(mark)
  if (begins(COMPOUND)) return openXls(bytes, limits)
  // A zip without an end, or one that holds no sheet, is refused there.
  if (begins(ZIP)) return openXlsx(bytes, limits)
  if (isDbf(bytes)) return openDbf(bytes)
  return openCsv(bytes, isHeading, limits)
}
