import { useMutation } from '@tanstack/react-query'
import type { PhotoCheck, PhotoMeasured, StaffReview } from '@tucai/contract'
import { Alert, Button } from 'antd'
import { type PointerEvent, useCallback, useEffect, useRef, useState } from 'react'
import { call } from '../api.ts'
import { refusalWords } from '../frame/failure.tsx'
import { Icon } from '../icons.tsx'
import { useSpeech } from '../words/language.tsx'
import { isPast } from './checks.ts'
import { heightPx, Lines, widthPx } from './lines.tsx'

type CropProps = {
  review: StaffReview
  measured: PhotoMeasured
  original: string
  close: () => void
  done: (review: StaffReview) => void
}
type Cut = { leftPx: number; topPx: number; widthPx: number }

/** Another cut of the original by hand: it can be moved and scaled, nothing else, and saved where the bands are met. */
export function Crop({ review, measured, original, close, done }: CropProps) {
  const { language, words } = useSpeech()
  const [cut, setCut] = useState<Cut>(measured.crop)
  const checks = checksUnder(cut, measured)
  const isLawful = !checks.some(isPast)
  const saving = useMutation({
    mutationFn: () =>
      call('staffReviewRecrop', {
        params: { reviewId: review.reviewId },
        body: { leftPx: cut.leftPx, topPx: cut.topPx, widthPx: cut.widthPx },
      }),
    onSuccess: done,
  })
  const move = useCallback((dx: number, dy: number) => {
    setCut((before) => {
      const sourcePerPx = before.widthPx / widthPx
      return { ...before, leftPx: before.leftPx - dx * sourcePerPx, topPx: before.topPx - dy * sourcePerPx }
    })
  }, [])
  const scale = useCallback((factor: number) => setCut((before) => scaled(before, factor)), [])
  const save = () => (isLawful && !saving.isPending ? saving.mutate() : undefined)
  useCropKeys({ move, scale, save, close })
  const dragging = useDragging(move)
  const shown = widthPx / cut.widthPx
  const geometry = checks.find(({ code }) => code === 'GEO_CENTER')!
  return (
    <div className="desk-canvas cropping">
      <div className="desk-picture" {...dragging} onWheel={(event) => scale(event.deltaY < 0 ? 1.01 : 1 / 1.01)}>
        <img
          className="desk-overlay"
          draggable={false}
          src={original}
          alt={words.review.originalOf(`${review.name}**`)}
          style={{ width: measured.source.widthPx * shown, left: -cut.leftPx * shown, top: -cut.topPx * shown }}
        />
      </div>
      <Lines checks={checks} centerXPx={widthPx / 2 + geometry.value} />
      <div className="crop-bar" role="toolbar" aria-label={words.review.crop}>
        <span>{words.review.cropTitle}</span>
        <Button size="small" aria-label={words.review.smaller} onClick={() => scale(1 / 1.02)}>
          −
        </Button>
        <Button size="small" aria-label={words.review.larger} onClick={() => scale(1.02)}>
          +
        </Button>
        <span className={isLawful ? 'lawful' : 'unlawful'} role="status">
          <Icon name={isLawful ? 'ticked' : 'warning'} />
          {isLawful ? words.review.cropLawful : words.review.cropUnlawful}
        </span>
        <Button size="small" onClick={close}>
          {words.review.cancel} <kbd>Esc</kbd>
        </Button>
        <Button size="small" type="primary" disabled={!isLawful} loading={saving.isPending} onClick={save}>
          {saving.isPending ? words.review.cropSaving : words.review.cropSave} <kbd>↵</kbd>
        </Button>
        {saving.isError ? <Alert type="error" title={refusalWords(saving.error, language, words)} /> : null}
      </div>
    </div>
  )
}

/** Around the middle of what is seen. */
function scaled({ leftPx, topPx, widthPx: cutWidthPx }: Cut, factor: number): Cut {
  const next = cutWidthPx / factor
  const shrinkPx = (cutWidthPx - next) / 2
  return { leftPx: leftPx + shrinkPx, topPx: topPx + (shrinkPx * heightPx) / widthPx, widthPx: next }
}

/** The four numbers that a cut changes, as they would be. */
function checksUnder(cut: Cut, { face, checks }: PhotoMeasured): PhotoCheck[] {
  const scale = widthPx / cut.widthPx
  const values: Record<string, number> = {
    GEO_HAIR_TOP: (face.crownPx - cut.topPx) * scale,
    GEO_EYE_LINE: (face.eyeLinePx - cut.topPx) * scale,
    GEO_FACE_WIDTH: (face.rightPx - face.leftPx) * scale,
    GEO_CENTER: ((face.leftPx + face.rightPx) / 2 - cut.leftPx) * scale - widthPx / 2,
  }
  return checks.flatMap((check) => (check.code in values ? [{ ...check, value: values[check.code]! }] : []))
}

function useDragging(move: (dx: number, dy: number) => void) {
  const from = useRef<{ x: number; y: number } | null>(null)
  return {
    onPointerDown(event: PointerEvent<HTMLElement>) {
      event.currentTarget.setPointerCapture(event.pointerId)
      from.current = { x: event.clientX, y: event.clientY }
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      if (from.current === null) return
      move(event.clientX - from.current.x, event.clientY - from.current.y)
      from.current = { x: event.clientX, y: event.clientY }
    },
    onPointerUp() {
      from.current = null
    },
  }
}

type CropKeys = {
  move: (dx: number, dy: number) => void
  scale: (factor: number) => void
  save: () => void
  close: () => void
}

function useCropKeys({ move, scale, save, close }: CropKeys): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const step = event.shiftKey ? 10 : 1
      const acts: Record<string, () => void> = {
        ArrowLeft: () => move(-step, 0),
        ArrowRight: () => move(step, 0),
        ArrowUp: () => move(0, -step),
        ArrowDown: () => move(0, step),
        '+': () => scale(1.01),
        '=': () => scale(1.01),
        '-': () => scale(1 / 1.01),
        Enter: save,
        Escape: close,
      }
      const act = acts[event.key]
      if (act === undefined || (event.key === 'Enter' && event.target instanceof HTMLButtonElement)) return
      event.preventDefault()
      event.stopImmediatePropagation()
      act()
    }
    window.addEventListener('keydown', press, { capture: true })
    return () => window.removeEventListener('keydown', press, { capture: true })
  })
}
