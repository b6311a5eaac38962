import { type ReactNode, useState } from 'react'
import { Box } from '../../elements/box'
import { Entry } from '../../elements/entry'
import { Icon } from '../../elements/icon'
import { Press } from '../../elements/press'
import { useWords } from '../../language.ts'
import { PhoneEntry } from '../../parts/phone-entry.tsx'

type ContactEntriesProps = {
  phone: string
  mail: string
  wordsAt: (field: string) => string | undefined
  onPhone: (value: string) => void
  onMail: (value: string) => void
}

/** Phone and mail: the two things on this screen that the student may change. */
export function ContactEntries({ phone, mail, wordsAt, onPhone, onMail }: ContactEntriesProps) {
  const { information, register } = useWords()
  const [phoneFocus, setPhoneFocus] = useState(0)
  const [mailFocus, setMailFocus] = useState(0)
  return (
    <Box as="section" className="card tight">
      <Row
        id="phone"
        label={information.phone}
        edit={information.editPhone}
        bad={wordsAt('phone')}
        onEdit={() => setPhoneFocus(phoneFocus + 1)}
      >
        <PhoneEntry
          id="phone"
          className="edit-entry"
          value={phone}
          placeholder={register.phonePlaceholder}
          invalid={wordsAt('phone') !== undefined}
          focusCount={phoneFocus}
          onValue={onPhone}
        />
      </Row>
      <Row
        id="mail"
        label={information.mail}
        edit={information.editMail}
        bad={wordsAt('mail')}
        onEdit={() => setMailFocus(mailFocus + 1)}
      >
        <Entry
          id="mail"
          className="edit-entry"
          kind="mail"
          value={mail}
          placeholder={register.mailPlaceholder}
          maxLength={254}
          autoComplete="email"
          invalid={wordsAt('mail') !== undefined}
          describedBy="mail-help"
          focusCount={mailFocus}
          onValue={onMail}
        />
      </Row>
    </Box>
  )
}

type RowProps = { id: string; label: string; edit: string; bad?: string; onEdit: () => void; children: ReactNode }

function Row({ id, label, edit, bad, onEdit, children }: RowProps) {
  return (
    <Box className="edit-block">
      <Box className="edit">
        <Box as="label" htmlFor={id} className="edit-label">
          {label}
        </Box>
        {children}
        <Press className="edit-pencil" aria-label={edit} onPress={onEdit}>
          <Icon name="pencil" sizePx={20} />
        </Press>
      </Box>
      <Box id={`${id}-help`} aria-live="polite">
        {bad === undefined ? null : (
          <Box as="p" className="help bad">
            {bad}
          </Box>
        )}
      </Box>
    </Box>
  )
}
