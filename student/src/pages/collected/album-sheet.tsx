import { Box } from '../../elements/box'
import { Press } from '../../elements/press'
import { useWords } from '../../language.ts'
import { Sheet } from '../../parts/sheet.tsx'
import { openSettings } from '../../platform/settings'

/** The phone does not let the photo into its album: why, and the way to the settings. */
export function AlbumSheet({ onClose }: { onClose: () => void }) {
  const words = useWords()
  return (
    <Sheet
      title={words.collected.albumTitle}
      onClose={onClose}
      foot={
        <Press className="btn primary" onPress={() => openSettings(onClose)}>
          {words.viewfinder.settings}
        </Press>
      }
    >
      <Box as="p" className="sub">
        {words.collected.albumWords}
      </Box>
    </Sheet>
  )
}
