import { useDidHide } from '@tarojs/taro'
import { useEffect, useRef, useState } from 'react'
import { Box } from '../../elements/box'
import { Icon } from '../../elements/icon'
import { Picture } from '../../elements/picture'
import { Press } from '../../elements/press'
import { swap } from '../../go.ts'
import { useWords } from '../../language.ts'
import { Screen } from '../../parts/screen.tsx'
import { say } from '../../parts/toast.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { takeUnderWay } from '../../take.ts'
import { useChoosePhoto } from '../../use-choose-photo.ts'
import { useFlow } from '../../use-flow.ts'
import { Camera } from '../../viewfinder/camera'
import type { CameraPort, CameraState } from '../../viewfinder/camera-port.ts'
import { Controls } from '../../viewfinder/controls.tsx'
import frame from '../../viewfinder/frame.svg'
import { Hint } from '../../viewfinder/hint.tsx'
import { NoCamera } from '../../viewfinder/no-camera.tsx'
import { useCountdown } from '../../viewfinder/use-countdown.ts'
import '../../viewfinder/viewfinder.css'

export default function Viewfinder() {
  const words = useWords()
  const { graduateId, view, trouble, load } = useFlow('photo')
  const back = () => swap('guide', { graduateId })
  if (view === null) {
    const { title } = words.viewfinder
    return <Waiting name="viewfinder" title={title} trouble={trouble} onAgain={load} onBack={back} blocksPx={[500]} />
  }
  return <Finder graduateId={graduateId} fileAllowed={view.campaign.fileAllowed} onBack={back} />
}

function Finder({ graduateId, fileAllowed, onBack }: { graduateId: string; fileAllowed: boolean; onBack: () => void }) {
  const words = useWords().viewfinder
  const camera = useRef<CameraPort>(null)
  const [state, setState] = useState<CameraState>('starting')
  const [facing, setFacing] = useState<'environment' | 'user'>('environment')
  const [attempt, setAttempt] = useState(0)
  const [flash, setFlash] = useState(false)
  const choose = useChoosePhoto(graduateId, say)
  const { secondsLeft, timed, setTimed, count, stop } = useCountdown()
  useDidHide(stop)
  useEffect(() => stop, [stop])

  const shoot = async () => {
    if (timed && !(await count())) return
    setFlash(true)
    try {
      const picture = await camera.current?.shoot()
      if (picture === undefined) return
      takeUnderWay.set({ graduateId, source: 'camera', picture })
      swap('developing', { graduateId })
    } catch {
      setFlash(false)
      setAttempt((before) => before + 1)
    }
  }
  const failed = state === 'refused' || state === 'missing'
  return (
    <Screen name="viewfinder" title={words.title} ground="dark" onBack={onBack} bare>
      <Box as="main" className="live">
        <Camera ref={camera} facing={facing} attempt={attempt} onState={setState} />
        <Picture className="live-frame" src={frame} alt="" stretch />
        {failed ? (
          <NoCamera
            refused={state === 'refused'}
            onAgain={() => setAttempt(attempt + 1)}
            onChoose={fileAllowed ? choose : undefined}
          />
        ) : (
          <Hint words={hintOf(state, secondsLeft, words)} />
        )}
        {flash ? <Box aria-hidden className="flash" /> : null}
      </Box>
      <Box className="tools">
        <Press
          className={timed ? 'tool on' : 'tool'}
          role="switch"
          aria-checked={timed}
          aria-label={words.timer}
          onPress={() => setTimed(!timed)}
        >
          <Icon name="timer" sizePx={20} />
          {words.timer}
        </Press>
      </Box>
      <Controls
        ready={state === 'ready'}
        onShoot={shoot}
        onTurn={() => setFacing(facing === 'user' ? 'environment' : 'user')}
        onChoose={fileAllowed ? choose : undefined}
      />
    </Screen>
  )
}

function hintOf(state: CameraState, secondsLeft: number | null, words: ReturnType<typeof useWords>['viewfinder']) {
  if (state === 'starting') return words.starting
  return secondsLeft === null ? words.hint : words.counting(secondsLeft)
}
