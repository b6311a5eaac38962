import type { CSSProperties, ReactNode } from 'react'

/** The tags the web page uses for meaning. A mini program has only views and gives them no meaning. */
export type Tag =
  | 'div'
  | 'section'
  | 'article'
  | 'header'
  | 'main'
  | 'footer'
  | 'form'
  | 'label'
  | 'h1'
  | 'h2'
  | 'h3'
  | 'h4'
  | 'p'
  | 'span'
  | 'strong'
  | 'ul'
  | 'ol'
  | 'li'
  | 'dl'
  | 'dt'
  | 'dd'

export type AriaProps = {
  role?: string
  'aria-label'?: string
  'aria-hidden'?: boolean
  'aria-live'?: 'polite' | 'assertive'
  'aria-checked'?: boolean
  'aria-selected'?: boolean
  'aria-current'?: 'step'
  'aria-modal'?: boolean
  'aria-labelledby'?: string
  'aria-busy'?: boolean
}

export type BoxProps = AriaProps & {
  as?: Tag
  id?: string
  htmlFor?: string
  className?: string
  style?: CSSProperties
  children?: ReactNode
  onClick?: () => void
  /** Scrolls by itself, so that the keyboard must reach it. */
  scrolls?: boolean
}

export type PressProps = AriaProps & {
  id?: string
  className?: string
  children?: ReactNode
  disabled?: boolean
  /** When it returns a promise, a ring turns and further taps do nothing until it is settled. */
  onPress: () => unknown
}

export type EntryProps = {
  id: string
  className?: string
  value: string
  placeholder?: string
  /** password hides the letters; number, phone and mail choose the keyboard. */
  kind?: 'text' | 'password' | 'digits' | 'phone' | 'mail'
  maxLength?: number
  autoComplete?: string
  lines?: number
  focusCount?: number
  invalid?: boolean
  describedBy?: string
  label?: string
  onValue: (value: string) => void
  onFocus?: () => void
  onBlur?: () => void
  onDone?: () => void
}

export type PictureProps = {
  className?: string
  src: string
  /** Empty for a drawing that only repeats the words beside it. */
  alt: string
  stretch?: boolean
  onFail?: () => void
  onShown?: () => void
}

export type ChoiceProps = {
  id: string
  className?: string
  label: string
  options: { value: string; name: string }[]
  value: string
  onValue: (value: string) => void
}

export type PhoneButtonProps = { className?: string; children?: ReactNode; onCode: (code: string) => unknown }

export type SlideProps = {
  className?: string
  label: string
  /** 0 to 100 */
  value: number
  onValue: (value: number) => void
}

export type PrivacyButtonProps = { className?: string; children?: ReactNode; onAgree: () => void }
