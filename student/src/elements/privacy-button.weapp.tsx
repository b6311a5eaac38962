import { Button } from '@tarojs/components'
import { privacyButtonId } from '../platform/privacy.weapp.ts'
import type { PrivacyButtonProps } from './props.ts'

/** The only kind of button whose tap WeChat takes as an agreement to its question about privacy. */
export function PrivacyButton({ className = '', children, onAgree }: PrivacyButtonProps) {
  return (
    <Button
      id={privacyButtonId}
      className={`bare ${className}`}
      openType="agreePrivacyAuthorization"
      onAgreePrivacyAuthorization={onAgree}
    >
      {children}
    </Button>
  )
}
