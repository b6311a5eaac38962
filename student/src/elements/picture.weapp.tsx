import { Image } from '@tarojs/components'
import type { PictureProps } from './props.ts'

export function Picture({ className, src, alt, stretch, onFail, onShown }: PictureProps) {
  return (
    <Image
      className={className}
      src={src}
      mode={stretch ? 'scaleToFill' : 'aspectFit'}
      aria-label={alt}
      onError={onFail}
      onLoad={onShown}
    />
  )
}
