import type { PhotoView } from '@tucai/contract'
import { useEffect, useRef, useState } from 'react'
import { call } from './call.ts'
import { swap } from './go.ts'
import { uploadPicture } from './platform/picture'
import { justDeveloped, takeUnderWay } from './take.ts'
import { type Trouble, troubleOf } from './trouble.ts'

const waitSeconds = 20
const betweenAsksMs = 400

/**
 * Sends the picture that is under way and waits until the server has developed it; opened again without one, it waits
 * for the newest take of the collection. Ends at 照片确认. `share` is how much has been sent, 0 to 1.
 */
export function useDeveloping(graduateId: string) {
  const take = takeUnderWay.use()
  const sending = take?.graduateId === graduateId ? take : null
  const [share, setShare] = useState(sending === null ? 1 : 0)
  const [trouble, setTrouble] = useState<Trouble | null>(null)
  const run = useRef(0)

  const start = async () => {
    run.current += 1
    const mine = run.current
    const wanted = () => mine === run.current
    setTrouble(null)
    try {
      const photo = sending === null ? await newestTake(graduateId) : await uploadPicture(sending, setShare)
      takeUnderWay.set(null)
      if (!wanted()) return
      setShare(1)
      if (photo === null) return swap('guide', { graduateId })
      const developed = await developedPhoto(photo, wanted)
      if (!wanted()) return
      justDeveloped.set(developed.photoId)
      swap('confirm', { graduateId })
    } catch (thrown) {
      const found = troubleOf(thrown)
      if (wanted() && found.code !== 'not-signed-in') setTrouble(found)
    }
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: begins once when the screen opens
  useEffect(() => {
    void start()
    return () => {
      run.current += 1
    }
  }, [])
  return { share, trouble, start, picture: sending?.picture ?? null }
}

async function newestTake(graduateId: string): Promise<PhotoView | null> {
  return (await call('collectionShow', { params: { graduateId } })).photo
}

/** Long poll until the state is no longer developing. */
async function developedPhoto(first: PhotoView, wanted: () => boolean): Promise<PhotoView> {
  let photo = first
  while (photo.state === 'developing' && wanted()) {
    const askedAt = Date.now()
    photo = await call('photoShow', { params: { photoId: photo.photoId }, query: { waitSeconds } })
    const restMs = betweenAsksMs - (Date.now() - askedAt)
    if (photo.state === 'developing' && restMs > 0) await new Promise((resolve) => setTimeout(resolve, restMs))
  }
  return photo
}
