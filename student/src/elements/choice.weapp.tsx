import { Picker, View } from '@tarojs/components'
import type { ChoiceProps } from './props.ts'

/** A drop-down: the system's own picker. */
export function Choice({ className, label, options, value, onValue }: ChoiceProps) {
  const chosen = options.findIndex((option) => option.value === value)
  return (
    <Picker
      mode="selector"
      range={options.map((option) => option.name)}
      value={chosen}
      onChange={(event) => onValue(options[Number(event.detail.value)].value)}
    >
      <View className={className} aria-label={label}>
        {options[chosen]?.name}
      </View>
    </Picker>
  )
}
