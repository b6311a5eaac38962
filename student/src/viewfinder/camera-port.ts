import type { Picture } from '../platform/picture'

export type CameraState = 'starting' | 'ready' | 'refused' | 'missing'

/** What the viewfinder asks of a camera, whatever the platform. */
export type CameraPort = {
  /** One picture, never mirrored, as large as the camera gives it. */
  shoot: () => Promise<Picture>
}

export type CameraProps = {
  facing: 'environment' | 'user'
  /** A change starts the camera again. */
  attempt: number
  onState: (state: CameraState) => void
}
