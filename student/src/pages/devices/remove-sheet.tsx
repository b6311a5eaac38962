import type { DeviceView } from '@tucai/contract'
import { call } from '../../call.ts'
import { Box } from '../../elements/box'
import { Press } from '../../elements/press'
import { useWords } from '../../language.ts'
import { Notice } from '../../parts/notice.tsx'
import { Sheet } from '../../parts/sheet.tsx'
import { say } from '../../parts/toast.tsx'
import { useAttempt } from '../../use-attempt.ts'

type RemoveSheetProps = { device: DeviceView; onClose: () => void; onRemoved: () => Promise<void> }

/** 移除设备: what it means, before it is done. */
export function RemoveSheet({ device, onClose, onRemoved }: RemoveSheetProps) {
  const words = useWords()
  const { attempt, otherWords } = useAttempt()
  const remove = () =>
    attempt(async () => {
      await call('deviceForget', { params: { deviceId: device.deviceId } })
      await onRemoved()
      say(words.devices.removed)
      onClose()
    })
  return (
    <Sheet
      title={words.devices.removeTitle}
      onClose={onClose}
      foot={
        <>
          <Notice words={otherWords()} tone="bad" />
          <Press className="btn primary" onPress={remove}>
            {words.devices.remove}
          </Press>
          <Press className="btn line" onPress={onClose}>
            {words.cancel}
          </Press>
        </>
      }
    >
      <Box as="p" className="sub">
        {words.devices.removeWords(words.devices.label(device.label))}
      </Box>
    </Sheet>
  )
}
