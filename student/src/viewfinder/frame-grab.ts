/** Widest picture a camera is asked for; it answers with the nearest it has. */
const wantedWidthPx = 4096
const wantedHeightPx = 3072

type PhotoCamera = {
  takePhoto: (settings: { imageWidth: number; imageHeight: number }) => Promise<Blob>
  getPhotoCapabilities: () => Promise<{ imageWidth?: { max: number }; imageHeight?: { max: number } }>
}
type PhotoCameraClass = new (track: MediaStreamTrack) => PhotoCamera

export async function openCamera(facing: 'environment' | 'user'): Promise<MediaStream> {
  // Browsers hide the camera altogether from pages that came over plain http.
  if (navigator.mediaDevices === undefined) throw new DOMException('no camera', 'NotFoundError')
  return navigator.mediaDevices.getUserMedia({
    audio: false,
    video: { facingMode: { ideal: facing }, width: { ideal: wantedWidthPx }, height: { ideal: wantedHeightPx } },
  })
}

/** Whether the camera looks at its user, as the camera itself says. */
export function looksAtUser(stream: MediaStream, asked: 'environment' | 'user'): boolean {
  return (stream.getVideoTracks()[0]?.getSettings().facingMode ?? asked) === 'user'
}

/** Whether the camera has a lamp that stays on. Types of the browser do not know it yet. */
export function hasTorch(stream: MediaStream): boolean {
  const track = stream.getVideoTracks()[0] as MediaStreamTrack | undefined
  return (track?.getCapabilities?.() as { torch?: boolean } | undefined)?.torch === true
}

export function lightTorch(stream: MediaStream, torch: boolean): void {
  const asked = { advanced: [{ torch }] } as unknown as MediaTrackConstraints
  // A lamp that is refused (a hot phone) leaves the picture as it is.
  stream
    .getVideoTracks()[0]
    ?.applyConstraints(asked)
    .catch(() => undefined)
}

/**
 * The picture: the camera's own still when that is larger than the live one, otherwise the live frame drawn raw.
 * The preview's mirroring is a matter of its style sheet alone and never reaches either.
 */
export async function grabPicture(video: HTMLVideoElement): Promise<Blob> {
  const track = (video.srcObject as MediaStream | null)?.getVideoTracks()[0]
  const still = track === undefined ? null : await stillOf(track, video.videoWidth * video.videoHeight)
  return still ?? frameOf(video)
}

async function stillOf(track: MediaStreamTrack, livePixels: number): Promise<Blob | null> {
  const StillCamera = (window as { ImageCapture?: PhotoCameraClass }).ImageCapture
  if (StillCamera === undefined) return null
  try {
    const camera = new StillCamera(track)
    const { imageWidth, imageHeight } = await camera.getPhotoCapabilities()
    if (imageWidth === undefined || imageHeight === undefined) return null
    if (imageWidth.max * imageHeight.max <= livePixels) return null
    const still = camera.takePhoto({ imageWidth: imageWidth.max, imageHeight: imageHeight.max })
    const blob = await Promise.race([still, new Promise<null>((resolve) => setTimeout(() => resolve(null), 4000))])
    return blob !== null && blob.size > 0 ? blob : null
  } catch {
    // Some cameras promise stills and then refuse; the live frame is there in any case.
    return null
  }
}

function frameOf(video: HTMLVideoElement): Promise<Blob> {
  const canvas = document.createElement('canvas')
  canvas.width = video.videoWidth
  canvas.height = video.videoHeight
  canvas.getContext('2d')?.drawImage(video, 0, 0)
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob === null ? reject(new Error('no frame')) : resolve(blob)), 'image/jpeg', 0.95)
  })
}
