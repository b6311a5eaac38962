import type { StaffGraduateDetail, UncoverField } from '@tucai/contract'
import { call } from '../api.ts'
import { Card } from '../frame/card.tsx'
import { Facts } from '../frame/facts.tsx'
import { Moment } from '../frame/moment-text.tsx'
import { StateTag } from '../frame/state-tag.tsx'
import { Tag } from '../frame/tag.tsx'
import { Uncover } from '../frame/uncover.tsx'
import { usePlace } from '../frame/use-place.ts'
import { useSpeech } from '../words/language.tsx'

/** What the school submitted, masked; each value is uncovered for a reason. */
export function PersonCard({ graduate: one, mayUncover }: { graduate: StaffGraduateDetail; mayUncover: boolean }) {
  const { words } = useSpeech()
  const { graduate } = words
  const uncover = (field: UncoverField, name: string, masked: string | null) => {
    if (masked === null) return <span className="quiet">{graduate.unregistered}</span>
    if (!mayUncover) return <span className="mono">{masked}</span>
    return (
      <Uncover
        field={name}
        masked={masked}
        read={async ({ reason, note }) => {
          const params = { graduateId: one.graduateId }
          const body = { field, reason, ...(note === '' ? {} : { note }) }
          return (await call('staffGraduateUncover', { params, body })).value
        }}
      />
    )
  }
  const number = one.documentKind === 'idcard' ? graduate.number : graduate.documents[one.documentKind]!
  const joined = (...parts: string[]) => parts.filter((part) => part !== '').join(' · ')
  return (
    <Card title={graduate.person} beside={<Tag icon="lock">{graduate.maskedTag}</Tag>}>
      <Facts
        facts={[
          [graduate.name, uncover('name', graduate.name, one.maskedName)],
          [graduate.studentNumber, uncover('studentNumber', graduate.studentNumber, one.maskedStudentNumber)],
          [graduate.gender, graduate.genders[one.gender] ?? one.gender],
          [number, uncover('number', number, one.maskedNumber)],
          [graduate.phone, uncover('phone', graduate.phone, one.maskedPhone)],
          [graduate.mail, uncover('mail', graduate.mail, one.maskedMail)],
          [graduate.college, one.college],
          [graduate.majorClass, joined(one.major, one.className)],
          [graduate.levelYears, joined(one.level, one.studyYears === '' ? '' : graduate.years(one.studyYears))],
          [graduate.graduationYear, String(one.graduationYear)],
        ]}
      />
      {one.corrections.map(({ text, sentAt, settledAt }) => (
        <div key={sentAt} className={settledAt === null ? 'said-wrong' : 'said-wrong settled'}>
          <b>{graduate.saidWrong}</b> <Moment at={sentAt} />
          {settledAt === null ? null : <Tag tone="green">{graduate.answered}</Tag>}
          <p>{text}</p>
        </div>
      ))}
    </Card>
  )
}

/** The person's enrolments; photo and order belong to each of them. */
export function EnrolmentsCard({ graduate: one }: { graduate: StaffGraduateDetail }) {
  const { words } = useSpeech()
  const [, go] = usePlace()
  return (
    <Card title={words.graduate.enrolments} beside={<small className="quiet">{words.graduate.enrolmentsHint}</small>}>
      <ul className="lines">
        {one.enrolments.map(({ graduateId, campaignId, major, level, graduationYear, photoStage }) => (
          <li key={graduateId}>
            {graduateId === one.graduateId ? (
              <span>
                <b>{major}</b> · {level} {graduationYear}
              </span>
            ) : (
              <button
                type="button"
                className="row-name"
                onClick={() => go({ page: 'graduates', campaignId, own: { graduate: graduateId } })}
              >
                {major} · {level} {graduationYear}
              </button>
            )}
            <StateTag state={photoStage} />
          </li>
        ))}
      </ul>
    </Card>
  )
}

export function ConsentsCard({ consents }: { consents: NonNullable<StaffGraduateDetail['consents']> }) {
  const { words } = useSpeech()
  return (
    <Card title={words.graduate.consents} className="grow">
      {consents.length === 0 ? <p className="quiet">{words.graduate.noConsents}</p> : null}
      <ul className="lines small">
        {consents.map(({ purpose, version, givenAt, withdrawnAt }) => (
          <li key={purpose}>
            <span>
              {words.graduate.purposes[purpose]} <span className="quiet">{version}</span>
            </span>
            {withdrawnAt === null ? (
              <Moment at={givenAt} />
            ) : (
              <span className="quiet">
                {words.graduate.withdrawn} <Moment at={withdrawnAt} />
              </span>
            )}
          </li>
        ))}
      </ul>
    </Card>
  )
}
