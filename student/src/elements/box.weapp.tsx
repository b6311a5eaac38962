import { View } from '@tarojs/components'
import type { BoxProps } from './props.ts'

/** One block of a screen. Words that stand in a line get a class that keeps them there. */
export function Box({ as = 'div', role, htmlFor: _, scrolls: __, className, ...rest }: BoxProps) {
  const inline = as === 'span' || as === 'strong' ? 'as-span ' : ''
  const aria = role === undefined ? {} : { 'aria-role': role }
  return <View {...rest} {...aria} className={inline + (className ?? '')} />
}
