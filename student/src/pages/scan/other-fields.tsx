import type { DocumentField } from '@tucai/contract'
import type { DocumentFieldName } from '../../document.ts'
import { Box } from '../../elements/box'
import { Picture } from '../../elements/picture'
import { useLanguage, useWords } from '../../language.ts'
import { KeyValues } from '../../parts/key-values.tsx'
import { Marked } from './marked.tsx'

/** What else is on the document: to compare only. */
export function OtherFields({ fields }: { fields: [DocumentFieldName, DocumentField][] }) {
  const { scan } = useWords()
  if (fields.length === 0) return null
  return (
    <Box as="section" className="card others">
      <Box as="h3" className="card-title">
        {scan.others}
      </Box>
      <Box as="p" className="note">
        {scan.othersWords}
      </Box>
      <KeyValues
        rows={fields.map(([name, field]) => [scan.fields[name], <Other key={name} name={name} field={field} />])}
      />
    </Box>
  )
}

function Other({ name, field }: { name: DocumentFieldName; field: DocumentField }) {
  const { scan, register } = useWords()
  const language = useLanguage()
  const value = field.value ?? ''
  const shown = value === '男' ? register.male : value === '女' ? register.female : dated(name, value)
  return (
    <>
      {field.crop === null ? null : <Picture className="crop" src={field.crop} alt={scan.cropAlt(scan.fields[name])} />}
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
