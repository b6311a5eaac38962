import type { CampaignSettings } from '@tucai/contract'
import { InputNumber } from 'antd'
import type { ReactNode } from 'react'
import { Tag } from '../frame/tag.tsx'
import { useSpeech } from '../words/language.tsx'
import { type Draft, type SectionName, valueAt } from './draft.ts'

export function Section({ name, children }: { name: SectionName; children: ReactNode }) {
  const { words } = useSpeech()
  return (
    <section id={`section-${name}`} aria-labelledby={`title-${name}`}>
      <h2 id={`title-${name}`}>{words.campaigns.sections[name]}</h2>
      {children}
    </section>
  )
}

type FieldProps = {
  draft: Draft
  label: string
  /** The settings in it, by their paths; a changed one gets an amber rule and its old value. */
  of: string[]
  /** How the old value is written; left out where the rule alone says enough. */
  was?: (stored: CampaignSettings) => string
  hint?: ReactNode
  children: ReactNode
}

/** A label at the left, controls beside it, one helper line below. */
export function Field({ draft: { settings, stored, wrong }, label, of, was, hint, children }: FieldProps) {
  const { words } = useSpeech()
  const changed =
    stored !== null &&
    of.some((path) => JSON.stringify(valueAt(stored, path)) !== JSON.stringify(valueAt(settings, path)))
  const isWrong = wrong !== null && of.some((path) => path === wrong || path.endsWith(`.${wrong}`))
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as one line of label and controls
    <div className={changed ? 'setting changed' : 'setting'} role="group" aria-label={label}>
      <span className="setting-label" aria-hidden="true">
        {label}
      </span>
      <div className="setting-body">
        <div className="setting-line">
          {children}
          {changed && stored !== null ? (
            <Tag tone="amber">{was === undefined ? words.campaigns.changed : words.campaigns.was(was(stored))}</Tag>
          ) : null}
        </div>
        {isWrong ? <p role="alert">{words.campaigns.wrong[wrong] ?? words.campaigns.wrongOther}</p> : null}
        {hint === undefined ? null : <p className="setting-hint">{hint}</p>}
      </div>
    </div>
  )
}

type MoneyProps = { label: string; fen: number; set: (fen: number) => void }

/** An amount in yuan, kept in fen. */
export function Money({ label, fen, set }: MoneyProps) {
  return (
    <InputNumber
      className="money"
      aria-label={label}
      prefix={<span className="quiet">{label} ¥</span>}
      min={0}
      max={100_000}
      precision={2}
      value={fen / 100}
      onChange={(value) => set(Math.round((value ?? 0) * 100))}
    />
  )
}

type CountProps = {
  label: string
  value: number | null
  set: (value: number | null) => void
  unit: string
  min?: number
  max: number
  /** What no number means; without it a number is needed. */
  unlimited?: string
}

export function Count({ label, value, set, unit, min = 1, max, unlimited }: CountProps) {
  return (
    <InputNumber
      className="count"
      aria-label={label}
      min={min}
      max={max}
      precision={0}
      value={value}
      placeholder={unlimited}
      suffix={unit}
      onChange={(next) => set(next ?? (unlimited === undefined ? min : null))}
    />
  )
}
