import type { DeviceView } from '@tucai/contract'
import { call } from '../../call.ts'
import { useWords } from '../../language.ts'
import { ConfirmSheet } from '../../parts/confirm-sheet.tsx'

type RemoveSheetProps = { device: DeviceView; onClose: () => void; onRemoved: () => Promise<void> }

/** 移除设备: what it means, before it is done. */
export function RemoveSheet({ device, onClose, onRemoved }: RemoveSheetProps) {
  const words = useWords()
  return (
    <ConfirmSheet
      title={words.devices.removeTitle}
      meaning={words.devices.removeWords(words.devices.label(device.label))}
      action={words.devices.remove}
      done={words.devices.removed}
      onConfirm={async () => {
        await call('deviceForget', { params: { deviceId: device.deviceId } })
        await onRemoved()
      }}
      onClose={onClose}
    />
  )
}
