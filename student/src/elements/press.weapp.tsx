import { View } from '@tarojs/components'
import type { PressProps } from './props.ts'
import { usePress } from './use-press.ts'

/** Something to tap. */
export function Press({ onPress, disabled = false, className = '', children, role = 'button', ...rest }: PressProps) {
  const { busy, press } = usePress(onPress)
  const aria = { 'aria-role': role, 'aria-disabled': disabled }
  return (
    <View {...rest} {...aria} className={className} onClick={disabled ? undefined : press}>
      {busy && className.startsWith('btn') ? <View className="ring" /> : null}
      {children}
    </View>
  )
}
