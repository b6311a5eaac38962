import { Box } from '../../elements/box'
import { Entry } from '../../elements/entry'
import { Icon } from '../../elements/icon'
import { Press } from '../../elements/press'
import { useWords } from '../../language.ts'
import type { MailEntries, MailField } from '../../mail-entries.ts'
import { Field } from '../../parts/field.tsx'
import { PhoneEntry } from '../../parts/phone-entry.tsx'
import { Switch } from '../../parts/switch.tsx'

type MailFormProps = {
  entries: MailEntries
  keep: boolean
  wordsAt: (field: MailField) => string | undefined
  onChange: (changed: Partial<MailEntries>) => void
  onKeep: (keep: boolean) => void
  onRegion: () => void
}

export function MailForm({ entries, keep, wordsAt, onChange, onKeep, onRegion }: MailFormProps) {
  const { mail } = useWords()
  return (
    <Box as="form" className="card form">
      <Field id="recipient" label={mail.recipient} bad={wordsAt('recipient')}>
        <Entry
          id="recipient"
          className="input-entry"
          value={entries.recipient}
          placeholder={mail.recipientPlaceholder}
          maxLength={100}
          autoComplete="name"
          invalid={wordsAt('recipient') !== undefined}
          describedBy="recipient-help"
          onValue={(recipient) => onChange({ recipient })}
        />
      </Field>
      <Field id="phone" label={mail.phone} bad={wordsAt('phone')}>
        <PhoneEntry
          id="phone"
          value={entries.phone}
          placeholder={mail.phonePlaceholder}
          invalid={wordsAt('phone') !== undefined}
          onValue={(phone) => onChange({ phone })}
        />
      </Field>
      <Field id="region" label={mail.region} bad={wordsAt('regionCode')}>
        <Press
          id="region"
          className={entries.region === '' ? 'input-entry region-button empty' : 'input-entry region-button'}
          aria-label={`${mail.region} ${entries.region || mail.regionPlaceholder}`}
          onPress={onRegion}
        >
          {entries.region || mail.regionPlaceholder}
        </Press>
        <Box as="span" aria-hidden className="input-end pass">
          <Icon name="down" sizePx={18} />
        </Box>
      </Field>
      <Field id="detail" label={mail.detail} inputClass="area" bad={wordsAt('detail')}>
        <Entry
          id="detail"
          className="input-entry"
          lines={2}
          value={entries.detail}
          placeholder={mail.detailPlaceholder}
          maxLength={200}
          autoComplete="street-address"
          invalid={wordsAt('detail') !== undefined}
          describedBy="detail-help"
          onValue={(detail) => onChange({ detail })}
        />
      </Field>
      <Box className="cell keep">
        <Box as="span" className="grow cell-text">
          {mail.keep}
        </Box>
        <Switch on={keep} label={mail.keep} onTurn={onKeep} />
      </Box>
    </Box>
  )
}
