import { forwardRef, useEffect, useImperativeHandle, useRef, useState } from 'react'
import type { CameraPort, CameraProps } from './camera-port.ts'
import { grabPicture, hasTorch, lightTorch, looksAtUser, openCamera } from './frame-grab.ts'

/** The live picture. A camera that looks at its user is shown mirrored, as people know themselves; pictures are not. */
export const Camera = forwardRef<CameraPort, CameraProps>(function Camera(props, port) {
  const { facing, attempt, onState, torch = false, onTorch } = props
  const video = useRef<HTMLVideoElement>(null)
  const [mirrored, setMirrored] = useState(false)
  const [opened, setOpened] = useState<MediaStream | null>(null)
  const tell = useRef({ onState, onTorch })
  tell.current = { onState, onTorch }

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt opens the camera anew
  useEffect(() => {
    let wanted = true
    let stream: MediaStream | undefined
    tell.current.onState('starting')
    openCamera(facing).then(
      async (found) => {
        stream = found
        const element = video.current
        if (!wanted || element === null) return stop(found)
        setMirrored(looksAtUser(found, facing))
        element.srcObject = found
        await element.play().catch(() => undefined)
        if (!wanted) return
        setOpened(found)
        tell.current.onTorch?.(hasTorch(found))
        tell.current.onState('ready')
      },
      (thrown: { name?: string }) => {
        if (!wanted) return
        const refused = thrown.name === 'NotAllowedError' || thrown.name === 'SecurityError'
        tell.current.onState(refused ? 'refused' : 'missing')
      },
    )
    return () => {
      wanted = false
      setOpened(null)
      stop(stream)
    }
  }, [facing, attempt])

  useEffect(() => {
    if (opened !== null && hasTorch(opened)) lightTorch(opened, torch)
  }, [opened, torch])

  useImperativeHandle(port, () => ({
    shoot: async () => {
      if (video.current === null) throw new Error('the camera is closed')
      const blob = await grabPicture(video.current)
      return { blob, bytes: blob.size }
    },
    lens: () => (mirrored ? 'front' : 'rear'),
    guide: (say) => {
      let end: (() => void) | undefined
      let wanted = true
      // Rules, worker and face finder arrive only now: no other screen needs them.
      import(/* webpackChunkName: "guidance" */ '../guidance/video-guide.h5.ts').then(
        ({ guideVideo }) => {
          if (wanted && video.current !== null) end = guideVideo(video.current, mirrored, say)
        },
        () => wanted && say(null),
      )
      return () => {
        wanted = false
        end?.()
      }
    },
  }))

  return <video ref={video} className={mirrored ? 'live-video mirrored' : 'live-video'} muted playsInline autoPlay />
})

function stop(stream: MediaStream | undefined) {
  for (const track of stream?.getTracks() ?? []) track.stop()
}
