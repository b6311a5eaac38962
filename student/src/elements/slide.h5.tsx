import type { SlideProps } from './props.ts'

/** A slider from 0 to 100. */
export function Slide({ className = '', label, value, onValue }: SlideProps) {
  return (
    <input
      type="range"
      className={`slide ${className}`}
      min={0}
      max={100}
      aria-label={label}
      value={value}
      onChange={(event) => onValue(Number(event.target.value))}
    />
  )
}
