import { Button } from '@tarojs/components'
import type { PhoneButtonProps } from './props.ts'

/** Asks WeChat for the user's phone number; what comes is a code that the server turns into it. Nothing when refused. */
export function PhoneButton({ className = '', children, onCode }: PhoneButtonProps) {
  const got = (event: { detail: { code?: string } }) => {
    if (event.detail.code) onCode(event.detail.code)
  }
  return (
    <Button className={`bare ${className}`} openType="getPhoneNumber" onGetPhoneNumber={got}>
      {children}
    </Button>
  )
}
