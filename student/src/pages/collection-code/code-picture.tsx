import { useEffect, useState } from 'react'
import { Box } from '../../elements/box'
import { Picture } from '../../elements/picture'
import { useWords } from '../../language.ts'
import { Framed } from '../../parts/photo-frame.tsx'
import { previewOf, type Picture as TakenFile } from '../../platform/picture'

/** The chosen picture, and below it how much of it has been sent, 0 to 1; null while nothing is under way. */
export function CodePicture({ picture, share }: { picture: TakenFile; share: number | null }) {
  const { collectionCode } = useWords()
  const [preview, setPreview] = useState<string | null>(null)
  useEffect(() => {
    let wanted = true
    previewOf(picture).then((found) => wanted && setPreview(found))
    return () => {
      wanted = false
    }
  }, [picture])
  const percent = Math.round((share ?? 0) * 100)
  const sent = share !== null && share >= 1
  return (
    <>
      <Framed>
        <Box className="taken">
          {preview === null ? null : (
            <Picture className="taken-picture" src={preview} alt={collectionCode.pictureAlt} />
          )}
        </Box>
      </Framed>
      {share === null ? null : (
        <>
          <Box className="bar" role="progressbar" aria-label={`${collectionCode.progress} ${percent}%`}>
            <Box className="bar-done" style={{ width: `${percent}%` }} />
          </Box>
          <Box as="p" className="says" role="status" aria-live="polite">
            {sent ? collectionCode.reading : collectionCode.sending}
          </Box>
        </>
      )}
    </>
  )
}
