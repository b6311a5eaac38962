import type { Readable } from 'node:stream'
import type { RosterProblem } from '@tucai/contract'
import { xlsxStream } from '../platform/sheets/write-xlsx.ts'
import { rosterFields } from './columns.ts'

/** An empty roster to fill in: every heading that is known, each cell text, so that no program makes numbers of them. */
export function rosterTemplate(): Readable {
  const columns = Object.entries(rosterFields).map(([field, { zh }]) => ({
    title: zh,
    width: field === 'number' ? 24 : 14,
  }))
  return xlsxStream('名单', columns, [])
}

const problemColumns = [
  { title: '单元格', width: 10 },
  { title: '行', width: 8 },
  { title: '列', width: 12 },
  { title: '值', width: 24 },
  { title: '级别', width: 8 },
  { title: '问题', width: 44 },
  { title: '建议', width: 40 },
]

/** What the dry run found, cell by cell, to be mended in the sheet. */
export function problemSheet(problems: Iterable<RosterProblem> | AsyncIterable<RosterProblem>): Readable {
  return xlsxStream('问题', problemColumns, linesOf(problems))
}

async function* linesOf(problems: Iterable<RosterProblem> | AsyncIterable<RosterProblem>): AsyncGenerator<string[]> {
  for await (const { cell, row, column, value, severity, what, hint } of problems)
    yield [cell, String(row), column.zh, value, severity === 'block' ? '阻断' : '提醒', what.zh, hint.zh]
}
