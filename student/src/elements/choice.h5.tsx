import type { ChoiceProps } from './props.ts'

/** A drop-down. */
export function Choice({ id, className, label, options, value, onValue }: ChoiceProps) {
  return (
    <select
      id={id}
      name={id}
      className={className}
      aria-label={label}
      value={value}
      onChange={(event) => onValue(event.target.value)}
    >
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.name}
        </option>
      ))}
    </select>
  )
}
