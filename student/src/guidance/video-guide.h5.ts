import type { FromFinder, ToFinder } from './face-finder.h5.ts'
import { createGuide, type Guided } from './guide.ts'
import { type Box, keptAreaOf } from './kept-area.ts'
import type { CameraPicture } from './seen.ts'

/** The longer side of the pictures that are searched. */
const searchPx = 384
/** Not oftener than this, so that a phone stays cool. */
const everyMs = 60
/** Who is not ready by then (a slow network), or slower than this (a slow phone), goes without. */
const readyWithinMs = 40_000
const answerWithinMs = 600
const slowAnswersMax = 4

/** Guides by what a video shows; calling the answer ends it. Without workers or WebAssembly it is silent from the start. */
export function guideVideo(video: HTMLVideoElement, mirrored: boolean, tell: (guided: Guided) => void): () => void {
  const guide = createGuide(tell)
  const canvas = document.createElement('canvas')
  const pixels = canvas.getContext('2d', { willReadFrequently: true })
  const worker = startFinder()
  let next: ReturnType<typeof setTimeout> | undefined
  let sentAtMs = 0
  let slowAnswers = 0
  let kept: Box

  const stop = () => {
    clearTimeout(next)
    worker?.terminate()
  }
  const giveUp = () => {
    stop()
    guide.fallSilent()
  }
  const send = () => {
    const looked = pixels === null || document.hidden ? null : lookAt(video, pixels)
    if (looked === null) {
      next = setTimeout(send, 4 * everyMs)
      return
    }
    kept = looked.kept
    sentAtMs = performance.now()
    worker?.postMessage(looked satisfies ToFinder, [looked.picture.rgba.buffer])
  }
  const hear = ({ data }: MessageEvent<FromFinder>) => {
    clearTimeout(next)
    if (data.kind === 'failed') return giveUp()
    const tookMs = performance.now() - sentAtMs
    if (data.kind === 'seen') {
      slowAnswers = tookMs > answerWithinMs && !document.hidden ? slowAnswers + 1 : 0
      if (slowAnswers > slowAnswersMax) return giveUp()
      guide.see(data.seen, kept, mirrored, performance.now())
    }
    next = setTimeout(send, data.kind === 'seen' ? Math.max(0, everyMs - tookMs) : 0)
  }
  if (worker === null) {
    guide.fallSilent()
    return stop
  }
  worker.onmessage = hear
  worker.onerror = giveUp
  next = setTimeout(giveUp, readyWithinMs)
  return stop
}

function startFinder(): Worker | null {
  const { connection } = navigator as { connection?: { saveData?: boolean } }
  if (typeof Worker === 'undefined' || typeof WebAssembly === 'undefined' || connection?.saveData) return null
  try {
    return new Worker(new URL('./face-finder.h5.ts', import.meta.url))
  } catch {
    return null
  }
}

/** The part of the video that is on the screen, small; null while there is none. */
function lookAt(
  video: HTMLVideoElement,
  pixels: CanvasRenderingContext2D,
): { picture: CameraPicture; kept: Box } | null {
  const { videoWidth, videoHeight, clientWidth, clientHeight } = video
  if (videoWidth === 0 || videoHeight === 0 || clientWidth === 0 || clientHeight === 0) return null
  const shown = Math.max(clientWidth / videoWidth, clientHeight / videoHeight)
  const [cutWidth, cutHeight] = [clientWidth / shown, clientHeight / shown]
  const shrink = searchPx / Math.max(cutWidth, cutHeight)
  const [widthPx, heightPx] = [Math.round(cutWidth * shrink), Math.round(cutHeight * shrink)]
  const { canvas } = pixels
  if (canvas.width !== widthPx) canvas.width = widthPx
  if (canvas.height !== heightPx) canvas.height = heightPx
  const [left, top] = [(videoWidth - cutWidth) / 2, (videoHeight - cutHeight) / 2]
  pixels.drawImage(video, left, top, cutWidth, cutHeight, 0, 0, widthPx, heightPx)
  const { data: rgba } = pixels.getImageData(0, 0, widthPx, heightPx)
  const kept = keptAreaOf({ widthPx, heightPx }, { widthPx: clientWidth, heightPx: clientHeight })
  return { picture: { widthPx, heightPx, rgba }, kept }
}
