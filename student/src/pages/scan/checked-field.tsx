import type { DocumentField, DocumentFields } from '@tucai/contract'
import { type DocumentFieldName, doubtfulPlaces, type FieldProblem, zoneAgrees } from '../../document.ts'
import { Box } from '../../elements/box'
import { Choice } from '../../elements/choice'
import { Entry } from '../../elements/entry'
import { Icon } from '../../elements/icon'
import { Press } from '../../elements/press'
import { useLanguage, useWords } from '../../language.ts'
import { Help } from '../../parts/field.tsx'
import { NumberEntry } from '../../parts/number-field.tsx'
import type { Words } from '../../words/zh-CN.ts'
import { Crop } from './crop.tsx'
import { Marked } from './marked.tsx'

type CheckedFieldProps = {
  name: DocumentFieldName
  fields: DocumentFields
  mrz: string[] | null
  value: string
  problem: FieldProblem | null
  confirmed: boolean
  /** The student wanted to go on: what is missing is said. */
  tried: boolean
  onValue: (value: string) => void
  onConfirm: (on: boolean) => void
}

/** One field: its picture, what was read with doubts marked, an entry to correct it, and the tick that confirms it. */
export function CheckedField(props: CheckedFieldProps) {
  const { name, fields, value, problem, confirmed, tried, onConfirm } = props
  const field = fields[name]
  const words = useWords()
  const { scan } = words
  const label = scan.fields[name]
  const doubtful = doubtfulPlaces(field, value)
  return (
    <Box as="section" className={tried && !confirmed ? 'card checked-field open' : 'card checked-field'}>
      <Box className="card-head">
        <Box as="label" htmlFor={`scan-${name}`} className="card-title">
          {label}
        </Box>
        <Box as="span" className={confirmed ? 'tag ok' : 'tag warn'}>
          <Icon name={confirmed ? 'check' : 'mark'} sizePx={14} />
          {confirmed ? scan.confirmed : scan.waiting}
        </Box>
      </Box>
      <PictureOf name={name} fields={fields} />
      {doubtful.length === 0 ? null : (
        <Box className="doubt">
          <Box as="span" className="note">
            {scan.doubtfulTitle}
          </Box>
          <Marked text={value} places={doubtful} />
        </Box>
      )}
      <Box className={problem !== null && (tried || value !== '') ? 'input bad' : 'input'}>
        <FieldEntry {...props} />
      </Box>
      <Box id={`scan-${name}-help`} aria-live="polite">
        <Help {...saidBelow(props, words)} />
        <Doubts field={field} value={value} />
      </Box>
      <Press
        className="same"
        role="checkbox"
        aria-checked={confirmed}
        aria-label={words.pair(label, scan.same)}
        onPress={() => onConfirm(!confirmed)}
      >
        <Box as="span" className={confirmed ? 'check on' : 'check'}>
          {confirmed ? <Icon name="check" sizePx={14} /> : null}
        </Box>
        <Box as="span">{scan.same}</Box>
      </Press>
    </Box>
  )
}

function PictureOf({ name, fields }: { name: DocumentFieldName; fields: DocumentFields }) {
  const { scan } = useWords()
  const field = fields[name]
  if (field?.crop) return <Crop name={name} fields={fields} />
  const isDerived = name === 'gender' && field?.source === 'number'
  return (
    <Box as="p" className="note">
      {isDerived ? scan.fromNumber : scan.noCrop}
    </Box>
  )
}

function FieldEntry({ name, value, problem, onValue }: CheckedFieldProps) {
  const { scan, register } = useWords()
  const id = `scan-${name}`
  if (name === 'idNumber') return <NumberEntry id={id} value={value} invalid={problem !== null} onValue={onValue} />
  if (name !== 'gender') {
    return (
      <Entry
        id={id}
        className="input-entry"
        value={value}
        placeholder={scan.missing}
        maxLength={100}
        invalid={problem !== null}
        describedBy={`${id}-help`}
        onValue={onValue}
      />
    )
  }
  const empty = value === '' ? [{ value: '', name: scan.missing }] : []
  const options = [...empty, { value: '男', name: register.male }, { value: '女', name: register.female }]
  return (
    <>
      <Choice
        id={id}
        className="input-entry"
        label={scan.fields.gender}
        options={options}
        value={value}
        onValue={onValue}
      />
      <Box as="span" aria-hidden className="input-end pass">
        <Icon name="down" sizePx={18} />
      </Box>
    </>
  )
}

/** What is wrong, or that the check digit agrees, in one sentence that says what a check digit is. */
function saidBelow({ name, fields, value, mrz, problem, tried }: CheckedFieldProps, { scan, problems }: Words) {
  const field = fields[name]
  if (problem === 'field-missing') return tried ? { bad: scan.missing } : {}
  if (problem !== null) return { bad: problems[problem] }
  // A digit that the reader settled by the check digit agrees with it whatever the card says: that proves nothing.
  const isDoubted = field !== undefined && field.flags.length > 0 && value === field.value
  if (name === 'idNumber') return isDoubted ? { help: scan.checkCharacter } : { good: scan.checkCharacterRight }
  if (name !== 'passportNumber') return {}
  const agrees = zoneAgrees(mrz, value)
  if (agrees === false) return { bad: scan.checkDigitWrong }
  return isDoubted || agrees === undefined ? { help: scan.checkDigit } : { good: scan.checkDigitRight }
}

/** The reader's doubts, as long as the field says what was read. */
function Doubts({ field, value }: { field: DocumentField | undefined; value: string }) {
  const language = useLanguage()
  if (field === undefined || value !== (field.value ?? '')) return null
  return (
    <>
      {field.flags.map(({ code, zh, en }) => (
        <Box key={code} as="p" className="help warn">
          <Icon name="info" sizePx={18} />
          <Box as="span">{language === 'en' ? en : zh}</Box>
        </Box>
      ))}
    </>
  )
}
