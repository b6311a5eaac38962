import { useQuery } from '@tanstack/react-query'
import type { GraduateTake, StandardView } from '@tucai/contract'
import { type ReactNode, useState } from 'react'
import { call } from '../api.ts'
import { Card } from '../frame/card.tsx'
import { Facts } from '../frame/facts.tsx'
import { shownMoment } from '../frame/moment.ts'
import { Moment } from '../frame/moment-text.tsx'
import { shownCount } from '../frame/numbers.ts'
import { type StateName, StateTag } from '../frame/state-tag.tsx'
import { Tag } from '../frame/tag.tsx'
import { Icon } from '../icons.tsx'
import { useSpeech } from '../words/language.tsx'
import { Photo } from './photo.tsx'

/** Every take, one of them large with its numbers, and why it was rejected. */
export function TakesCard({ takes, name }: { takes: GraduateTake[]; name: string }) {
  const { words } = useSpeech()
  const { graduate } = words
  const usual = takes.find(({ present }) => present) ?? takes[0]
  const [chosenId, choose] = useState<string | null>(null)
  const take = takes.find(({ photoId }) => photoId === chosenId) ?? usual
  if (take === undefined) {
    return (
      <Card title={graduate.photo} className="takes">
        <p className="quiet no-takes">{graduate.noTakes}</p>
      </Card>
    )
  }
  return (
    <Card
      title={graduate.photo}
      className="takes"
      flush
      beside={
        <small className="quiet">
          {take.review === null ? null : `${graduate.submission(take.review.attempt)} · `}
          <Moment at={take.review?.submittedAt ?? take.takenAt} />
        </small>
      }
      actions={<TakeState take={take} />}
    >
      <div className="take-large">
        <Photo photoId={shownId(take)} name={name} size="large" />
        <TakeFacts take={take} />
      </div>
      <div className="take-row">
        <header>
          <b>{graduate.takes}</b>
          <small className="quiet">{graduate.takesHint(takes.length)}</small>
        </header>
        <div className="take-list">
          {takes.map((one) => (
            <button
              key={one.photoId}
              type="button"
              className="take"
              aria-pressed={one === take}
              onClick={() => choose(one.photoId)}
            >
              <Photo photoId={shownId(one)} name={name} size="take" />
              <Moment at={one.takenAt} />
              <TakeState take={one} bare />
            </button>
          ))}
        </div>
        {takes.map((one) => (
          <Rejection key={one.photoId} take={one} />
        ))}
      </div>
    </Card>
  )
}

const shownId = ({ photoId, state }: GraduateTake) => (state === 'finished' ? photoId : null)

const looks: Record<NonNullable<GraduateTake['review']>['state'], StateName> = {
  waiting: 'waiting',
  approved: 'approved',
  rejected: 'rejected',
  withdrawn: 'none',
}

function TakeState({ take: { review, state }, bare = false }: { take: GraduateTake; bare?: boolean }) {
  const { words } = useSpeech()
  if (review === null) return <small className="quiet">{words.graduate.takeStates[state]}</small>
  return (
    <StateTag state={looks[review.state]} bare={bare}>
      {words.graduate.reviewStates[review.state]}
    </StateTag>
  )
}

function TakeFacts({ take }: { take: GraduateTake }) {
  const { language, words } = useSpeech()
  const { graduate } = words
  const standards = useQuery({
    queryKey: ['staff', 'standards'],
    queryFn: () => call('staffStandardList', {}),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const standard = standards.data?.find((one) => one.standard === take.standard)
  const facts: [string, ReactNode][] = []
  for (const [key, value] of Object.entries(take.geometry ?? {})) {
    const field = key as keyof typeof graduate.geometry
    facts.push([graduate.geometry[field], <Measured key={field} field={field} value={value} standard={standard} />])
  }
  facts.push([graduate.file, take.finishedBytes === null ? null : `${shownCount(take.finishedBytes)} B`])
  facts.push([
    graduate.digest,
    <span key="digest" className="mono">
      {shortened(take.finishedSha256)}
    </span>,
  ])
  const looked = take.findings.length
  return (
    <div className="take-facts">
      <Facts facts={facts} />
      {looked === 0 ? null : (
        <>
          <Tag tone="amber" icon="warning">
            {graduate.findings(looked)}
          </Tag>
          <ul>
            {take.findings.map((finding) => (
              <li key={finding.code}>{finding[language]}</li>
            ))}
          </ul>
        </>
      )}
      {take.originalKept ? null : <p className="quiet">{graduate.originalGone}</p>}
    </div>
  )
}

function Measured({ field, value, standard }: { field: string; value: number; standard: StandardView | undefined }) {
  const isCentre = field === 'centerXPx'
  const shown = Math.round(isCentre ? value - (standard?.widthPx ?? 480) / 2 : value)
  const band = isBanded(field) ? standard?.[field] : undefined
  return (
    <>
      <b>{isCentre && shown > 0 ? `+${shown}` : String(shown).replace('-', '−')}</b>{' '}
      {band === undefined ? null : <span className="quiet">{band.join('–')}</span>}
    </>
  )
}

function isBanded(field: string): field is 'hairTopPx' | 'eyeLinePx' | 'faceWidthPx' {
  return field === 'hairTopPx' || field === 'eyeLinePx' || field === 'faceWidthPx'
}

function shortened(sha256: string | null): string {
  return sha256 === null ? '—' : `${sha256.slice(0, 4)}…${sha256.slice(-4)}`
}

function Rejection({ take: { review } }: { take: GraduateTake }) {
  const { language, words } = useSpeech()
  if (review?.state !== 'rejected') return null
  return (
    <div className="rejection">
      <Icon name="crossed" />
      <div>
        <b>{words.graduate.rejectedOn(shownMoment(review.decidedAt!, new Date()))}</b>
        {review.reasons.map((reason) => reason[language]).join(language === 'zh' ? '；' : '; ')}
        {review.note === null ? null : <p>{words.graduate.note(review.note)}</p>}
      </div>
    </div>
  )
}
