import type { PrintLayout } from '@tucai/contract'
import { Button, Checkbox, Input, InputNumber, Radio, Select } from 'antd'
import { Icon } from '../icons.tsx'
import { useSpeech } from '../words/language.tsx'
import type { Draft } from './draft.ts'
import { Count, Field, Section } from './field.tsx'

const papers: PrintLayout['paper'][] = ['5in', '6in', '7in', 'A6', 'A5', 'A4']
const sizes: PrintLayout['prints'][number]['size'][] = ['22x32', '25x35', '33x48', '35x45', '35x49', '35x53']
const modes: PrintLayout['mode'][] = ['per-student', 'per-size']
const mostSizes = 4
const mostLines = 3

function useLayout({ settings, set }: Draft): [PrintLayout, (change: Partial<PrintLayout>) => void] {
  return [settings.printLayout, (change) => set({ printLayout: { ...settings.printLayout, ...change } })]
}

export function PrintSection({ draft }: { draft: Draft }) {
  const { campaigns } = useSpeech().words
  const [layout, set] = useLayout(draft)
  const { prints } = layout
  const change = (at: number, part: Partial<PrintLayout['prints'][number]>) =>
    set({ prints: prints.map((one, place) => (place === at ? { ...one, ...part } : one)) })
  const free = sizes.find((size) => !prints.some((one) => one.size === size))
  return (
    <Section name="print">
      <Field draft={draft} label={campaigns.paper} of={['printLayout.paper', 'printLayout.mode']}>
        <Select
          aria-label={campaigns.paper}
          value={layout.paper}
          onChange={(paper) => set({ paper })}
          options={papers.map((value) => ({ value, label: campaigns.papers[value] }))}
        />
        <Select
          aria-label={campaigns.mode}
          value={layout.mode}
          onChange={(mode) => set({ mode })}
          options={modes.map((value) => ({ value, label: campaigns.modes[value] }))}
        />
      </Field>
      <Field draft={draft} label={campaigns.prints} of={['printLayout.prints']} hint={campaigns.printsHint}>
        {prints.map(({ size, count }, place) => (
          <span key={size} className="print-size">
            <Select
              aria-label={campaigns.sizeOf(place + 1)}
              value={size}
              onChange={(next) => change(place, { size: next })}
              options={sizes.map((value) => ({
                value,
                label: `${value.replace('x', ' × ')} mm`,
                disabled: value !== size && prints.some((one) => one.size === value),
              }))}
            />
            <Count
              label={campaigns.countOf(place + 1)}
              value={count}
              set={(next) => change(place, { count: next ?? 1 })}
              unit={campaigns.pieces}
              max={40}
            />
            {prints.length > 1 ? (
              <Button
                type="text"
                icon={<Icon name="cross" />}
                aria-label={campaigns.removeSize(place + 1)}
                onClick={() => set({ prints: prints.filter((_, other) => other !== place) })}
              />
            ) : null}
          </span>
        ))}
        {free === undefined || prints.length >= mostSizes ? null : (
          <Button icon={<Icon name="plus" />} onClick={() => set({ prints: [...prints, { size: free, count: 1 }] })}>
            {campaigns.addSize}
          </Button>
        )}
      </Field>
      <Field
        draft={draft}
        label={campaigns.spacing}
        of={['printLayout.gapMm', 'printLayout.marginMm', 'printLayout.barcode']}
      >
        {(['gapMm', 'marginMm'] as const).map((part) => (
          <InputNumber
            key={part}
            className="length"
            aria-label={campaigns[part]}
            prefix={<span className="quiet">{campaigns[part]}</span>}
            min={0}
            max={part === 'gapMm' ? 10 : 20}
            step={0.5}
            value={layout[part]}
            suffix="mm"
            onChange={(value) => set({ [part]: value ?? 0 })}
          />
        ))}
        <Checkbox checked={layout.barcode} onChange={({ target }) => set({ barcode: target.checked })}>
          {campaigns.barcode}
        </Checkbox>
      </Field>
    </Section>
  )
}

const captionTokens = ['name', 'studentNumber', 'className', 'college', 'major', 'schoolName'] as const

export function CaptionSection({ draft }: { draft: Draft }) {
  const { campaigns } = useSpeech().words
  const [layout, set] = useLayout(draft)
  const { lines } = layout
  return (
    <Section name="caption">
      <Field draft={draft} label={campaigns.captionAt} of={['printLayout.captionAt']}>
        <Radio.Group
          aria-label={campaigns.captionAt}
          value={layout.captionAt}
          onChange={({ target }) => set({ captionAt: target.value })}
          options={(['photo', 'edge'] as const).map((value) => ({ value, label: campaigns.captionAts[value] }))}
        />
      </Field>
      <Field
        draft={draft}
        label={campaigns.captionLines}
        of={['printLayout.lines']}
        was={(stored) => stored.printLayout.lines.join(' / ')}
        hint={`${campaigns.tokens} ${captionTokens.map((token) => `{${token}} ${campaigns.tokenNames[token]}`).join(' · ')}`}
      >
        {lines.map((line, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have nothing else that stays while they are edited
          <span key={place} className="caption-line">
            <Input
              className="wide"
              aria-label={campaigns.lineOf(place + 1)}
              maxLength={60}
              value={line}
              onChange={({ target }) =>
                set({ lines: lines.map((one, other) => (other === place ? target.value : one)) })
              }
            />
            <Button
              type="text"
              icon={<Icon name="cross" />}
              aria-label={campaigns.removeLine(place + 1)}
              onClick={() => set({ lines: lines.filter((_, other) => other !== place) })}
            />
          </span>
        ))}
        {lines.length >= mostLines ? null : (
          <Button icon={<Icon name="plus" />} onClick={() => set({ lines: [...lines, '{name}'] })}>
            {campaigns.addLine}
          </Button>
        )}
      </Field>
    </Section>
  )
}

const sample: Record<string, string> = {
  ...{ idNo: '310101200401011234', studentNo: '2022010117', examNo: '26310101150117', code: 'A1B2C3', name: '林知远' },
  ...{
    school: '浦江理工大学',
    college: '信息与控制学院',
    major: '自动化',
    class: '自动化2201',
    level: '本科',
    year: '2026',
  },
}
const filled = (template: string) => template.replace(/\{(\w+)\}/g, (whole, token: string) => sample[token] ?? whole)

export function DeliverySection({ draft }: { draft: Draft }) {
  const { campaigns } = useSpeech().words
  const { settings, set } = draft
  const { packageName, packageFolder } = settings
  return (
    <Section name="delivery">
      <Field
        draft={draft}
        label={campaigns.packageName}
        of={['packageName']}
        was={(stored) => stored.packageName}
        hint={campaigns.packageNameHint}
      >
        <Input
          className="wide mono"
          aria-label={campaigns.packageName}
          maxLength={100}
          value={packageName}
          suffix=".jpg"
          onChange={({ target }) => set({ packageName: target.value })}
        />
      </Field>
      <Field
        draft={draft}
        label={campaigns.packageFolder}
        of={['packageFolder']}
        was={(stored) => stored.packageFolder || campaigns.noFolder}
        hint={campaigns.packageSample(
          `${packageFolder === '' ? '' : `${filled(packageFolder)}/`}${filled(packageName)}.jpg`,
        )}
      >
        <Input
          className="wide mono"
          aria-label={campaigns.packageFolder}
          maxLength={200}
          value={packageFolder}
          onChange={({ target }) => set({ packageFolder: target.value })}
        />
      </Field>
    </Section>
  )
}

export function NoticesSection({ draft }: { draft: Draft }) {
  const { campaigns } = useSpeech().words
  const { settings, set } = draft
  return (
    <Section name="notices">
      <Field
        draft={draft}
        label={campaigns.reminders}
        of={['remindDaysBefore']}
        was={(stored) => stored.remindDaysBefore.join('、') || campaigns.noReminders}
        hint={campaigns.remindersHint}
      >
        <Select
          mode="multiple"
          className="wide"
          aria-label={campaigns.reminders}
          placeholder={campaigns.noReminders}
          maxCount={5}
          value={settings.remindDaysBefore}
          onChange={(days: number[]) => set({ remindDaysBefore: [...days].sort((a, b) => b - a) })}
          options={[30, 21, 14, 10, 7, 5, 3, 2, 1].map((days) => ({ value: days, label: campaigns.daysBefore(days) }))}
        />
      </Field>
    </Section>
  )
}
