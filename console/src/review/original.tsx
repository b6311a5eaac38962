import type { StaffReview } from '@tucai/contract'
import { Tag } from '../frame/tag.tsx'
import { useSpeech } from '../words/language.tsx'
import { edgeSoftMaxPx, shownEdges, worstEdge } from './checks.ts'
import type { Pictures } from './pictures.ts'

const box = { widthPx: 252, heightPx: 336 }
const edgeZoom = 3
const tile = { widthPx: 120, heightPx: 108 }

/** The original with what was cut out of it, and the places where the cut-out person ends most softly. */
export function Original({ review, pictures }: { review: StaffReview; pictures: Pictures }) {
  const { words } = useSpeech()
  const { measured, source } = review
  const edges = shownEdges(measured?.edges ?? [])
  const worst = worstEdge(edges)
  const doubts = edges.filter(({ softPx }) => softPx > edgeSoftMaxPx).length
  return (
    <section className="desk-middle" aria-label={words.review.original}>
      <h2>
        {words.review.original}
        <span className="quiet">
          {measured === null ? '' : `${measured.source.widthPx} × ${measured.source.heightPx}`}
          {source === null ? '' : ` · ${words.review.sources[source]}`}
        </span>
      </h2>
      <div className="desk-original">
        {pictures.original ? <img src={pictures.original} alt={words.review.originalOf(`${review.name}**`)} /> : null}
        {pictures.original === null ? <p>{words.review.originalGone}</p> : null}
        {pictures.original && measured !== null ? <CropBox review={review} /> : null}
      </div>
      <h2>
        {words.review.edges}
        {doubts > 0 ? <Tag tone="amber">{words.review.edgeDoubts(doubts)}</Tag> : null}
        <span className="quiet">{edgeZoom}×</span>
      </h2>
      <ul className="desk-edges">
        {edges.map((edge) => {
          const isDoubtful = edge.softPx > edgeSoftMaxPx
          return (
            <li key={edge.part} className={isDoubtful ? 'doubtful' : ''}>
              {pictures.finished ? (
                <span
                  className="edge-picture"
                  style={{
                    backgroundImage: `url(${pictures.finished})`,
                    backgroundSize: `${480 * edgeZoom}px ${640 * edgeZoom}px`,
                    backgroundPosition: `${tile.widthPx / 2 - edge.xPx * edgeZoom}px ${tile.heightPx / 2 - edge.yPx * edgeZoom}px`,
                  }}
                />
              ) : null}
              {isDoubtful && edge === worst ? <i aria-hidden="true" /> : null}
              <span className="edge-name">
                {words.review.parts[edge.part] ?? edge.part}
                {isDoubtful ? ` ${edge.softPx.toFixed(1)} px` : ''}
              </span>
            </li>
          )
        })}
      </ul>
      <p className="quiet desk-processed">{words.review.processed}</p>
    </section>
  )
}

function CropBox({ review }: { review: StaffReview }) {
  const { words } = useSpeech()
  const { crop, source } = review.measured!
  const scale = Math.min(box.widthPx / source.widthPx, box.heightPx / source.heightPx)
  const left = (box.widthPx - source.widthPx * scale) / 2
  const top = (box.heightPx - source.heightPx * scale) / 2
  return (
    <div
      className="crop-box"
      style={{
        left: left + crop.leftPx * scale,
        top: top + crop.topPx * scale,
        width: crop.widthPx * scale,
        height: crop.heightPx * scale,
      }}
    >
      <span>{words.review.cropScale((480 / crop.widthPx).toFixed(2))}</span>
    </div>
  )
}
