import { useEffect, useState } from 'react'
import { Box } from '../../elements/box'
import { Picture } from '../../elements/picture'
import { useWords } from '../../language.ts'
import { Framed } from '../../parts/photo-frame.tsx'
import { previewOf, type Picture as TakenFile } from '../../platform/picture'

/** The whole picture that is read; grey where the browser can't show its format. */
export function TakenPicture({ picture, reading }: { picture: TakenFile; reading: boolean }) {
  const { scan } = useWords()
  const [preview, setPreview] = useState<string | null>(null)
  useEffect(() => {
    let wanted = true
    previewOf(picture).then((found) => wanted && setPreview(found))
    return () => {
      wanted = false
    }
  }, [picture])
  return (
    <Framed>
      <Box className="taken">
        {preview === null ? null : <Picture className="taken-picture" src={preview} alt={scan.pictureAlt} />}
        {reading ? <Box aria-hidden className="sweep" /> : null}
      </Box>
    </Framed>
  )
}
