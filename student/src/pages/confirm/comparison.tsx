import type { PhotoFraming } from '@tucai/contract'
import { useEffect, useState } from 'react'
import { Box } from '../../elements/box'
import { Picture } from '../../elements/picture'
import { Slide } from '../../elements/slide'
import { useWords } from '../../language.ts'
import { photoAddress } from '../../platform/photo-address'

/** Address of the original's small picture; null until it is there, and where it can't be had. */
export function useOriginal(
  photoId: string,
  wanted: boolean,
): { address: string | null; isGone: boolean; gone: () => void } {
  const [address, setAddress] = useState<string | null>(null)
  const [isGone, setGone] = useState(false)
  const gone = () => setGone(true)
  useEffect(() => {
    let alive = true
    if (wanted) {
      photoAddress(photoId, 'photoPreview').then(
        (found) => alive && setAddress(found),
        () => alive && setGone(true),
      )
    }
    return () => {
      alive = false
    }
  }, [photoId, wanted])
  return { address, isGone, gone }
}

type BeforeProps = { address: string; framing: PhotoFraming; share: number; onFail: () => void }

/** The part of the original that became the photo, over its left side. `share`: how much of the width it covers, 0 to 100. */
export function Before({ address, framing: { source, crop }, share, onFail }: BeforeProps) {
  const { photo: words } = useWords()
  const whole = {
    left: `${(-crop.leftPx / crop.widthPx) * 100}%`,
    top: `${(-crop.topPx / crop.heightPx) * 100}%`,
    width: `${(source.widthPx / crop.widthPx) * 100}%`,
    height: `${(source.heightPx / crop.heightPx) * 100}%`,
  }
  return (
    <>
      <Box as="span" className="before" style={{ clipPath: `inset(0 ${100 - share}% 0 0)` }}>
        <Box as="span" className="before-whole" style={whole}>
          <Picture className="photo-picture" src={address} alt={words.beforeAlt} stretch onFail={onFail} />
        </Box>
      </Box>
      <Box as="span" aria-hidden className="before-edge" style={{ left: `${share}%` }} />
    </>
  )
}

/** Below the photo: which side is which, and what moves the line between them. */
export function BeforeSlide({ share, onShare }: { share: number; onShare: (share: number) => void }) {
  const { photo: words } = useWords()
  return (
    <Box className="compare">
      <Box as="span" aria-hidden>
        {words.before}
      </Box>
      <Slide className="grow" label={words.compareShare(share)} value={share} onValue={onShare} />
      <Box as="span" aria-hidden>
        {words.after}
      </Box>
    </Box>
  )
}
