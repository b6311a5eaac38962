import { Box } from '../elements/box'
import { useWords } from '../language.ts'
import { Notice } from './notice.tsx'

/** How often the photo may still be handed in; nothing where the campaign does not limit it. */
export function SubmissionsLeft({ left }: { left: number | null }) {
  const { photo } = useWords()
  if (left === null) return null
  if (left === 0) return <Notice words={photo.noSubmissions} tone="warn" />
  return (
    <Box as="p" className="note center">
      {photo.submissionsLeft(left)}
    </Box>
  )
}
