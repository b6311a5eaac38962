import { table } from '../bench/table.ts'
import { hasHeld, type Row } from './row.ts'

/** The rows as a table, in the order of their numbers, those that have none last. */
export function tableOf(rows: Row[]): string {
  const place = ({ row }: Row) => (/^\d+$/.test(row) ? Number(row) : Number.POSITIVE_INFINITY)
  const sorted = [...rows].sort((a, b) => place(a) - place(b) || 0)
  const cells = sorted.map((row) => [
    row.row,
    row.attack,
    row.tried.toLocaleString('en-US'),
    row.held.toLocaleString('en-US'),
    hasHeld(row) ? 'held' : 'BROKEN',
    row.note,
  ])
  return table(['row', 'attack', 'tried', 'held', '', 'note'], cells)
}
