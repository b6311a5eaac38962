import { call } from '../../call.ts'
import { Box } from '../../elements/box'
import { Choice } from '../../elements/choice'
import { Entry } from '../../elements/entry'
import { Icon } from '../../elements/icon'
import { PhoneButton } from '../../elements/phone-button'
import { useWords } from '../../language.ts'
import { checkNumber, type NumberPage } from '../../number.ts'
import { Field } from '../../parts/field.tsx'
import { Notice } from '../../parts/notice.tsx'
import { NumberEntry } from '../../parts/number-field.tsx'
import { useAttempt } from '../../use-attempt.ts'
import { identifyWechat, useWechat } from '../../wechat.ts'
import type { RegisterEntries } from './register-entries.ts'

type RegisterFormProps = {
  entries: RegisterEntries
  page: NumberPage
  wordsAt: (field: string) => string | undefined
  onChange: (changed: Partial<RegisterEntries>) => void
  onDone: () => void
}

export function RegisterForm({ entries, page, wordsAt, onChange, onDone }: RegisterFormProps) {
  const { register } = useWords()
  const right = wordsAt('number') === undefined && checkNumber(page, entries.number) === null
  const line = (id: 'phone' | 'name' | 'mail', label: string, placeholder: string, autoComplete: string) => (
    <Field id={id} label={label} bad={wordsAt(id)}>
      <Entry
        id={id}
        className="input-entry"
        kind={id === 'name' ? 'text' : id}
        value={entries[id]}
        placeholder={placeholder}
        autoComplete={autoComplete}
        maxLength={id === 'phone' ? 30 : id === 'name' ? 100 : 254}
        invalid={wordsAt(id) !== undefined}
        describedBy={`${id}-help`}
        onValue={(value) => onChange({ [id]: value })}
        onDone={onDone}
      />
    </Field>
  )
  return (
    <>
      <Field id="number" label={register.number} bad={wordsAt('number')} inputClass={right ? 'kept' : ''}>
        <NumberEntry id="number" value={entries.number} onValue={(number) => onChange({ number })} />
        {right ? <Filled /> : null}
      </Field>
      {line('phone', register.phone, register.phonePlaceholder, 'tel')}
      <WechatPhone onPhone={(phone) => onChange({ phone })} />
      {line('name', register.name, register.namePlaceholder, 'name')}
      {line('mail', register.mail, register.mailPlaceholder, 'email')}
      <Field id="gender" label={register.gender} bad={wordsAt('gender')}>
        <Choice
          id="gender"
          className="input-entry"
          label={register.gender}
          options={[
            { value: '男', name: register.male },
            { value: '女', name: register.female },
          ]}
          value={entries.gender}
          onValue={(gender) => onChange({ gender: gender === '女' ? '女' : '男' })}
        />
        <Box as="span" aria-hidden className="input-end pass">
          <Icon name="down" sizePx={18} />
        </Box>
      </Field>
    </>
  )
}

/** The phone number that WeChat knows, where there is WeChat and its user agrees. */
function WechatPhone({ onPhone }: { onPhone: (phone: string) => void }) {
  const { register } = useWords()
  const { attempt, otherWords } = useAttempt()
  if (!useWechat()) return null
  const fill = (code: string) =>
    attempt(async () => {
      const { wechatTicket } = await identifyWechat()
      onPhone((await call('wechatPhone', { body: { wechatTicket, code } })).phone)
    })
  return (
    <>
      <PhoneButton className="link" onCode={fill}>
        <Icon name="chat" sizePx={18} />
        {register.wechatPhone}
      </PhoneButton>
      <Notice words={otherWords()} tone="bad" />
    </>
  )
}

function Filled() {
  const { register } = useWords()
  return (
    <Box as="span" className="tag ok">
      <Icon name="check" sizePx={14} />
      {register.filled}
    </Box>
  )
}
