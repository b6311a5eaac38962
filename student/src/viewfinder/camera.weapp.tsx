import { Camera as WeChatCamera } from '@tarojs/components'
import Taro from '@tarojs/taro'
import { forwardRef, useEffect, useImperativeHandle } from 'react'
import type { CameraPort, CameraProps } from './camera-port.ts'

/** The live picture of WeChat's own camera. Pictures are never mirrored: `selfieMirror` would do it unasked. */
export const Camera = forwardRef<CameraPort, CameraProps>(function Camera({ facing, attempt, onState }, port) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: told once for every start of the camera
  useEffect(() => onState('starting'), [facing, attempt])
  useImperativeHandle(port, () => ({
    shoot: async () => {
      const path = await takePhoto()
      const info = await Taro.getFileInfo({ filePath: path })
      return { path, bytes: 'size' in info ? info.size : 0 }
    },
  }))
  return (
    <WeChatCamera
      key={attempt}
      className="live-video"
      mode="normal"
      resolution="high"
      devicePosition={facing === 'user' ? 'front' : 'back'}
      flash="off"
      onInitDone={() => onState('ready')}
      onError={() => onState('refused')}
      onStop={() => onState('missing')}
    />
  )
})

function takePhoto(): Promise<string> {
  return new Promise((resolve, reject) => {
    const success = (taken: { tempImagePath: string }) => resolve(taken.tempImagePath)
    // Taro's types know neither `original` nor `selfieMirror`; WeChat does.
    const asked = { quality: 'original', selfieMirror: false, success, fail: reject } as object
    Taro.createCameraContext().takePhoto(asked)
  })
}
