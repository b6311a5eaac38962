import type { PhotoCheck } from '@tucai/contract'
import { useSpeech } from '../words/language.tsx'
import { bandOf, isPast, shownValue } from './checks.ts'

/** Of a finished photo. */
export const widthPx = 480
export const heightPx = 640

/** Where the photo begins on the stage. */
const left = 82

/** The standard’s bands and lines over a photo, with a ruler beside it. */
export function Lines({ checks, centerXPx }: { checks: readonly PhotoCheck[]; centerXPx: number }) {
  const { words } = useSpeech()
  const find = (code: string) => checks.find((check) => check.code === code)
  const [hair, eyes, face, centre] = ['GEO_HAIR_TOP', 'GEO_EYE_LINE', 'GEO_FACE_WIDTH', 'GEO_CENTER'].map(find)
  if (!hair || !eyes || !face || !centre) return null
  const faceY = eyes.value + 56
  const from = left + centerXPx - face.value / 2
  return (
    <svg className="desk-lines" viewBox="0 0 648 640" aria-hidden="true">
      <Ruler />
      {[hair, eyes].map((check) => (
        <Band key={check.code} check={check} />
      ))}
      {[hair.value, eyes.value].map((y) => (
        <Dashed key={y} d={`M${left} ${y}H${left + widthPx}`} dash="7 4" />
      ))}
      <Dashed d={`M${left + widthPx / 2} 0V${heightPx}`} dash="3 5" />
      <path
        d={`M${from} ${faceY}h${face.value}M${from} ${faceY - 10}v20M${from + face.value} ${faceY - 10}v20`}
        className="face-width"
      />
      <g transform={`translate(${left + widthPx / 2} ${faceY})`}>
        <rect x="-40" y="-11" width="80" height="22" rx="4" className="face-label" />
        <text y="4.5" textAnchor="middle" className="on-dark">
          {words.review.faceWidth(shownValue(face.value, 'px'))}
        </text>
      </g>
      <Flag y={hair.value} title={words.review.crown} check={hair} hint={`${bandOf(hair)?.join('–')}`} />
      <Flag y={eyes.value} title={words.review.eyes} check={eyes} hint={`${bandOf(eyes)?.join('–')}`} />
      <Flag
        y={eyes.value + 78}
        title={words.review.centred}
        check={centre}
        hint={words.review.offBy(`${bandOf(centre)?.[1]}`)}
        signed
      />
    </svg>
  )
}

function Dashed({ d, dash }: { d: string; dash: string }) {
  return (
    <>
      <path d={d} stroke="#10254A" strokeOpacity=".5" strokeWidth="3" />
      <path d={d} stroke="#fff" strokeWidth="1.4" strokeDasharray={dash} />
    </>
  )
}

function Ruler() {
  const marks = Array.from({ length: 13 }, (_, index) => index * 50)
  return (
    <>
      {marks.map((y) => (
        <g key={y}>
          <path d={`M76 ${y + 0.5}h6`} stroke="#8A98AB" />
          {y % 100 === 0 ? (
            <text x="38" y={y === 0 ? 10 : y + 4} textAnchor="middle" className="ruler">
              {y}
            </text>
          ) : null}
        </g>
      ))}
    </>
  )
}

/** What a line may lie in: a light band on the photo, a bracket beside the ruler, and where the line is in it. */
function Band({ check }: { check: PhotoCheck }) {
  const [low, high] = bandOf(check)!
  return (
    <>
      <rect x={left} y={low} width={widthPx} height={high - low} fill="#fff" fillOpacity=".09" />
      <path d={`M68 ${low}H60V${high}H68`} fill="none" stroke="#6B7A90" strokeWidth="1.5" />
      <path d={`M67 ${check.value}l-7 -4.5v9z`} fill={isPast(check) ? '#BC3218' : '#0A7556'} />
    </>
  )
}

function Flag({
  y,
  title,
  check,
  hint,
  signed = false,
}: {
  y: number
  title: string
  check: PhotoCheck
  hint: string
  signed?: boolean
}) {
  const value = Math.round(check.value)
  return (
    <g transform={`translate(568 ${y})`}>
      <rect x="0" y="-20" width="76" height="40" rx="4" fill="#fff" stroke="#CBD4E0" />
      <text x="7" y="-4" className="flag-title">
        {title}
      </text>
      <text x="70" y="-4" textAnchor="end" className={isPast(check) ? 'flag-value bad' : 'flag-value'}>
        {signed && value > 0 ? `+${value}` : value}
      </text>
      <text x="7" y="12" className="flag-hint">
        {hint}
      </text>
    </g>
  )
}
