import type { PhotoView } from '@tucai/contract'
import { Box } from '../../elements/box'
import { Icon } from '../../elements/icon'
import { Press } from '../../elements/press'
import { blocksOf, isBackgroundGood, isWellPlaced, warningsOf } from '../../findings.ts'
import { useWords } from '../../language.ts'
import { FindingRow, GoodRow } from '../../parts/finding-row.tsx'
import { Photo } from '../../parts/photo-frame.tsx'

/** A photo that can be looked at but not confirmed: what must change, each with its measured number and limit. */
export function RefusedPhoto({ photo, onRetake }: { photo: PhotoView; onRetake: () => void }) {
  const words = useWords().photo
  const blocks = blocksOf(photo)
  const warnings = warningsOf(photo)
  const failed = photo.state === 'failed'
  const finished = photo.state === 'finished'
  return (
    <>
      <Box as="section" className="card top">
        <Press className="photo-button" aria-label={finished ? words.tapAgain : words.again} onPress={onRetake}>
          {finished ? <Photo photoId={photo.photoId} alt={words.finishedAlt} /> : <NoPicture />}
        </Press>
        <Box className="grow">
          <Box as="span" className="tag bad">
            {words.notYet}
          </Box>
          <Box as="h2" className="title">
            {failed ? words.failedTitle : words.onceMore}
          </Box>
          <Box as="p" className="top-words">
            {failed ? words.failedWords : words.pointsBelow(blocks.length)}
          </Box>
        </Box>
      </Box>
      {blocks.length === 0 ? null : (
        <Box as="section" className="card tight">
          <Box className="card-head">
            <Box as="h3" className="card-title">
              {words.mustChange}
            </Box>
          </Box>
          <Box as="ul">
            {blocks.map((finding) => (
              <FindingRow key={finding.code} finding={finding} />
            ))}
          </Box>
        </Box>
      )}
      {finished ? (
        <Box as="section" className="card tight">
          <Box as="ul">
            {isBackgroundGood(photo) ? <GoodRow name={words.background} says={words.backgroundGood} /> : null}
            {isWellPlaced(photo) ? <GoodRow name={words.position} says={words.positionGood} /> : null}
            {warnings.map((finding) => (
              <FindingRow key={finding.code} finding={finding} />
            ))}
          </Box>
        </Box>
      ) : null}
    </>
  )
}

function NoPicture() {
  const { photo } = useWords()
  return (
    <Box as="span" className="photo" role="img" aria-label={photo.noPicture}>
      <Box as="span" className="no-picture">
        <Icon name="person" />
      </Box>
    </Box>
  )
}
