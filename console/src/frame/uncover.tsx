import { useMutation } from '@tanstack/react-query'
import { Alert, Button, Input, Popover, Radio } from 'antd'
import { type FormEvent, useEffect, useState } from 'react'
import { Icon } from '../icons.tsx'
import { useSpeech } from '../words/language.tsx'
import { refusalWords } from './failure.tsx'

export const uncoverReasons = ['identity-call', 'roster-correction', 'refund-check', 'other'] as const
export type UncoverReason = (typeof uncoverReasons)[number]

const shownSeconds = 60

type UncoverProps = {
  /** The field's name, e.g. 证件号. */
  field: string
  masked: string
  /** Asks the server, which writes the audit row. */
  read: (given: { reason: UncoverReason; note: string }) => Promise<string>
}

/** A masked value with an eye: a reason is asked for, then that field of that person is shown for a minute. */
export function Uncover({ field, masked, read }: UncoverProps) {
  const { words } = useSpeech()
  const [asking, setAsking] = useState(false)
  const [value, setValue] = useState<string | null>(null)
  const seconds = useSecondsOf(value, setValue)
  if (value !== null) {
    return (
      <span className="uncovered">
        <span className="mono">{value}</span> <small className="quiet">{words.frame.hiddenIn(seconds)}</small>
      </span>
    )
  }
  const show = (text: string) => {
    setValue(text)
    setAsking(false)
  }
  return (
    <span className="uncover">
      <span className="mono">{masked}</span>
      <Popover
        open={asking}
        onOpenChange={setAsking}
        trigger="click"
        placement="bottomLeft"
        destroyOnHidden
        content={<Reasons field={field} read={read} show={show} close={() => setAsking(false)} />}
      >
        <button type="button" className="eye" aria-label={words.frame.uncover(field)} aria-expanded={asking}>
          <Icon name="eye" />
        </button>
      </Popover>
    </span>
  )
}

function Reasons({
  field,
  read,
  show,
  close,
}: Pick<UncoverProps, 'field' | 'read'> & { show: (value: string) => void; close: () => void }) {
  const { language, words } = useSpeech()
  const [reason, setReason] = useState<UncoverReason>('identity-call')
  const [note, setNote] = useState('')
  const [noteMissing, setNoteMissing] = useState(false)
  const reading = useMutation({ mutationFn: () => read({ reason, note: note.trim() }), onSuccess: show })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const missing = reason === 'other' && note.trim() === ''
    setNoteMissing(missing)
    if (!missing) reading.mutate()
  }
  return (
    <form className="uncover-reasons" onSubmit={submit}>
      <h3>{words.frame.uncover(field)}</h3>
      <p>{words.frame.uncoverHint}</p>
      <Radio.Group
        aria-label={words.frame.uncoverReason}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        options={uncoverReasons.map((value) => ({ value, label: words.frame.uncoverReasons[value] }))}
      />
      <Input
        size="small"
        aria-label={words.frame.uncoverNote}
        placeholder={reason === 'other' ? words.frame.uncoverNote : words.frame.uncoverNoteOptional}
        status={noteMissing ? 'error' : ''}
        maxLength={200}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      {noteMissing ? <p role="alert">{words.frame.uncoverNoteMissing}</p> : null}
      {reading.isError ? <Alert type="error" title={refusalWords(reading.error, language, words)} /> : null}
      <div className="uncover-foot">
        <Button size="small" onClick={close}>
          {words.frame.cancel}
        </Button>
        <Button size="small" type="primary" htmlType="submit" loading={reading.isPending}>
          {words.frame.uncoverShow}
        </Button>
      </div>
    </form>
  )
}

/** Counts down while there is a value, which then goes; whoever puts the page aside comes back to a hidden one. */
function useSecondsOf(value: string | null, setValue: (value: null) => void): number {
  const [seconds, setSeconds] = useState(shownSeconds)
  useEffect(() => {
    if (value === null) return
    const until = Date.now() + shownSeconds * 1000
    const look = () => {
      const left = Math.ceil((until - Date.now()) / 1000)
      setSeconds(left)
      if (left <= 0) setValue(null)
    }
    look()
    const timer = setInterval(look, 500)
    return () => clearInterval(timer)
  }, [value, setValue])
  return seconds
}
