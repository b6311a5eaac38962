import type { RejectCode, RejectReason, StaffReview } from '@tucai/contract'
import { Input, type InputRef } from 'antd'
import type { Ref } from 'react'
import { wholeMoment } from '../frame/moment.ts'
import { Moment } from '../frame/moment-text.tsx'
import { StateTag } from '../frame/state-tag.tsx'
import { Tag } from '../frame/tag.tsx'
import { Icon } from '../icons.tsx'
import { useSpeech } from '../words/language.tsx'
import { type CheckLine, checkLines, gaugeShare, shownLimit, shownValue } from './checks.ts'
import { type Draft, noteMost, quickCodes } from './draft.ts'

type PanelProps = {
  review: StaffReview
  done: 'approve' | 'reject' | 'refused' | 'skipped' | 'referred' | undefined
  reasons: readonly RejectReason[]
  draft: Draft
  noteMissing: boolean
  toggle: (code: RejectCode) => void
  setNote: (note: string) => void
  showAll: () => void
  approve: () => void
  reject: () => void
  noteField: Ref<InputRef>
}

/** Who it is, what the machine measured, and the verdict. */
export function Panel(props: PanelProps) {
  const { review, done, draft } = props
  const { words } = useSpeech()
  const count = draft.reasons.length
  return (
    <section className="desk-panel" aria-label={words.review.reasons}>
      <Who review={review} done={done} />
      <Course review={review} />
      <Checks review={review} />
      <Reasons {...props} />
      <div className="desk-verdict">
        <button
          type="button"
          className={count > 0 ? 'verdict reject chosen' : 'verdict reject'}
          disabled={done !== undefined}
          onClick={props.reject}
        >
          <Icon name="cross" />
          {count > 0 ? words.review.rejectWith(count) : words.review.reject} <kbd>R</kbd>
        </button>
        <button type="button" className="verdict approve" disabled={done !== undefined} onClick={props.approve}>
          <Icon name="tick" />
          {words.review.approve} <kbd>A</kbd>
        </button>
      </div>
    </section>
  )
}

function Who({ review, done }: Pick<PanelProps, 'review' | 'done'>) {
  const { words } = useSpeech()
  const facts = [words.review.genders[review.gender] ?? review.gender, review.level, review.college].filter(
    (fact) => fact !== '',
  )
  return (
    <header className="desk-who">
      <div>
        <p>
          <b>{`${review.name}**`}</b> <span>{facts.join(' · ')}</span>
        </p>
        <p className="quiet">
          {words.review.studentNumber} <span className="mono">{review.maskedStudentNumber}</span> ·{' '}
          <Moment at={review.submittedAt} /> {words.review.submitted} · {words.review.attempt(review.attempt)}
        </p>
      </div>
      {done === 'approve' ? (
        <StateTag state="approved" />
      ) : done === 'reject' ? (
        <StateTag state="rejected" />
      ) : (
        <StateTag state="waiting" />
      )}
    </header>
  )
}

/** Why this photo is looked at by more than one. */
function Course({ review }: { review: StaffReview }) {
  const { language, words } = useSpeech()
  if (review.forLeader) {
    return (
      <div className="desk-course">
        <Icon name="flag" />
        <div>
          <b>{words.review.leader}</b>
          {review.looks.length === 0 ? <p>{words.review.leaderAsked}</p> : null}
          {review.leaderNote === null ? null : <p>“{review.leaderNote}”</p>}
          {review.looks.map((look) => (
            <p key={look.by}>
              {words.frame.said(look.by, words.review.said[look.verdict])}
              {look.reasons.length > 0 ? ` · ${look.reasons.map((reason) => reason[language]).join('；')}` : ''}
              {look.note === null ? '' : ` · ${look.note}`}
            </p>
          ))}
        </div>
      </div>
    )
  }
  if (!review.secondLook) return null
  return (
    <div className="desk-course">
      <Icon name="eye" />
      <p>
        <b>{words.review.secondLook}</b> {words.review.secondLookHint}
      </p>
    </div>
  )
}

function Checks({ review }: { review: StaffReview }) {
  const { language, words } = useSpeech()
  const lines = checkLines(review)
  const doubtful = lines.filter(({ isDoubtful }) => isDoubtful).length
  const unmeasured = review.findings.filter(({ code }) => !lines.some((line) => line.code === code))
  return (
    <div className="desk-checks">
      <h2>
        {words.review.checks(lines.length)}
        {doubtful > 0 ? <Tag tone="amber">{words.review.toLookAt(doubtful)}</Tag> : null}
        <span className="quiet">{words.review.measuredAllowed}</span>
      </h2>
      {review.measured === null ? <p className="quiet">{words.review.notMeasured}</p> : null}
      <ul>
        {lines.map((line) => (
          <CheckRow key={`${line.code} ${line.of}`} line={line} />
        ))}
        {unmeasured.map((finding) => (
          <li key={finding.code} className="finding">
            <Icon name="warning" />
            {finding[language]}
          </li>
        ))}
      </ul>
    </div>
  )
}

function CheckRow({ line }: { line: CheckLine }) {
  const { words } = useSpeech()
  return (
    <li className={line.isDoubtful ? 'check doubtful' : 'check'}>
      <span>{words.review.checkNames[line.code] ?? line.code}</span>
      <b>{shownValue(line.value, line.unit)}</b>
      <span className="limit">{shownLimit(line)}</span>
      <span className={`gauge ${line.bad}`} aria-hidden="true">
        <i style={{ left: `${gaugeShare(line) * 100}%` }} />
      </span>
      <Icon name={line.isDoubtful ? 'warning' : 'tick'} />
    </li>
  )
}

function Reasons({ review, reasons, draft, noteMissing, toggle, setNote, showAll, noteField }: PanelProps) {
  const { language, words } = useSpeech()
  const faults = new Map(reasons.map(({ code, fault }) => [code, fault[language]]))
  const suspected = new Set(checkLines(review).flatMap(({ code, isDoubtful }) => (isDoubtful ? [code] : [])))
  for (const { code } of review.findings) suspected.add(code)
  const others = draft.reasons.filter((code) => !quickCodes.includes(code)).length
  return (
    <div className="desk-reasons">
      <h2>
        {words.review.reasons} <small>{words.review.reasonsHint}</small>
        <span className="quiet" role="status">
          {words.review.chosen(draft.reasons.length)}
        </span>
      </h2>
      <div className="reason-grid">
        {quickCodes.map((code, index) => (
          <button
            key={code}
            type="button"
            id={index === 0 ? 'first-reason' : undefined}
            aria-pressed={draft.reasons.includes(code)}
            title={faults.get(code)}
            onClick={() => toggle(code)}
          >
            <kbd>{index + 1}</kbd>
            <span>{faults.get(code) ?? code}</span>
            {suspected.has(code) ? <em>{words.review.machine}</em> : null}
          </button>
        ))}
        <button type="button" aria-pressed={others > 0} onClick={showAll}>
          <kbd>0</kbd>
          <span>{words.review.otherReasons(Math.max(0, reasons.length - quickCodes.length))}</span>
          {others > 0 ? <em>{words.review.chosen(others)}</em> : null}
        </button>
      </div>
      <Input
        ref={noteField}
        size="small"
        className="desk-note"
        aria-label={words.review.noteLabel}
        placeholder={words.review.notePlaceholder}
        maxLength={noteMost}
        status={noteMissing ? 'error' : ''}
        value={draft.note}
        onChange={(event) => setNote(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' || event.key === 'Enter') event.currentTarget.blur()
        }}
        prefix={<Icon name="plus" />}
        suffix={<kbd>/</kbd>}
      />
      {noteMissing ? <p role="alert">{words.review.noteMissing}</p> : null}
      <p className="desk-due">
        <Icon name="calendar" />
        {draft.forGood ? (
          words.review.dueNone
        ) : review.submissionsLeft === 0 ? (
          <b>{words.review.lastOne}</b>
        ) : (
          <span>
            {words.review.due} <b>{wholeMoment(new Date(review.dueIfRejected)).slice(5)}</b>{' '}
            <small className="quiet">· {words.review.left(review.submissionsLeft)}</small>
          </span>
        )}
      </p>
    </div>
  )
}
