import type { PictureProps } from './props.ts'

export function Picture({ className, src, alt, onFail, onShown }: PictureProps) {
  return (
    <img
      className={className}
      src={src}
      alt={alt}
      aria-hidden={alt === '' || undefined}
      draggable={false}
      onError={onFail}
      onLoad={onShown}
    />
  )
}
