import { Camera as WeChatCamera } from '@tarojs/components'
import Taro from '@tarojs/taro'
import { forwardRef, useEffect, useImperativeHandle, useRef } from 'react'
import { guideFrames } from '../guidance/frames-guide.weapp.ts'
import type { SizePx } from '../guidance/kept-area.ts'
import type { CameraPort, CameraProps } from './camera-port.ts'

/** The live picture of WeChat's own camera. Pictures are never mirrored: `selfieMirror` would do it unasked. */
export const Camera = forwardRef<CameraPort, CameraProps>(function Camera(props, port) {
  const { facing, attempt, onState, torch = false, onTorch } = props
  const box = useRef<SizePx | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: told once for every start of the camera
  useEffect(() => onState('starting'), [facing, attempt])
  useImperativeHandle(port, () => ({
    shoot: async () => {
      const path = await takePhoto()
      const info = await Taro.getFileInfo({ filePath: path })
      return { path, bytes: 'size' in info ? info.size : 0 }
    },
    lens: () => (facing === 'user' ? 'front' : 'rear'),
    guide: (tell) => {
      measureBox((size) => {
        box.current = size
      })
      return guideFrames(facing === 'user', () => box.current, tell)
    },
  }))
  const ready = () => {
    // WeChat doesn't say whether there is a lamp; phones have it beside the camera that looks away from their user.
    onTorch?.(facing === 'environment')
    onState('ready')
  }
  return (
    <WeChatCamera
      // Another lens is another camera: it tells anew when it is ready.
      key={`${facing} ${attempt}`}
      className="live-video"
      mode="normal"
      resolution="high"
      frameSize="small"
      devicePosition={facing === 'user' ? 'front' : 'back'}
      flash={torch ? 'torch' : 'off'}
      onInitDone={ready}
      onError={() => onState('refused')}
      onStop={() => onState('missing')}
    />
  )
})

/** How large the live picture is on the screen. */
function measureBox(tell: (size: SizePx) => void): void {
  Taro.createSelectorQuery()
    .select('.live')
    .boundingClientRect((found) => {
      const size = Array.isArray(found) ? found[0] : found
      if (size) tell({ widthPx: size.width, heightPx: size.height })
    })
    .exec()
}

function takePhoto(): Promise<string> {
  return new Promise((resolve, reject) => {
    const success = (taken: { tempImagePath: string }) => resolve(taken.tempImagePath)
    // Taro's types know neither `original` nor `selfieMirror`; WeChat does.
    const asked = { quality: 'original', selfieMirror: false, success, fail: reject } as object
    Taro.createCameraContext().takePhoto(asked)
  })
}
