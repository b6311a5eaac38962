import { type ReactNode, useEffect, useState } from 'react'
import { Box } from '../elements/box'
import { Picture } from '../elements/picture'
import { photoAddress } from '../platform/photo-address'

/** The finished photo of a take, whole, in its 3:4 frame. Grey until it is there. */
export function Photo({ photoId, alt, children }: { photoId: string | null; alt: string; children?: ReactNode }) {
  const [address, setAddress] = useState<string | null>(null)
  useEffect(() => {
    let wanted = true
    if (photoId === null) setAddress(null)
    else {
      photoAddress(photoId, 'photoFinished').then(
        (found) => wanted && setAddress(found),
        () => undefined,
      )
    }
    return () => {
      wanted = false
    }
  }, [photoId])
  return (
    <Box as="span" className="photo">
      {address === null ? null : <Picture className="photo-picture" src={address} alt={alt} />}
      {children}
    </Box>
  )
}

/** Document corners around a photo. */
export function Framed({ className = '', children }: { className?: string; children: ReactNode }) {
  return (
    <Box className={`framed ${className}`}>
      {['a', 'b', 'c', 'd'].map((corner) => (
        <Box key={corner} as="span" aria-hidden className={`corner ${corner}`} />
      ))}
      {children}
    </Box>
  )
}
