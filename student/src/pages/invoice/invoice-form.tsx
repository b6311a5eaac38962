import { Box } from '../../elements/box'
import { Entry } from '../../elements/entry'
import { Icon } from '../../elements/icon'
import { Press } from '../../elements/press'
import type { InvoiceEntries, InvoiceField } from '../../invoice-entries.ts'
import { useWords } from '../../language.ts'
import { Field } from '../../parts/field.tsx'

type InvoiceFormProps = {
  entries: InvoiceEntries
  accountName: string
  wordsAt: (field: string) => string | undefined
  onChange: (changed: Partial<InvoiceEntries>) => void
}

const kinds = ['personal', 'company'] as const
const extras: InvoiceField[] = ['address', 'phone', 'bank', 'bankAccount']
const mostCharacters: Record<InvoiceField, number> = {
  ...{ title: 100, taxNumber: 40, mail: 254, address: 100, phone: 30, bank: 100, bankAccount: 40 },
}

/** For a person or a company, to whom, and where it is sent; what a company may add besides is asked for last. */
export function InvoiceForm({ entries, accountName, wordsAt, onChange }: InvoiceFormProps) {
  const words = useWords().invoice
  const { titleKind } = entries
  const isCompany = titleKind === 'company'
  /** The own name fits a person, and no company. */
  const choose = (kind: InvoiceEntries['titleKind']) => {
    const isOwn = entries.title === accountName || entries.title === ''
    onChange({ titleKind: kind, ...(isOwn ? { title: kind === 'personal' ? accountName : '' } : {}) })
  }
  const line = (id: InvoiceField, label: string, placeholder: string) => (
    <Field key={id} id={id} label={label} bad={wordsAt(id)}>
      <Entry
        id={id}
        className="input-entry"
        value={entries[id]}
        placeholder={placeholder}
        maxLength={mostCharacters[id]}
        invalid={wordsAt(id) !== undefined}
        describedBy={`${id}-help`}
        onValue={(value) => onChange({ [id]: value })}
      />
    </Field>
  )
  return (
    <>
      <Box className="kinds" role="radiogroup" aria-label={words.kind}>
        {kinds.map((kind) => (
          <Press
            key={kind}
            className={kind === titleKind ? 'kind on' : 'kind'}
            role="radio"
            aria-checked={kind === titleKind}
            onPress={() => choose(kind)}
          >
            {words.kinds[kind]}
            {kind === titleKind ? <Icon name="check" sizePx={18} /> : null}
          </Press>
        ))}
      </Box>
      <Box as="form" className="card form">
        {line('title', words.title, isCompany ? words.companyPlaceholder : words.titlePlaceholder)}
        {isCompany ? line('taxNumber', words.taxNumber, words.taxNumberPlaceholder) : null}
        {line('mail', words.mail, words.mailPlaceholder)}
      </Box>
      {isCompany ? (
        <Box as="section" className="card form">
          <Box as="p" className="note more">
            {words.more}
          </Box>
          {extras.map((id) => line(id, words.extras[id as keyof typeof words.extras], words.optional))}
        </Box>
      ) : null}
    </>
  )
}
