import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { GraduateCorrect, StaffGraduateDetail } from '@tucai/contract'
import { Alert, Button, Input, Select } from 'antd'
import { type FormEvent, useState } from 'react'
import { callOnce, newKey } from '../api.ts'
import { refusalWords } from '../frame/failure.tsx'
import { SideSheet } from '../frame/side-sheet.tsx'
import { useSpeech } from '../words/language.tsx'

type CorrectSheetProps = { graduate: StaffGraduateDetail; open: boolean; close: () => void }
type Given = Partial<Record<keyof GraduateCorrect, string>>

/** Corrects what the school submitted: only what is filled in changes; whole names and numbers are not shown. */
export function CorrectSheet({ graduate: one, open, close }: CorrectSheetProps) {
  const { language, words } = useSpeech()
  const client = useQueryClient()
  const { graduate } = words
  const [given, setGiven] = useState<Given>({})
  const [key, setKey] = useState(newKey)
  const changed = Object.entries(given).filter(([field, value]) => value.trim() !== '' && field !== 'documentKind')
  const saving = useMutation({
    mutationFn: () => {
      const body = Object.fromEntries(
        changed.map(([field, value]) => [field, field === 'graduationYear' ? Number(value) : value]),
      ) as GraduateCorrect
      if (body.number !== undefined)
        body.documentKind = (given.documentKind ?? one.documentKind) as typeof one.documentKind
      return callOnce(key)('staffGraduateCorrect', { params: { graduateId: one.graduateId }, body })
    },
    onSuccess: async (detail) => {
      client.setQueryData(['staff', 'graduate', one.graduateId], detail)
      setGiven({})
      close()
      for (const name of ['graduates', 'graduate-facets', 'graduate-history'])
        await client.invalidateQueries({ queryKey: ['staff', name] })
    },
    onSettled: () => setKey(newKey()),
  })
  const set = (field: keyof GraduateCorrect) => (value: string) => setGiven({ ...given, [field]: value })
  const line = (field: keyof GraduateCorrect, name: string, before: string) => (
    <Line key={field} field={field} name={name} before={before} value={given[field] ?? ''} set={set(field)} />
  )
  const save = (event: FormEvent) => {
    event.preventDefault()
    saving.mutate()
  }
  return (
    <SideSheet
      open={open}
      close={close}
      title={graduate.correctTitle}
      foot={
        <>
          <span className="quiet">{graduate.changes(changed.length)}</span>
          <Button
            type="primary"
            htmlType="submit"
            form="correct-form"
            loading={saving.isPending}
            disabled={changed.length === 0}
          >
            {graduate.save}
          </Button>
        </>
      }
    >
      <form id="correct-form" className="correct-form" onSubmit={save}>
        <p className="quiet">{graduate.correctHint}</p>
        {saving.isError ? (
          <Alert type="error" showIcon role="alert" title={refusalWords(saving.error, language, words)} />
        ) : null}
        {line('name', graduate.name, one.maskedName)}
        {line('studentNumber', graduate.studentNumber, one.maskedStudentNumber)}
        <div className="correct-line">
          <label htmlFor="correct-gender">{graduate.gender}</label>
          <Select
            id="correct-gender"
            value={given.gender ?? one.gender}
            onChange={(value) => set('gender')(value === one.gender ? '' : value)}
            options={['男', '女'].map((value) => ({ value, label: graduate.genders[value] }))}
          />
        </div>
        {one.numberOpen ? (
          <>
            <div className="correct-line">
              <label htmlFor="correct-document">{graduate.documentKind}</label>
              <Select
                id="correct-document"
                value={given.documentKind ?? one.documentKind}
                onChange={set('documentKind')}
                options={Object.entries(graduate.documents).map(([value, label]) => ({ value, label }))}
              />
            </div>
            {line('number', graduate.number, one.maskedNumber)}
          </>
        ) : (
          <p className="quiet">{graduate.correctNumberFixed}</p>
        )}
        {line('college', graduate.college, one.college)}
        {line('major', graduate.major, one.major)}
        {line('className', graduate.className, one.className)}
        {line('level', graduate.level, one.level)}
        {line('studyYears', graduate.studyYears, one.studyYears)}
        {line('graduationYear', graduate.graduationYear, String(one.graduationYear))}
      </form>
    </SideSheet>
  )
}

type LineProps = { field: string; name: string; before: string; value: string; set: (value: string) => void }

/** An amber rule marks what changes; the old value stays below. */
function Line({ field, name, before, value, set }: LineProps) {
  const isChanged = value.trim() !== ''
  return (
    <div className={isChanged ? 'correct-line changed' : 'correct-line'}>
      <label htmlFor={`correct-${field}`}>{name}</label>
      <div>
        <Input
          id={`correct-${field}`}
          value={value}
          placeholder={before}
          maxLength={100}
          onChange={(event) => set(event.target.value)}
        />
        {isChanged ? <small className="quiet">{before}</small> : null}
      </div>
    </div>
  )
}
