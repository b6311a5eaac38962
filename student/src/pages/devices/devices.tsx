import type { AccountView, DeviceView } from '@tucai/contract'
import { useState } from 'react'
import { call } from '../../call.ts'
import { Box } from '../../elements/box'
import { Press } from '../../elements/press'
import { goBack } from '../../go.ts'
import { useWords } from '../../language.ts'
import { Notice } from '../../parts/notice.tsx'
import { Screen } from '../../parts/screen.tsx'
import { say } from '../../parts/toast.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { useAnswer } from '../../use-answer.ts'
import { useAttempt } from '../../use-attempt.ts'
import { Device } from './device.tsx'
import { RemoveSheet } from './remove-sheet.tsx'
import { Wechat } from './wechat.tsx'
import './devices.css'

type DevicesAnswer = { account: AccountView; devices: DeviceView[] }

async function ask(): Promise<DevicesAnswer> {
  const [account, devices] = await Promise.all([call('accountShow', {}), call('deviceList', {})])
  return { account, devices }
}

/** 登录设备: the devices that the account trusts and what runs on them; every one can be ended. */
export default function Devices() {
  const words = useWords()
  const { answer, trouble, load } = useAnswer(ask)
  const [removed, setRemoved] = useState<DeviceView | null>(null)
  const { attempt, otherWords } = useAttempt()
  const back = () => goBack('home')
  if (answer === null) {
    const blocksPx = [60, 150, 150]
    return (
      <Waiting
        name="devices"
        title={words.devices.title}
        trouble={trouble}
        onAgain={load}
        onBack={back}
        blocksPx={blocksPx}
      />
    )
  }
  const here = answer.devices.filter((device) => device.isThis)
  const elsewhere = answer.devices.filter((device) => !device.isThis)
  const hasOthers = answer.devices.some(({ sessions }) => sessions.some((session) => !session.isThis))

  const end = (sessionId: string) =>
    attempt(async () => {
      await call('sessionRevoke', { params: { sessionId } })
      await load()
      say(words.devices.ended)
    })
  const endOthers = () =>
    attempt(async () => {
      await call('sessionsRevoke', {})
      await load()
      say(words.devices.othersEnded)
    })

  return (
    <Screen
      name="devices"
      title={words.devices.title}
      onBack={back}
      footer={
        hasOthers ? (
          <Press className="btn line" onPress={endOthers}>
            {words.devices.endOthers}
          </Press>
        ) : undefined
      }
      over={
        removed === null ? null : <RemoveSheet device={removed} onClose={() => setRemoved(null)} onRemoved={load} />
      }
    >
      <Box className="lead">
        <Box as="p" className="sub">
          {words.devices.words}
        </Box>
      </Box>
      <Notice words={otherWords()} tone="bad" />
      {[...here, ...elsewhere].map((device) => (
        <Device key={device.deviceId} device={device} onEnd={end} onRemove={() => setRemoved(device)} />
      ))}
      <Wechat bound={answer.account.wechatBound} onChanged={load} />
    </Screen>
  )
}
