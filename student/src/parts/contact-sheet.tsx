import { useAppInfo } from '../app-info.ts'
import { Box } from '../elements/box'
import { Press } from '../elements/press'
import { useWords } from '../language.ts'
import { callPhone } from '../platform/system'
import { KeyValues } from './key-values.tsx'
import { Sheet } from './sheet.tsx'

/** 联系客服: phone and hours of the centre. */
export function ContactSheet({ onClose }: { onClose: () => void }) {
  const words = useWords()
  const info = useAppInfo()
  return (
    <Sheet
      title={words.contact.title}
      onClose={onClose}
      foot={
        <Press className="btn primary" disabled={info === null} onPress={() => info && callPhone(info.servicePhone)}>
          {words.contact.call}
        </Press>
      }
    >
      {info === null ? (
        <Box as="p" className="sub">
          {words.offline.title}
        </Box>
      ) : (
        <KeyValues
          rows={[
            [words.contact.phone, info.servicePhone],
            [words.contact.hours, info.serviceHours],
          ]}
        />
      )}
    </Sheet>
  )
}
