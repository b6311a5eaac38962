import type { PhoneButtonProps } from './props.ts'

/** A browser knows no phone number. */
export function PhoneButton(_: PhoneButtonProps) {
  return null
}
