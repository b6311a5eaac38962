import { Slider } from '@tarojs/components'
import type { SlideProps } from './props.ts'

/** A slider from 0 to 100. */
export function Slide({ className = '', label, value, onValue }: SlideProps) {
  const moved = (event: { detail: { value: number } }) => onValue(event.detail.value)
  return (
    <Slider
      className={`slide ${className}`}
      aria-label={label}
      value={value}
      blockSize={24}
      activeColor="#0F4C96"
      backgroundColor="#CED3DA"
      onChange={moved}
      onChanging={moved}
    />
  )
}
