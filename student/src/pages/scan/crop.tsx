import type { DocumentFields } from '@tucai/contract'
import { type DocumentFieldName, zoneStart } from '../../document.ts'
import { Box } from '../../elements/box'
import { Picture } from '../../elements/picture'
import { useWords } from '../../language.ts'

/** As wide as a line of the machine-readable zone is shown, as in the style sheet. */
const zoneWidthPx = 760
/** What is seen of the line before the field itself. */
const leadPx = 30

/**
 * The part of the picture where a field stands; nothing when there is none. A machine-readable line is too long to be
 * read whole on a phone: of it the part that begins with the field is shown.
 */
export function Crop({ name, fields }: { name: DocumentFieldName; fields: DocumentFields }) {
  const { scan } = useWords()
  const field = fields[name]
  if (!field?.crop) return null
  const isZone = field.source === 'mrz'
  const aside = isZone ? Math.max(0, zoneStart(name, fields) * zoneWidthPx - leadPx) : 0
  return (
    <>
      <Box className="crop-room">
        <Box style={{ marginLeft: -aside }}>
          <Picture
            className={isZone ? 'crop zone' : `crop ${name}`}
            src={field.crop}
            alt={scan.cropAlt(scan.fields[name])}
          />
        </Box>
      </Box>
      {isZone && name === 'gender' ? (
        <Box as="p" className="note crop-note">
          {scan.sexInZone}
        </Box>
      ) : null}
    </>
  )
}
