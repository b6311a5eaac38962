import type { ReadableKind } from '@tucai/contract'
import { useRef, useState } from 'react'
import { Box } from '../../elements/box'
import { useWords } from '../../language.ts'
import { Screen } from '../../parts/screen.tsx'
import { say } from '../../parts/toast.tsx'
import type { Picture } from '../../platform/picture'
import { useChoosePicture } from '../../use-choose-photo.ts'
import { Camera } from '../../viewfinder/camera'
import type { CameraPort, CameraState } from '../../viewfinder/camera-port.ts'
import { Controls } from '../../viewfinder/controls.tsx'
import { Hint } from '../../viewfinder/hint.tsx'
import { NoCamera } from '../../viewfinder/no-camera.tsx'
import '../../viewfinder/viewfinder.css'
import './outline.css'

type ScanCameraProps = { kind: ReadableKind; onPicture: (picture: Picture) => void; onLeave: () => void }

/** The live picture with the outline of the document, or a file instead. */
export function ScanCamera({ kind, onPicture, onLeave }: ScanCameraProps) {
  const words = useWords()
  const camera = useRef<CameraPort>(null)
  const [state, setState] = useState<CameraState>('starting')
  const [facing, setFacing] = useState<'environment' | 'user'>('environment')
  const [attempt, setAttempt] = useState(0)
  const choose = useChoosePicture(onPicture, say)

  const shoot = async () => {
    try {
      const picture = await camera.current?.shoot()
      if (picture !== undefined) onPicture(picture)
    } catch {
      setAttempt((before) => before + 1)
    }
  }
  const failed = state === 'refused' || state === 'missing'
  return (
    <Screen name="viewfinder" title={words.scan.titles[kind]} ground="dark" onBack={onLeave} bare>
      <Box as="main" className="live">
        <Camera ref={camera} facing={facing} attempt={attempt} onState={setState} />
        <Outline kind={kind} />
        {failed ? (
          <NoCamera refused={state === 'refused'} onAgain={() => setAttempt(attempt + 1)} onChoose={choose} />
        ) : (
          <Hint words={state === 'starting' ? words.viewfinder.starting : words.scan.hint} />
        )}
      </Box>
      <Controls
        ready={state === 'ready'}
        onShoot={shoot}
        onTurn={() => setFacing(facing === 'user' ? 'environment' : 'user')}
        onChoose={choose}
      />
    </Screen>
  )
}

/** Where the document should lie: its shape, its portrait, and the two lines of a passport. */
function Outline({ kind }: { kind: ReadableKind }) {
  return (
    <Box className="document-room" aria-hidden>
      <Box className={`document-outline ${kind}`}>
        {['a', 'b', 'c', 'd'].map((corner) => (
          <Box key={corner} as="span" className={`corner ${corner}`} />
        ))}
        <Box as="span" className="document-portrait" />
        {kind === 'passport' ? <Box as="span" className="document-zone" /> : null}
      </Box>
    </Box>
  )
}
