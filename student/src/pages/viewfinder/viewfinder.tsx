import { useDidHide } from '@tarojs/taro'
import type { CampaignView } from '@tucai/contract'
import { useEffect, useRef, useState } from 'react'
import { Box } from '../../elements/box'
import type { IconName } from '../../elements/icon'
import { Picture } from '../../elements/picture'
import { swap } from '../../go.ts'
import type { HintName } from '../../guidance/guidance.ts'
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
import goodFrame from '../../viewfinder/frame-good.svg'
import { Hint } from '../../viewfinder/hint.tsx'
import { NoCamera } from '../../viewfinder/no-camera.tsx'
import { Tools } from '../../viewfinder/tools.tsx'
import { useAutoShutter } from '../../viewfinder/use-auto-shutter.ts'
import { useCountdown } from '../../viewfinder/use-countdown.ts'
import { useGuidance } from '../../viewfinder/use-guidance.ts'
import '../../viewfinder/viewfinder.css'

export default function Viewfinder() {
  const words = useWords()
  const { graduateId, view, trouble, load } = useFlow('photo')
  const back = () => swap('guide', { graduateId })
  if (view === null) {
    const { title } = words.viewfinder
    return <Waiting name="viewfinder" title={title} trouble={trouble} onAgain={load} onBack={back} blocksPx={[500]} />
  }
  return <Finder graduateId={graduateId} campaign={view.campaign} onBack={back} />
}

type FinderProps = { graduateId: string; campaign: CampaignView; onBack: () => void }

function Finder({ graduateId, campaign, onBack }: FinderProps) {
  const { fileAllowed, frontCameraAllowed } = campaign
  const words = useWords().viewfinder
  const camera = useRef<CameraPort>(null)
  const [state, setState] = useState<CameraState>('starting')
  const [facing, setFacing] = useState<'environment' | 'user'>('environment')
  const [attempt, setAttempt] = useState(0)
  const [flash, setFlash] = useState(false)
  const [hasTorch, setHasTorch] = useState(false)
  const [torch, setTorch] = useState(false)
  const [auto, setAuto] = useAutoShutter()
  const taking = useRef(false)
  const missed = useRef(false)
  const choose = useChoosePhoto(graduateId, say)
  const { secondsLeft, timed, setTimed, count, stop } = useCountdown()
  useDidHide(stop)
  useEffect(() => stop, [stop])

  const goOn = () => {
    taking.current = false
    setFlash(false)
  }
  const take = async () => {
    if (taking.current) return
    taking.current = true
    setFlash(true)
    try {
      const picture = await camera.current?.shoot()
      if (picture === undefined) return goOn()
      // From here on no other picture: until the next screen is there, guidance goes on and would take one.
      takeUnderWay.set({ graduateId, source: 'camera', lens: camera.current?.lens(), picture })
      swap('developing', { graduateId })
    } catch {
      missed.current = true
      goOn()
      setAttempt((before) => before + 1)
    }
  }
  const shoot = async () => {
    if (!timed || (await count())) await take()
  }
  const guided = useGuidance(camera, state === 'ready', () => {
    // After a picture that could not be taken the finger decides, and while the timer runs down the timer does.
    if (auto && !missed.current && secondsLeft === null) void take()
  })
  const good = guided?.hint === 'good'
  const turn = () => {
    setTorch(false)
    setHasTorch(false)
    setFacing(facing === 'user' ? 'environment' : 'user')
  }
  const failed = state === 'refused' || state === 'missing'
  return (
    <Screen name="viewfinder" title={words.title} ground="dark" onBack={onBack} bare>
      <Box as="main" className="live">
        <Camera ref={camera} facing={facing} attempt={attempt} onState={setState} torch={torch} onTorch={setHasTorch} />
        <Picture className="live-frame" src={frame} alt="" stretch />
        {good ? <Picture className="live-frame" src={goodFrame} alt="" stretch /> : null}
        {failed ? (
          <NoCamera
            refused={state === 'refused'}
            onAgain={() => setAttempt(attempt + 1)}
            onChoose={fileAllowed ? choose : undefined}
          />
        ) : (
          <Hint {...hintOf(state, secondsLeft, guided?.hint, words)} good={good && secondsLeft === null} />
        )}
        {flash ? <Box aria-hidden className="flash" /> : null}
      </Box>
      <Tools
        switches={[
          hasTorch ? { name: 'torch', words: words.torch, on: torch, onSwitch: setTorch } : null,
          failed ? null : { name: 'timer', words: words.timer, on: timed, onSwitch: setTimed },
          guided === null || failed ? null : { name: 'auto', words: words.auto, on: auto, onSwitch: setAuto },
        ]}
      />
      <Controls
        ready={state === 'ready'}
        onShoot={shoot}
        onTurn={frontCameraAllowed ? turn : undefined}
        onChoose={fileAllowed ? choose : undefined}
      />
    </Screen>
  )
}

const arrows: Partial<Record<HintName, IconName>> = {
  left: 'arrow-left',
  right: 'arrow-right',
  higher: 'arrow-up',
  lower: 'arrow-down',
  good: 'check',
}

function hintOf(
  state: CameraState,
  secondsLeft: number | null,
  hint: HintName | undefined,
  words: ReturnType<typeof useWords>['viewfinder'],
): { words: string; icon?: IconName } {
  if (state === 'starting') return { words: words.starting }
  if (secondsLeft !== null) return { words: words.counting(secondsLeft), icon: 'timer' }
  // Without guidance the outline is all there is to say.
  return { words: words.hints[hint ?? 'outline'], icon: hint && arrows[hint] }
}
