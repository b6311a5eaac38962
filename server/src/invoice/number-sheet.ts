import { Problem, type ProblemBody, problems } from '@tucai/contract'
import { type Actor, inTransaction } from '../platform/db.ts'
import { plainHeading, type SheetReading } from '../platform/sheets/sheet.ts'
import { INVOICE_NUMBER, REQUEST_NUMBER } from './export-sheet.ts'
import { invoiceByNumber } from './invoices.ts'
import { type InvoiceGround, issueInvoice } from './invoicing.ts'

/** Headings that tell a sheet of numbers. */
export const numberHeadings = [REQUEST_NUMBER, INVOICE_NUMBER]

export interface NumberRow {
  row: number
  request: string
  number: string
}

type Trouble = { row: number } & Pick<ProblemBody, 'zh' | 'en'>

/** Reads the two columns; rows without a number wait for a later sheet. @throws Problem invoice-sheet-wrong */
export function readNumberRows({ rows }: SheetReading): NumberRow[] {
  const [heading, ...rest] = rows
  const titles = heading?.cells.map(plainHeading) ?? []
  const [request, number] = numberHeadings.map((title) => titles.indexOf(plainHeading(title))) as [number, number]
  if (request < 0 || number < 0) throw new Problem('invoice-sheet-wrong', { field: 'sheet' })
  const cell = (cells: string[], place: number) => (cells[place] ?? '').replace(/^'/, '').trim()
  return rest
    .map(({ row, cells }) => ({ row, request: cell(cells, request), number: cell(cells, number) }))
    .filter((each) => each.number !== '')
}

class AllTroubles extends Error {
  readonly troubles: Trouble[]
  constructor(troubles: Trouble[]) {
    super('a sheet of numbers has troubles')
    this.troubles = troubles
  }
}

/** Notes the numbers of a sheet: all of them, or none and why. */
export async function issueByRows(
  ground: InvoiceGround,
  actor: Actor,
  rows: readonly NumberRow[],
): Promise<{ issuedCount: number; troubles: Trouble[] }> {
  try {
    const issuedCount = await inTransaction(ground.db, actor, async (tx) => {
      const troubles: Trouble[] = []
      // In one order always, so that two sheets can't wait for each other.
      for (const { row, request, number } of rows.toSorted((one, other) => (one.request < other.request ? -1 : 1))) {
        const invoice = await invoiceByNumber(tx, ground.secrets, request)
        try {
          if (invoice === undefined) throw new Problem('not-found')
          await issueInvoice(tx, ground, actor, invoice.id, number)
        } catch (error) {
          if (!(error instanceof Problem)) throw error
          const { zh, en } = problems[error.code]
          troubles.push({ row, zh, en })
        }
      }
      if (troubles.length > 0) throw new AllTroubles(troubles)
      return rows.length
    })
    return { issuedCount, troubles: [] }
  } catch (error) {
    if (!(error instanceof AllTroubles)) throw error
    return { issuedCount: 0, troubles: error.troubles.toSorted((one, other) => one.row - other.row) }
  }
}
