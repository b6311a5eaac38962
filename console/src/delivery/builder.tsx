import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { DeliveryChoices, DeliverySettings, DeliveryStandard } from '@tucai/contract'
import { App, Button, Checkbox, Input, InputNumber, type InputRef, Segmented, Select, Switch } from 'antd'
import { type ReactNode, type RefObject, useRef } from 'react'
import { call } from '../api.ts'
import { Card } from '../frame/card.tsx'
import { refusalWords } from '../frame/failure.tsx'
import { Moment } from '../frame/moment-text.tsx'
import { shownCount } from '../frame/numbers.ts'
import { Icon } from '../icons.tsx'
import { useSpeech } from '../words/language.tsx'

type BuilderProps = {
  campaignId: string
  choices: DeliveryChoices
  settings: DeliverySettings
  change: (settings: DeliverySettings) => void
}

/** What a package is made of. */
export function Builder({ campaignId, choices, settings, change }: BuilderProps) {
  const { words } = useSpeech()
  const say = words.delivery
  const set = (part: Partial<DeliverySettings>) => change({ ...settings, ...part })
  return (
    <Card className="builder">
      <Templates choices={choices} change={change} />
      <Line label={say.scope}>
        <Segmented
          aria-label={say.scope}
          value={settings.scope}
          onChange={(scope) => set({ scope })}
          options={(['all', 'changes', 'failed'] as const).map((value) => ({ value, label: say.scopes[value] }))}
        />
        <span className="quiet">
          {choices.lastDeliveredAt === null ? (
            say.neverDelivered
          ) : (
            <>
              {say.last} <Moment at={choices.lastDeliveredAt} />
            </>
          )}
        </span>
      </Line>
      <Line label={say.target}>
        <Select
          aria-label={say.target}
          className="builder-target"
          value={settings.target}
          onChange={(target) => set({ target })}
          options={(['chsi', 'school'] as const).map((value) => ({ value, label: say.targets[value] }))}
        />
      </Line>
      <Names
        label={say.fileName}
        value={settings.fileName}
        ending=".jpg"
        change={(fileName) => set({ fileName })}
        words={FILE_WORDS}
      />
      <Names label={say.folder} value={settings.folder} change={(folder) => set({ folder })} words={FOLDER_WORDS} />
      <Derivatives campaignId={campaignId} choices={choices} settings={settings} set={set} />
      <Line label={say.split}>
        <InputNumber
          aria-label={say.split}
          className="builder-split"
          min={1}
          max={10_000}
          value={settings.photosPerZip}
          suffix={say.perZip}
          onChange={(photosPerZip) => photosPerZip !== null && set({ photosPerZip })}
        />
        <Switch aria-label={say.utf8} size="small" checked={settings.utf8} onChange={(utf8) => set({ utf8 })} />
        <span>{say.utf8}</span>
        <span className="quiet">{settings.utf8 ? say.utf8Hint : say.asciiHint}</span>
      </Line>
    </Card>
  )
}

const FILE_WORDS = ['studentNo', 'examNo', 'idNo', 'code', 'name', 'class'] as const
const FOLDER_WORDS = ['school', 'college', 'major', 'class', 'level', 'year'] as const
type Word = (typeof FILE_WORDS)[number] | (typeof FOLDER_WORDS)[number]

function Line({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="builder-line">
      <span className="builder-label">{label}</span>
      <div className="builder-controls">{children}</div>
    </div>
  )
}

type NamesProps = {
  label: string
  value: string
  ending?: string
  change: (value: string) => void
  words: readonly Word[]
}

/** A template, and its words, which are put where the cursor is. */
function Names({ label, value, ending, change, words: offered }: NamesProps) {
  const { words } = useSpeech()
  const say = words.delivery
  const field = useRef<InputRef>(null)
  const insert = (word: Word) => {
    const at = cursorOf(field) ?? value.length
    change(`${value.slice(0, at)}{${word}}${value.slice(at)}`)
    field.current?.focus()
  }
  return (
    <div className="builder-line">
      <span className="builder-label">{label}</span>
      <div className="builder-names">
        <Input
          ref={field}
          aria-label={label}
          className="mono"
          maxLength={120}
          value={value}
          suffix={ending && <span className="quiet">{ending}</span>}
          onChange={(event) => change(event.target.value)}
        />
        <div className="builder-words">
          <span className="quiet">{say.insert}</span>
          {offered.map((word) => (
            <button key={word} type="button" title={say.insertWord(say.words[word])} onClick={() => insert(word)}>
              {`{${word}}`}
            </button>
          ))}
        </div>
      </div>
    </div>
  )
}

function cursorOf(field: RefObject<InputRef | null>): number | null {
  return field.current?.input?.selectionStart ?? null
}

function Templates({ choices: { templates, ...choices }, change }: Pick<BuilderProps, 'choices' | 'change'>) {
  const { words, language } = useSpeech()
  const say = words.delivery
  const { message } = App.useApp()
  const client = useQueryClient()
  const remove = useMutation({
    mutationFn: (templateId: string) => call('deliveryTemplateRemove', { params: { templateId } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['staff', 'delivery-choices'] }),
    onError: (error) => void message.error(refusalWords(error, language, words)),
  })
  if (templates.length === 0) return null
  const known = new Set(choices.standards.map(({ standard }) => standard))
  const main = choices.standards.find((one) => one.main)!.standard
  const take = (settings: DeliverySettings) => {
    const standards = settings.standards.filter((standard) => known.has(standard))
    change({ ...settings, standards: [main, ...standards.filter((standard) => standard !== main)] })
  }
  return (
    <Line label={say.template}>
      {templates.map(({ templateId, title, settings }) => (
        <span key={templateId} className="chip">
          <button type="button" onClick={() => take(settings)}>
            <b>{title}</b>
          </button>
          <button type="button" aria-label={say.removeTemplate(title)} onClick={() => remove.mutate(templateId)}>
            <Icon name="cross" />
          </button>
        </span>
      ))}
    </Line>
  )
}

type DerivativesProps = Pick<BuilderProps, 'campaignId' | 'choices' | 'settings'> & {
  set: (part: Partial<DeliverySettings>) => void
}

function Derivatives({ campaignId, choices: { standards }, settings, set }: DerivativesProps) {
  const { words, language } = useSpeech()
  const say = words.delivery
  const { message } = App.useApp()
  const client = useQueryClient()
  const derive = useMutation({
    mutationFn: () => call('deliveryDerive', { params: { campaignId } }),
    onSuccess: async ({ count }) => {
      message.success(say.deriving(shownCount(count)))
      await client.invalidateQueries({ queryKey: ['staff'] })
    },
    onError: (error) => void message.error(refusalWords(error, language, words)),
  })
  const toggle = (standard: string, on: boolean) => {
    const order = standards.map((one) => one.standard)
    const chosen = on ? [...settings.standards, standard] : settings.standards.filter((one) => one !== standard)
    set({ standards: chosen.toSorted((one, other) => order.indexOf(one) - order.indexOf(other)) })
  }
  return (
    <Line label={say.derivatives}>
      {standards.map((one) => (
        <Checkbox
          key={one.standard}
          checked={settings.standards.includes(one.standard)}
          disabled={one.main}
          onChange={(event) => toggle(one.standard, event.target.checked)}
        >
          <span title={`${one.standard} · ${one.title}`}>
            {one.main ? say.main : (say.standards[one.standard] ?? one.standard)} {one.widthPx}×{one.heightPx}
          </span>
          <Lacking standard={one} />
        </Checkbox>
      ))}
      <Checkbox checked={settings.list} onChange={(event) => set({ list: event.target.checked })}>
        {say.list}
      </Checkbox>
      {standards.some(({ missing }) => missing > 0) ? (
        <Button size="small" loading={derive.isPending} onClick={() => derive.mutate()}>
          {say.derive}
        </Button>
      ) : null}
    </Line>
  )
}

function Lacking({ standard: { missing, refused } }: { standard: DeliveryStandard }) {
  const { words } = useSpeech()
  const say = words.delivery
  if (missing > 0) return <small className="builder-lacking">{say.missing(shownCount(missing))}</small>
  return refused > 0 ? <small className="builder-lacking">{say.refused(shownCount(refused))}</small> : null
}
