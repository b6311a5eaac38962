import type { PrivacyButtonProps } from './props.ts'

/** Only WeChat asks this way. */
export function PrivacyButton(_: PrivacyButtonProps) {
  return null
}
