import type { OpenCampaign } from '@tucai/contract'
import { Box } from '../../elements/box'
import { Choice } from '../../elements/choice'
import { Entry } from '../../elements/entry'
import { Icon } from '../../elements/icon'
import { useWords } from '../../language.ts'
import { Field } from '../../parts/field.tsx'
import { KeyValues } from '../../parts/key-values.tsx'
import {
  levels,
  likelyGraduationYear,
  type StatementEntries,
  type TypedField,
  withLevel,
} from '../../statement-entries.ts'

type StatementFormProps = {
  entries: StatementEntries
  name: string
  campaigns: OpenCampaign[]
  /** The field that the cursor goes to when `focusCount` rises. */
  gap: string | undefined
  focusCount: number
  wordsAt: (field: string) => string | undefined
  onChange: (changed: Partial<StatementEntries>) => void
  onDone: () => void
}

export function StatementForm(props: StatementFormProps) {
  const { entries, name, campaigns, gap, focusCount, wordsAt, onChange, onDone } = props
  const words = useWords()
  const { statement, information } = words
  const line = (id: TypedField, label: string, placeholder: string) => (
    <Field id={id} label={label} bad={wordsAt(id)}>
      <Entry
        id={id}
        className="input-entry"
        value={entries[id]}
        placeholder={placeholder}
        maxLength={id === 'studentNumber' ? 40 : id === 'studyYears' ? 10 : 100}
        invalid={wordsAt(id) !== undefined}
        describedBy={`${id}-help`}
        focusCount={gap === id ? focusCount : 0}
        onValue={(value) => onChange({ [id]: value })}
        onDone={onDone}
      />
    </Field>
  )
  const likely = likelyGraduationYear(new Date())
  const years = [likely - 1, likely, likely + 1, likely + 2].map(String)
  return (
    <Box as="form" className="card form">
      <KeyValues rows={[[information.name, name]]} />
      <Drop
        id="campaignId"
        label={statement.campaign}
        options={campaigns.map(({ campaignId, schoolName, title }) => ({
          value: campaignId,
          name: words.pair(schoolName, title),
        }))}
        value={entries.campaignId}
        onValue={(campaignId) => onChange({ campaignId })}
      />
      {line('college', information.college, statement.collegePlaceholder)}
      {line('major', information.major, statement.majorPlaceholder)}
      {line('className', information.className, statement.classPlaceholder)}
      {line('studentNumber', information.studentNumber, statement.studentNumberPlaceholder)}
      <Drop
        id="level"
        label={information.level}
        options={levels.map(({ level }, place) => ({ value: level, name: statement.levels[place] }))}
        value={entries.level}
        onValue={(level) => onChange(withLevel(entries, level))}
      />
      {line('studyYears', statement.studyYears, statement.studyYearsPlaceholder)}
      <Drop
        id="graduationYear"
        label={information.graduationYear}
        options={years.map((year) => ({ value: year, name: year }))}
        value={String(entries.graduationYear)}
        onValue={(year) => onChange({ graduationYear: Number(year) })}
      />
    </Box>
  )
}

type DropProps = {
  id: string
  label: string
  options: { value: string; name: string }[]
  value: string
  onValue: (value: string) => void
}

function Drop({ id, label, options, value, onValue }: DropProps) {
  return (
    <Field id={id} label={label}>
      <Choice id={id} className="input-entry" label={label} options={options} value={value} onValue={onValue} />
      <Box as="span" aria-hidden className="input-end pass">
        <Icon name="down" sizePx={18} />
      </Box>
    </Field>
  )
}
