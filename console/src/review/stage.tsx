import type { StaffReview } from '@tucai/contract'
import { useEffect, useState } from 'react'
import { useSpeech } from '../words/language.tsx'
import { worstEdge } from './checks.ts'
import { Crop } from './crop.tsx'
import { heightPx, Lines, widthPx } from './lines.tsx'
import type { Pictures } from './pictures.ts'

const zoomFactor = 4
const stepPx = 20

export interface View {
  zoom: boolean
  lines: boolean
  overlay: boolean
  crop: boolean
}

type StageProps = {
  review: StaffReview
  pictures: Pictures
  view: View
  closeCrop: () => void
  cropped: (review: StaffReview) => void
}

/** The finished photo, exactly as large as it is, with the standard's lines over it. */
export function Stage({ review, pictures, view, closeCrop, cropped }: StageProps) {
  const { words } = useSpeech()
  const { finished, original } = pictures
  const name = `${review.name}**`
  const centre = useZoomCentre(review, view.zoom)
  if (view.crop && review.measured !== null && original)
    return <Crop review={review} measured={review.measured} original={original} close={closeCrop} done={cropped} />
  return (
    <div className="desk-canvas">
      <div className="desk-picture">
        {finished === null ? <p className="desk-away">{words.review.photoAway}</p> : null}
        {finished ? (
          <img
            src={finished}
            alt={words.review.finishedOf(name)}
            width={widthPx}
            height={heightPx}
            style={view.zoom ? { transform: zoomed(centre) } : undefined}
          />
        ) : null}
        {view.overlay && original && review.measured !== null ? (
          <img className="desk-overlay" src={original} alt={words.review.originalOf(name)} style={underCrop(review)} />
        ) : null}
      </div>
      {view.lines && !view.zoom && !view.overlay && review.measured !== null ? (
        <Lines checks={review.measured.checks} centerXPx={review.geometry?.centerXPx ?? widthPx / 2} />
      ) : null}
      {view.zoom && finished ? (
        <div className="desk-mini">
          <img src={finished} alt="" />
          <span
            style={{
              left: `${((centre.x - widthPx / zoomFactor / 2) / widthPx) * 100}%`,
              top: `${((centre.y - heightPx / zoomFactor / 2) / heightPx) * 100}%`,
            }}
          />
        </div>
      ) : null}
    </div>
  )
}

/** The middle of what is seen when zoomed: the softest edge first, then wherever the arrows lead. */
function useZoomCentre(review: StaffReview, zoom: boolean): { x: number; y: number } {
  const worst = worstEdge(review.measured?.edges ?? [])
  const start = clamped({ x: worst?.xPx ?? widthPx / 2, y: worst?.yPx ?? 200 })
  const [moved, setMoved] = useState({ of: '', x: 0, y: 0 })
  const centre = moved.of === review.reviewId ? moved : start
  useEffect(() => {
    if (!zoom) return
    const move = (event: KeyboardEvent) => {
      const by = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key]
      if (by === undefined || event.target instanceof HTMLInputElement) return
      event.preventDefault()
      const to = clamped({ x: centre.x + by[0]! * stepPx, y: centre.y + by[1]! * stepPx })
      setMoved({ of: review.reviewId, ...to })
    }
    window.addEventListener('keydown', move)
    return () => window.removeEventListener('keydown', move)
  }, [zoom, centre.x, centre.y, review.reviewId])
  return centre
}

function clamped({ x, y }: { x: number; y: number }) {
  const half = { x: widthPx / zoomFactor / 2, y: heightPx / zoomFactor / 2 }
  return {
    x: Math.min(widthPx - half.x, Math.max(half.x, x)),
    y: Math.min(heightPx - half.y, Math.max(half.y, y)),
  }
}

function zoomed({ x, y }: { x: number; y: number }): string {
  return `translate(${widthPx / 2 - zoomFactor * x}px, ${heightPx / 2 - zoomFactor * y}px) scale(${zoomFactor})`
}

/** Lays the original so that the part that was cut out lies where the finished photo is. */
function underCrop({ measured }: StaffReview) {
  const { crop, source } = measured!
  const scale = widthPx / crop.widthPx
  return { width: source.widthPx * scale, left: -crop.leftPx * scale, top: -crop.topPx * scale }
}
