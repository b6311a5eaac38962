import type { ReactNode } from 'react'
import { Box } from '../elements/box'
import { Icon } from '../elements/icon'

type FieldProps = {
  id: string
  label: string
  /** What is wrong with the content. */
  bad?: string
  /** That the content is right. */
  good?: string
  help?: string
  inputClass?: string
  children: ReactNode
}

/** One field of a form: label above, box, then help or what is wrong. The control inside is described by `<id>-help`. */
export function Field({ id, label, bad, good, help, inputClass = '', children }: FieldProps) {
  return (
    <Box className="field">
      <Box as="label" htmlFor={id} className="field-label">
        {label}
      </Box>
      <Box className={`input ${inputClass}${bad === undefined ? '' : ' bad'}`}>{children}</Box>
      <Box id={`${id}-help`} aria-live="polite">
        <Help bad={bad} good={good} help={help} />
      </Box>
    </Box>
  )
}

/** What is said below an entry: what is wrong, that it is right, or help. */
export function Help({ bad, good, help }: Pick<FieldProps, 'bad' | 'good' | 'help'>) {
  if (bad !== undefined) {
    return (
      <Box as="p" className="help bad">
        <Icon name="info" sizePx={18} />
        <Box as="span">{bad}</Box>
      </Box>
    )
  }
  if (good !== undefined) {
    return (
      <Box as="p" className="help ok">
        <Icon name="check" sizePx={18} />
        <Box as="span">{good}</Box>
      </Box>
    )
  }
  return help === undefined ? null : (
    <Box as="p" className="help">
      {help}
    </Box>
  )
}
