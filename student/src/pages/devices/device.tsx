import type { DeviceView } from '@tucai/contract'
import { shanghai } from '../../dates.ts'
import { Box } from '../../elements/box'
import { Icon } from '../../elements/icon'
import { Press } from '../../elements/press'
import { useWords } from '../../language.ts'

type DeviceProps = { device: DeviceView; onEnd: (sessionId: string) => unknown; onRemove: () => void }

/** One device: since when it is trusted, and the sessions that run on it. */
export function Device({ device, onEnd, onRemove }: DeviceProps) {
  const { devices: words } = useWords()
  return (
    <Box as="section" className="card device">
      <Box className="card-head">
        <Icon name="device" />
        <Box as="h3" className="card-title grow">
          {words.label(device.label)}
        </Box>
        {device.isThis ? (
          <Box as="span" className="tag info">
            {words.here}
          </Box>
        ) : (
          <Press className="link" onPress={onRemove}>
            {words.remove}
          </Press>
        )}
      </Box>
      <Box as="p" className="note">
        {words.trustedAt(shanghai(device.trustedAt).short)}
      </Box>
      {device.sessions.map((session) => (
        <Box key={session.sessionId} className="device-session">
          <Box className="grow">
            <Box as="p">{session.isThis ? words.now : words.startedAt(shanghai(session.startedAt).short)}</Box>
            <Box as="p" className="note">
              {words.seenAt(shanghai(session.seenAt).short)}
            </Box>
          </Box>
          {session.isThis ? null : (
            <Press className="btn line small" onPress={() => onEnd(session.sessionId)}>
              {words.end}
            </Press>
          )}
        </Box>
      ))}
      {device.sessions.length === 0 ? (
        <Box as="p" className="note">
          {words.noSession}
        </Box>
      ) : null}
    </Box>
  )
}
