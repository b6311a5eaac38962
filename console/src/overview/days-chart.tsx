import type { ProgressDay } from '@tucai/contract'
import { Card } from '../frame/card.tsx'
import { shownCount } from '../frame/numbers.ts'
import { useSpeech } from '../words/language.tsx'

const size = { widthPx: 276, heightPx: 136, leftPx: 30, topPx: 8, bottomPx: 18 }

/** The next round number of the form 1, 2, 2.5 or 5 times a power of ten that is at least 4. */
function niceTop(most: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(most, 4)))
  return [1, 2, 2.5, 5, 10].map((step) => Math.ceil(step * power)).find((step) => step >= Math.max(most, 4))!
}

/** Photos handed in as columns and approved ones as a line, day by day. */
export function DaysChart({ days }: { days: ProgressDay[] }) {
  const { words } = useSpeech()
  const top = niceTop(Math.max(...days.flatMap(({ submitted, approved }) => [submitted, approved])))
  const plotPx = size.heightPx - size.topPx - size.bottomPx
  const y = (count: number) => size.topPx + plotPx * (1 - count / top)
  const slotPx = (size.widthPx - size.leftPx) / days.length
  const x = (place: number) => size.leftPx + slotPx * (place + 0.5)
  const sums = days.reduce((sum, day) => ({ a: sum.a + day.submitted, b: sum.b + day.approved }), { a: 0, b: 0 })
  return (
    <Card
      title={words.overview.days}
      actions={
        <span className="chart-legend">
          <i className="column" />
          {words.overview.submittedShort}
          <i className="line" />
          {words.overview.approvedShort}
        </span>
      }
    >
      <svg
        className="days-chart"
        viewBox={`0 0 ${size.widthPx} ${size.heightPx}`}
        role="img"
        aria-label={words.overview.daysSaid(shownCount(sums.a), shownCount(sums.b))}
      >
        {[0, 0.5, 1].map((part) => (
          <g key={part}>
            <line x1={size.leftPx} x2={size.widthPx} y1={y(top * part)} y2={y(top * part)} />
            <text x={size.leftPx - 6} y={y(top * part) + 3} textAnchor="end">
              {shownCount(Math.round(top * part))}
            </text>
          </g>
        ))}
        {days.map(({ day, submitted, approved }, place) => (
          <rect
            key={day}
            x={x(place) - slotPx * 0.34}
            width={slotPx * 0.68}
            y={y(submitted)}
            height={y(0) - y(submitted)}
            rx={1.5}
          >
            <title>{words.overview.daySaid(day, submitted, approved)}</title>
          </rect>
        ))}
        <polyline points={days.map(({ approved }, place) => `${x(place)},${y(approved)}`).join(' ')} />
        <text x={size.leftPx} y={size.heightPx - 4}>
          {days[0]?.day.slice(5)}
        </text>
        <text x={size.widthPx} y={size.heightPx - 4} textAnchor="end">
          {days.at(-1)?.day.slice(5)}
        </text>
      </svg>
    </Card>
  )
}
