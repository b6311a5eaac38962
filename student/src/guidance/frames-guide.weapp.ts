import Taro from '@tarojs/taro'
import { type AnchoredFace, eyesOfAnchor, seenAnchor } from './anchored-face.ts'
import { createGuide, type Guided } from './guide.ts'
import { keptAreaOf, type SizePx } from './kept-area.ts'
import { brightestOf, evennessOf } from './light.ts'
import type { CameraPicture, Seen } from './seen.ts'
import { wallLevelsOf } from './wall.ts'

/** Not oftener than this, so that a phone stays cool. */
const everyMs = 90
/** A picture without an answer by then shows nobody. Where several answers come later than that, the phone is too slow. */
const answerWithinMs = 700
const lateAnswersMax = 4

/** Guides by the frames of WeChat's camera and the faces that VisionKit finds in them; silent where either is missing. */
export function guideFrames(mirrored: boolean, boxPx: () => SizePx | null, tell: (guided: Guided) => void): () => void {
  const guide = createGuide(tell)
  const session = openSession()
  let listener: Taro.CameraFrameListener | undefined
  /** The picture that waits for its answer. */
  let looked: CameraPicture | null = null
  let lastAtMs = 0
  let lateAnswers = 0
  let ended = session === null

  const stop = () => {
    if (ended) return
    ended = true
    listener?.stop()
    session?.destroy()
  }
  const giveUp = () => {
    stop()
    guide.fallSilent()
  }
  const see = (frame: Taro.CameraContext.OnCameraFrameCallbackResult) => {
    const nowMs = Date.now()
    if (ended || nowMs - lastAtMs < (looked === null ? everyMs : answerWithinMs)) return
    if (looked !== null) judge(looked, [])
    lastAtMs = nowMs
    looked = pictureOf(frame)
    const { data: frameBuffer, width, height } = frame
    // Taro's types spell `modelMode` otherwise than WeChat does.
    const asked = { frameBuffer, width, height, scoreThreshold: 0.6, sourceType: 0, modelMode: 0 } as const
    session?.detectFace(asked as Taro.VKSession.IDetectFaceOption)
  }
  const judge = (picture: CameraPicture, anchored: AnchoredFace[]) => {
    const box = boxPx()
    if (box === null) return
    const kept = keptAreaOf(picture, box)
    guide.see(seenIn(picture, kept, anchored), kept, mirrored, Date.now())
  }
  const hear = (anchors: unknown) => {
    if (ended || looked === null) return
    lateAnswers = Date.now() - lastAtMs > answerWithinMs ? lateAnswers + 1 : 0
    if (lateAnswers > lateAnswersMax) return giveUp()
    judge(looked, faces(anchors))
    looked = null
  }

  if (session === null) {
    guide.fallSilent()
    return stop
  }
  session.on('updateAnchors', hear)
  session.on('removeAnchors', () => hear([]))
  session.start((error) => {
    if (ended) return
    if (error) return giveUp()
    listener = Taro.createCameraContext().onCameraFrame(see)
    listener.start({ fail: giveUp })
  })
  return stop
}

/** Old versions of WeChat and some phones have no VisionKit. */
function openSession(): Taro.VKSession | null {
  try {
    if (typeof Taro.createVKSession !== 'function') return null
    // Mode 2 looks at pictures that are given to it: the camera stays the page's own.
    return Taro.createVKSession({ track: { face: { mode: 2 } }, version: 'v1' } as never) ?? null
  } catch {
    return null
  }
}

function pictureOf({ data, width, height }: Taro.CameraContext.OnCameraFrameCallbackResult): CameraPicture {
  return { widthPx: width, heightPx: height, rgba: new Uint8Array(data) }
}

function faces(anchors: unknown): AnchoredFace[] {
  return Array.isArray(anchors) ? (anchors as AnchoredFace[]).filter(({ points }) => points?.length >= 106) : []
}

function seenIn(picture: CameraPicture, kept: ReturnType<typeof keptAreaOf>, anchored: AnchoredFace[]): Seen {
  const [first, ...others] = anchored.sort((a, b) => b.size.width - a.size.width)
  const brightest = brightestOf(picture, kept)
  if (first === undefined) return { faces: [], brightest, evenness: 1, wallLevels: 0 }
  const face = seenAnchor(first, picture)
  return {
    faces: [face, ...others.map((other) => seenAnchor(other, picture))],
    brightest,
    evenness: evennessOf(picture, ...eyesOfAnchor(first, picture)),
    wallLevels: wallLevelsOf(picture, kept, face),
  }
}
