import type { PhotoGeometry, PhotoView } from '@tucai/contract'
import { useEffect, useState } from 'react'
import { Box } from '../../elements/box'
import { Press } from '../../elements/press'
import { isBackgroundGood, isWellPlaced, warningsOf } from '../../findings.ts'
import { useWords } from '../../language.ts'
import { FindingRow, GoodRow } from '../../parts/finding-row.tsx'
import { Framed, Photo } from '../../parts/photo-frame.tsx'
import { Switch } from '../../parts/switch.tsx'
import { justDeveloped } from '../../take.ts'
import { Before, BeforeSlide, useOriginal } from './comparison.tsx'

const finishedWidthPx = 480
const finishedHeightPx = 640

type GoodPhotoProps = { photo: PhotoView; onRetake: () => void }

/** A photo that may be confirmed: large, with the standard's lines when wanted, and what was noticed in words. */
export function GoodPhoto({ photo, onRetake }: GoodPhotoProps) {
  const words = useWords()
  const [lined, setLined] = useState(false)
  const [staged] = useState(() => justDeveloped.get() === photo.photoId)
  useEffect(() => justDeveloped.set(null), [])
  const [share, setShare] = useState<number | null>(null)
  const { geometry, framing } = photo
  const comparing = share !== null && framing !== null
  const original = useOriginal(photo.photoId, comparing)
  return (
    <>
      <Box as="section" className="card shot">
        <Framed className={lined ? 'lined' : undefined}>
          <Press className="photo-button" aria-label={words.photo.tapAgain} onPress={onRetake}>
            <Photo photoId={photo.photoId} alt={words.photo.finishedAlt}>
              {comparing && original.address !== null && !original.isGone ? (
                <Before address={original.address} framing={framing} share={share} onFail={original.gone} />
              ) : null}
              {lined && geometry !== null ? <Lines geometry={geometry} /> : null}
              {staged ? <Box as="span" aria-hidden className="reveal" /> : null}
            </Photo>
          </Press>
          {lined && geometry !== null ? <Labels geometry={geometry} /> : null}
        </Framed>
        {comparing && !original.isGone ? <BeforeSlide share={share} onShare={setShare} /> : null}
        {framing === null ? null : (
          <Box className="cell toggle">
            <Box as="span" className="grow cell-text">
              {words.photo.compare}
            </Box>
            <Switch
              on={comparing && !original.isGone}
              label={words.photo.compare}
              onTurn={(on) => setShare(on ? 50 : null)}
            />
          </Box>
        )}
        {original.isGone ? (
          <Box as="p" className="note">
            {words.photo.noOriginal}
          </Box>
        ) : null}
        {geometry === null ? null : (
          <Box className="cell toggle">
            <Box as="span" className="grow cell-text">
              {words.photo.lines}
            </Box>
            <Switch on={lined} label={words.photo.lines} onTurn={setLined} />
          </Box>
        )}
      </Box>
      <Box as="section" className="card tight">
        <Box as="ul">
          {isBackgroundGood(photo) ? <GoodRow name={words.photo.background} says={words.photo.backgroundGood} /> : null}
          {isWellPlaced(photo) ? <GoodRow name={words.photo.position} says={words.photo.positionGood} /> : null}
          {warningsOf(photo).map((finding) => (
            <FindingRow key={finding.code} finding={finding} />
          ))}
        </Box>
      </Box>
    </>
  )
}

const down = (px: number) => `${(px / finishedHeightPx) * 100}%`
const across = (px: number) => `${(px / finishedWidthPx) * 100}%`
/** The face is widest about as far below the eyes as the standard's picture shows: 68 of 640. */
const faceLinePx = (geometry: PhotoGeometry) => geometry.eyeLinePx + 68

function Lines({ geometry }: { geometry: PhotoGeometry }) {
  const left = geometry.centerXPx - geometry.faceWidthPx / 2
  return (
    <>
      <Box as="span" aria-hidden className="guide-line" style={{ top: down(geometry.hairTopPx) }} />
      <Box as="span" aria-hidden className="guide-line" style={{ top: down(geometry.eyeLinePx) }} />
      <Box
        as="span"
        aria-hidden
        className="width-line"
        style={{ top: down(faceLinePx(geometry)), left: across(left), width: across(geometry.faceWidthPx) }}
      />
    </>
  )
}

function Labels({ geometry }: { geometry: PhotoGeometry }) {
  const { photo } = useWords()
  const rows: [string, number, number][] = [
    [photo.hairTop, geometry.hairTopPx, geometry.hairTopPx],
    [photo.eyes, geometry.eyeLinePx, geometry.eyeLinePx - 14],
    [photo.faceWidth, geometry.faceWidthPx, faceLinePx(geometry) + 14],
  ]
  return (
    <Box as="dl" className="line-labels">
      {rows.map(([name, valuePx, placePx]) => (
        <Box key={name} className="line-label" style={{ top: down(placePx) }}>
          <Box as="dt" className="line-name">
            {name}
          </Box>
          <Box as="dd" className="line-value">
            {Math.round(valuePx)} px
          </Box>
        </Box>
      ))}
    </Box>
  )
}
