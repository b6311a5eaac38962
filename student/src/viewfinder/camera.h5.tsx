import { forwardRef, useEffect, useImperativeHandle, useRef, useState } from 'react'
import type { CameraPort, CameraProps } from './camera-port.ts'
import { grabPicture, looksAtUser, openCamera } from './frame-grab.ts'

/** The live picture. A camera that looks at its user is shown mirrored, as people know themselves; pictures are not. */
export const Camera = forwardRef<CameraPort, CameraProps>(function Camera({ facing, attempt, onState }, port) {
  const video = useRef<HTMLVideoElement>(null)
  const [mirrored, setMirrored] = useState(false)
  const tell = useRef(onState)
  tell.current = onState

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt opens the camera anew
  useEffect(() => {
    let wanted = true
    let stream: MediaStream | undefined
    tell.current('starting')
    openCamera(facing).then(
      async (opened) => {
        stream = opened
        const element = video.current
        if (!wanted || element === null) return stop(opened)
        setMirrored(looksAtUser(opened, facing))
        element.srcObject = opened
        await element.play().catch(() => undefined)
        if (wanted) tell.current('ready')
      },
      (thrown: { name?: string }) => {
        if (!wanted) return
        const refused = thrown.name === 'NotAllowedError' || thrown.name === 'SecurityError'
        tell.current(refused ? 'refused' : 'missing')
      },
    )
    return () => {
      wanted = false
      stop(stream)
    }
  }, [facing, attempt])

  useImperativeHandle(port, () => ({
    shoot: async () => {
      if (video.current === null) throw new Error('the camera is closed')
      const blob = await grabPicture(video.current)
      return { blob, bytes: blob.size }
    },
  }))

  return <video ref={video} className={mirrored ? 'live-video mirrored' : 'live-video'} muted playsInline autoPlay />
})

function stop(stream: MediaStream | undefined) {
  for (const track of stream?.getTracks() ?? []) track.stop()
}
