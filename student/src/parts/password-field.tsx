import { useState } from 'react'
import { Entry } from '../elements/entry'
import { Icon } from '../elements/icon'
import { Press } from '../elements/press'
import { useWords } from '../language.ts'
import { Field } from './field.tsx'

type PasswordFieldProps = {
  id: string
  label: string
  placeholder: string
  help?: string
  bad?: string
  fresh?: boolean
  value: string
  onValue: (value: string) => void
  onDone?: () => void
}

/** A password with the eye that shows it. `fresh` tells the password manager that it is a new one. */
export function PasswordField(props: PasswordFieldProps) {
  const words = useWords()
  const [open, setOpen] = useState(false)
  return (
    <Field id={props.id} label={props.label} help={props.help} bad={props.bad}>
      <Entry
        id={props.id}
        className="input-entry"
        kind={open ? 'text' : 'password'}
        value={props.value}
        placeholder={props.placeholder}
        autoComplete={props.fresh ? 'new-password' : 'current-password'}
        invalid={props.bad !== undefined}
        describedBy={`${props.id}-help`}
        onValue={props.onValue}
        onDone={props.onDone}
      />
      <Press
        className="input-end"
        aria-label={open ? words.signIn.hide : words.signIn.show}
        onPress={() => setOpen(!open)}
      >
        <Icon name={open ? 'eye' : 'eye-shut'} />
      </Press>
    </Field>
  )
}
