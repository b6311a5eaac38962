import type { PrintSheet } from '@tucai/contract'
import { pathOf } from '@tucai/contract/paths'
import { useSpeech } from '../words/language.tsx'

/** A sheet as it comes out of the printer, drawn in millimetres: photos, captions, barcode and cut marks. */
export function SheetView({ batchId, sheet, small = false }: { batchId: string; sheet: PrintSheet; small?: boolean }) {
  const { words } = useSpeech()
  const { widthMm, heightMm } = sheet.paper
  return (
    <svg
      className="sheet-view"
      viewBox={`0 0 ${widthMm} ${heightMm}`}
      role="img"
      aria-label={words.prints.sheetNamed(sheet.sheet)}
    >
      <rect width={widthMm} height={heightMm} fill="#fff" />
      {sheet.places.map((place) => (
        <PlaceView key={`${place.leftMm} ${place.topMm}`} batchId={batchId} sheet={sheet} place={place} />
      ))}
      {small ? null : <Edges sheet={sheet} />}
    </svg>
  )
}

type Place = PrintSheet['places'][number]

function PlaceView({ batchId, sheet, place }: { batchId: string; sheet: PrintSheet; place: Place }) {
  const { leftMm, topMm, widthMm, heightMm, turned, captionMm, orderId } = place
  const person = sheet.people.find((one) => one.orderId === orderId)
  // A photo on its side lies with its top at the left: drawn upright, then turned about its corner.
  const box = turned
    ? { x: 0, y: 0, width: heightMm, height: widthMm }
    : { x: leftMm, y: topMm, width: widthMm, height: heightMm }
  const lie = turned ? `translate(${leftMm} ${topMm + heightMm}) rotate(-90)` : undefined
  return (
    <g>
      <g transform={lie}>
        {person?.hasPhoto ? (
          <image {...box} href={pathOf('printSheetPhoto', { batchId, orderId })} preserveAspectRatio="xMidYMid slice" />
        ) : (
          <rect {...box} fill="#edf0f5" />
        )}
        {captionMm > 0 ? (
          <text
            x={box.x + box.width / 2}
            y={box.y + box.height + Math.min(3.2, captionMm * 0.7)}
            fontSize={2.2}
            textAnchor="middle"
          >
            {person?.lines.join('  ')}
          </text>
        ) : null}
      </g>
      <CutMarks leftMm={leftMm} topMm={topMm} widthMm={widthMm} heightMm={heightMm} />
    </g>
  )
}

/** Short grey lines off the corners. */
function CutMarks({ leftMm, topMm, widthMm, heightMm }: Pick<Place, 'leftMm' | 'topMm' | 'widthMm' | 'heightMm'>) {
  const [right, bottom] = [leftMm + widthMm, topMm + heightMm]
  const lines = [leftMm, right].flatMap((x) => [`M${x} ${topMm}v-1.6`, `M${x} ${bottom}v1.6`])
  const across = [topMm, bottom].flatMap((y) => [`M${leftMm} ${y}h-1.6`, `M${right} ${y}h1.6`])
  return <path d={[...lines, ...across].join('')} stroke="#9aa6b6" strokeWidth={0.18} fill="none" />
}

/** The sheet's name and barcode on one strip, the caption on the other, outside of what is cut. */
function Edges({ sheet: { edges, paper, people, name, places } }: { sheet: PrintSheet }) {
  const { turned, depthMm, fromMm, farMm } = edges
  if (depthMm < 2.6) return null
  const [person] = people.length === 1 ? people : []
  const onEdge = places.every(({ captionMm }) => captionMm === 0)
  const near = turned ? `translate(0 ${paper.heightMm}) rotate(-90)` : undefined
  const far = turned ? `translate(${farMm} ${paper.heightMm}) rotate(-90)` : `translate(0 ${farMm})`
  const from = fromMm + 3
  return (
    <>
      <g transform={near}>
        {onEdge && person?.barcode ? <Bars digits={person.barcode} x={from} y={1.5} /> : null}
        <text x={from} y={onEdge && person?.barcode ? 5.9 : depthMm / 2 + 0.7} fontSize={1.4}>
          {name}
        </text>
      </g>
      {onEdge && person ? (
        <g transform={far}>
          <text x={from} y={4} fontSize={2.2}>
            {person.lines.join('  ')}
          </text>
        </g>
      ) : null}
    </>
  )
}

/** Where the barcode lies and how long it is; the file has the real one. */
function Bars({ digits, x, y }: { digits: string; x: number; y: number }) {
  const runs = [...digits].map((digit, place) => ({
    at: x + 5 + (place * 30) / digits.length,
    wide: 0.4 + Number(digit) / 12,
  }))
  return <path d={runs.map(({ at, wide }) => `M${at} ${y}h${wide}v3h${-wide}z`).join('')} fill="#142033" />
}
