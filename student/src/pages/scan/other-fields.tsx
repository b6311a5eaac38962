import type { DocumentField, DocumentFields } from '@tucai/contract'
import { type DocumentFieldName, otherFields } from '../../document.ts'
import { Box } from '../../elements/box'
import { genderShown } from '../../gender.ts'
import { useLanguage, useWords } from '../../language.ts'
import { KeyValues } from '../../parts/key-values.tsx'
import { Crop } from './crop.tsx'
import { Marked } from './marked.tsx'

type OtherFieldsProps = { fields: DocumentFields; used: DocumentFieldName[] }

/** What else is on the document: to compare only. */
export function OtherFields({ fields, used }: OtherFieldsProps) {
  const { scan } = useWords()
  const others = otherFields(fields, used)
  if (others.length === 0) return null
  return (
    <Box as="section" className="card others">
      <Box as="h3" className="card-title">
        {scan.others}
      </Box>
      <Box as="p" className="note">
        {scan.othersWords}
      </Box>
      <KeyValues
        rows={others.map(([name, field]) => [
          scan.fields[name],
          <Other key={name} name={name} field={field} fields={fields} />,
        ])}
      />
    </Box>
  )
}

type OtherProps = { name: DocumentFieldName; field: DocumentField; fields: DocumentFields }

function Other({ name, field, fields }: OtherProps) {
  const words = useWords()
  const language = useLanguage()
  const value = field.value ?? ''
  const shown = genderShown(dated(name, value), words)
  return (
    <>
      <Crop name={name} fields={fields} />
      {shown === value ? <Marked text={value} places={field.doubtfulAt} /> : <Box as="span">{shown}</Box>}
      {field.flags.map(({ code, zh, en }) => (
        <Box key={code} as="p" className="help warn">
          {language === 'en' ? en : zh}
        </Box>
      ))}
    </>
  )
}

/** 2005-03-12 for a date of eight digits. */
function dated(name: DocumentFieldName, value: string): string {
  return name === 'birth' || name === 'expiry' ? value.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3') : value
}
