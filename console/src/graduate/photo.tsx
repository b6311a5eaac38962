import { pathOf } from '@tucai/contract/paths'
import { useState } from 'react'
import { Icon } from '../icons.tsx'
import { useSpeech } from '../words/language.tsx'

type PhotoProps = { photoId: string | null; name: string; size: 'thumbnail' | 'take' | 'large' }

/** The finished photo, whole: the box has the picture's own 3 : 4, so nothing is cut off. */
export function Photo({ photoId, name, size }: PhotoProps) {
  const { words } = useSpeech()
  const [failedId, setFailedId] = useState<string | null>(null)
  const src = photoId === null ? null : pathOf('staffPhotoFinished', { photoId })
  if (src === null || failedId === photoId) {
    const reason = src === null ? words.graduate.noPhoto : words.graduate.photoAway
    return (
      <span className={`finished-photo ${size} absent`} title={reason}>
        <Icon name="person" />
        <span className={size === 'large' ? '' : 'unseen'}>{reason}</span>
      </span>
    )
  }
  return (
    <img
      key={src}
      className={`finished-photo ${size}`}
      src={src}
      alt={words.graduate.photoOf(name)}
      loading={size === 'large' ? 'eager' : 'lazy'}
      onError={() => setFailedId(photoId)}
    />
  )
}
