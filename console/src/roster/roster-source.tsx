import type { RosterProblem, RosterView } from '@tucai/contract'
import { Card } from '../frame/card.tsx'
import { Tag } from '../frame/tag.tsx'
import { useSpeech } from '../words/language.tsx'

/** How many columns have room. */
const columnsShown = 6

/** The rows around a problem as they stand in the sheet, what is personal covered. */
export function RosterSource({ roster, problem }: { roster: RosterView; problem: RosterProblem | null }) {
  const { words } = useSpeech()
  const say = words.roster
  const at =
    problem === null ? -1 : roster.columns.findIndex(({ letters }) => problem.cell === `${letters}${problem.row}`)
  const used = roster.columns.filter(({ field }) => field !== null).map(({ index }) => index)
  const shown = used.slice(0, columnsShown)
  if (at >= 0 && !shown.includes(at)) shown.splice(columnsShown - 1, 1, at)
  return (
    <Card
      title={say.source}
      beside={problem === null || problem.cell === '' ? null : <Tag tone="red">{problem.cell}</Tag>}
      actions={roster.sheetName === '' ? null : <span className="quiet">{say.sheetNamed(roster.sheetName)}</span>}
      flush
    >
      {problem === null || problem.around.length === 0 ? (
        <p className="roster-none">{say.sourceNone}</p>
      ) : (
        <div className="roster-source">
          <table>
            <thead>
              <tr>
                <th aria-label={say.rowNumber} />
                {shown.map((index) => (
                  <th key={index}>{roster.columns[index]?.letters}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {problem.around.map(({ row, cells }) => (
                <tr key={row}>
                  <th>{row}</th>
                  {shown.map((index) => (
                    <td key={index} className={index === at && row === problem.row ? `bad ${problem.severity}` : ''}>
                      {cells[index]}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  )
}
