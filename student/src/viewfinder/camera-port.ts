import type { Guided } from '../guidance/guide.ts'
import type { Picture } from '../platform/picture'
import type { TakeLens } from '../platform/take-source.ts'

export type CameraState = 'starting' | 'ready' | 'refused' | 'missing'

/** What the viewfinder asks of a camera, whatever the platform. */
export type CameraPort = {
  /** One picture, never mirrored, as large as the camera gives it. */
  shoot: () => Promise<Picture>
  /** The lens that looks now. */
  lens: () => TakeLens
  /** Guides by what the camera sees, from when it is ready until the answer is called. */
  guide: (tell: (guided: Guided) => void) => () => void
}

export type CameraProps = {
  facing: 'environment' | 'user'
  /** A change starts the camera again. */
  attempt: number
  onState: (state: CameraState) => void
  /** Lit while true, where the camera has a torch; `onTorch` tells whether it has. */
  torch?: boolean
  onTorch?: (available: boolean) => void
}
