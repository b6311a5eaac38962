import { Input, Textarea } from '@tarojs/components'
import type { EntryProps } from './props.ts'

/** One line to type into, or several when `lines` is given. A change of `focusCount` puts the cursor into it. */
export function Entry(props: EntryProps) {
  const common = {
    id: props.id,
    className: props.className,
    value: props.value,
    placeholder: props.placeholder,
    placeholderClass: 'entry-placeholder',
    maxlength: props.maxLength ?? 200,
    focus: (props.focusCount ?? 0) > 0,
    'aria-label': props.label ?? props.placeholder,
    onInput: (event: { detail: { value: string } }) => props.onValue(event.detail.value),
    onFocus: props.onFocus,
    onBlur: props.onBlur,
    onConfirm: props.onDone,
  }
  if (props.lines) return <Textarea {...common} autoHeight={false} />
  const numeric = props.kind === 'digits'
  return <Input {...common} password={props.kind === 'password'} type={numeric ? 'number' : 'text'} />
}
