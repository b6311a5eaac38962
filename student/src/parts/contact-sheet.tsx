import { useAppInfo } from '../app-info.ts'
import { Box } from '../elements/box'
import { Press } from '../elements/press'
import { useWords } from '../language.ts'
import { callPhone } from '../platform/system'
import { KeyValues } from './key-values.tsx'
import { Sheet } from './sheet.tsx'

/** 联系客服: phone and hours of the centre. */
export function ContactSheet({ onClose }: { onClose: () => void }) {
  const words = useWords().contact
  const { offline } = useWords()
  const info = useAppInfo()
  const phone = info?.servicePhone ?? ''
  const rows: [string, string][] = [
    [words.phone, phone],
    [words.hours, info?.serviceHours ?? ''],
  ]
  const given = rows.filter(([, value]) => value !== '')
  const call = (
    <Press className="btn primary" onPress={() => callPhone(phone)}>
      {words.call}
    </Press>
  )
  return (
    <Sheet title={words.title} onClose={onClose} foot={phone === '' ? undefined : call}>
      <KeyValues rows={given} />
      {given.length > 0 ? null : (
        <Box as="p" className="sub">
          {info === null ? offline.title : words.none}
        </Box>
      )}
    </Sheet>
  )
}
