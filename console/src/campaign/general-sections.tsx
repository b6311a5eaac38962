import { useQuery } from '@tanstack/react-query'
import type { IdentityMode } from '@tucai/contract'
import { Checkbox, Input, InputNumber, Radio, Select, Switch } from 'antd'
import { call } from '../api.ts'
import { shownCount } from '../frame/numbers.ts'
import { useSpeech } from '../words/language.tsx'
import { clockOf, type Draft, dayOf, instantOf, lastDayOf, minutesOf, untilMinutesOf } from './draft.ts'
import { Count, Field, Section } from './field.tsx'

export function BasicSection({ draft, schoolName }: { draft: Draft; schoolName: string }) {
  const { campaigns } = useSpeech().words
  const { settings, set } = draft
  return (
    <Section name="basic">
      <Field draft={draft} label={campaigns.school} of={[]}>
        <b>{schoolName}</b>
      </Field>
      <Field draft={draft} label={campaigns.name} of={['title']} was={({ title }) => title}>
        <Input
          className="wide"
          aria-label={campaigns.name}
          maxLength={100}
          value={settings.title}
          onChange={({ target }) => set({ title: target.value })}
        />
      </Field>
      <Field draft={draft} label={campaigns.year} of={['year']} was={({ year }) => String(year)}>
        <InputNumber
          aria-label={campaigns.year}
          min={2000}
          max={2100}
          precision={0}
          value={settings.year}
          suffix={campaigns.yearUnit}
          onChange={(year) => year !== null && set({ year })}
        />
      </Field>
    </Section>
  )
}

export function WindowSection({ draft }: { draft: Draft }) {
  const { campaigns } = useSpeech().words
  const { settings, set } = draft
  const { dailyFromMinutes: from, dailyUntilMinutes: until } = settings
  const lastDay = lastDayOf(settings.closesAt)
  return (
    <Section name="window">
      <Field
        draft={draft}
        label={campaigns.days}
        of={['opensAt', 'closesAt']}
        was={(stored) => `${dayOf(stored.opensAt).slice(5)} – ${lastDayOf(stored.closesAt).slice(5)}`}
      >
        <Input
          type="date"
          aria-label={campaigns.firstDay}
          value={dayOf(settings.opensAt)}
          onChange={({ target }) => target.value && set({ opensAt: instantOf(target.value, 0) })}
        />
        <span className="quiet">{campaigns.to}</span>
        <Input
          type="date"
          aria-label={campaigns.lastDay}
          value={lastDay}
          onChange={({ target }) => target.value && set({ closesAt: instantOf(target.value, until) })}
        />
      </Field>
      <Field
        draft={draft}
        label={campaigns.hours}
        of={['dailyFromMinutes', 'dailyUntilMinutes', 'weekends']}
        was={(stored) => `${clockOf(stored.dailyFromMinutes)}–${clockOf(stored.dailyUntilMinutes)}`}
        hint={campaigns.hoursHint}
      >
        <Input
          type="time"
          aria-label={campaigns.hoursFrom}
          value={clockOf(from)}
          onChange={({ target }) => set({ dailyFromMinutes: minutesOf(target.value) ?? from })}
        />
        <span className="quiet">{campaigns.to}</span>
        <Input
          type="time"
          aria-label={campaigns.hoursUntil}
          value={clockOf(until)}
          onChange={({ target }) => {
            const next = untilMinutesOf(target.value)
            if (next !== undefined) set({ dailyUntilMinutes: next, closesAt: instantOf(lastDay, next) })
          }}
        />
        <Checkbox checked={settings.weekends} onChange={({ target }) => set({ weekends: target.checked })}>
          {campaigns.weekends}
        </Checkbox>
      </Field>
    </Section>
  )
}

const identityModes: IdentityMode[] = ['roster', 'code', 'hybrid']

export function IdentitySection({ draft }: { draft: Draft }) {
  const { campaigns } = useSpeech().words
  const { settings, set } = draft
  return (
    <Section name="identity">
      <Field
        draft={draft}
        label={campaigns.identity}
        of={['identityMode']}
        was={({ identityMode }) => campaigns.identityModes[identityMode][0]}
      >
        <Radio.Group
          className="choices"
          aria-label={campaigns.identity}
          value={settings.identityMode}
          onChange={({ target }) => set({ identityMode: target.value })}
          options={identityModes.map((value) => ({
            value,
            className: settings.identityMode === value ? 'on' : '',
            label: (
              <>
                <b>{campaigns.identityModes[value][0]}</b>
                <small>{campaigns.identityModes[value][1]}</small>
              </>
            ),
          }))}
        />
      </Field>
    </Section>
  )
}

export function StandardSection({ draft }: { draft: Draft }) {
  const { campaigns } = useSpeech().words
  const { settings, set } = draft
  const standards = useQuery({
    queryKey: ['staff', 'standards'],
    queryFn: () => call('staffStandardList', {}),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const chosen = standards.data?.find(({ standard }) => standard === settings.standard)
  const range = ([low, high]: readonly number[]) => `${low}–${high}`
  return (
    <Section name="standard">
      <Field
        draft={draft}
        label={campaigns.standard}
        of={['standard']}
        was={({ standard }) => standard}
        hint={
          chosen &&
          campaigns.standardNumbers({
            size: `${chosen.widthPx} × ${chosen.heightPx}`,
            dpi: chosen.dpi,
            bytes: `${shownCount(chosen.bytesMin)}–${shownCount(chosen.bytesMax)}`,
            hairTop: range(chosen.hairTopPx),
            eyeLine: range(chosen.eyeLinePx),
            faceWidth: range(chosen.faceWidthPx),
          })
        }
      >
        <Select
          className="wide"
          aria-label={campaigns.standard}
          value={settings.standard}
          loading={standards.isPending}
          showSearch={{ optionFilterProp: 'label' }}
          onChange={(standard) => set({ standard })}
          options={(standards.data ?? []).map(({ standard, title }) => ({
            value: standard,
            label: `${standard} · ${title}`,
          }))}
        />
      </Field>
    </Section>
  )
}

export function CameraSection({ draft }: { draft: Draft }) {
  const { campaigns } = useSpeech().words
  const { settings, set } = draft
  const album = (allowed: boolean) => (allowed ? campaigns.albumAllowed : campaigns.albumForbidden)
  const front = (allowed: boolean) => (allowed ? campaigns.frontAllowed : campaigns.frontForbidden)
  return (
    <Section name="camera">
      <Field
        draft={draft}
        label={campaigns.album}
        of={['fileAllowed']}
        was={({ fileAllowed }) => (fileAllowed ? campaigns.allowed : campaigns.forbidden)}
      >
        <Switch
          aria-label={campaigns.album}
          checked={settings.fileAllowed}
          onChange={(fileAllowed) => set({ fileAllowed })}
        />
        {album(settings.fileAllowed)}
      </Field>
      <Field
        draft={draft}
        label={campaigns.lens}
        of={['frontCameraAllowed']}
        was={({ frontCameraAllowed }) => (frontCameraAllowed ? campaigns.allowed : campaigns.forbidden)}
      >
        <Switch
          aria-label={campaigns.lens}
          checked={settings.frontCameraAllowed}
          onChange={(frontCameraAllowed) => set({ frontCameraAllowed })}
        />
        {front(settings.frontCameraAllowed)}
        <span className="quiet">{campaigns.neverMirrored}</span>
      </Field>
      <Field
        draft={draft}
        label={campaigns.submissions}
        of={['submissionsMost', 'replaceWithinDays']}
        was={(stored) =>
          campaigns.submissionsWere(stored.submissionsMost ?? campaigns.unlimited, stored.replaceWithinDays)
        }
        hint={campaigns.submissionsHint}
      >
        <Count
          label={campaigns.submissions}
          value={settings.submissionsMost}
          set={(submissionsMost) => set({ submissionsMost })}
          unit={campaigns.times}
          max={100}
          unlimited={campaigns.unlimited}
        />
        <span>{campaigns.replaceWithin}</span>
        <Count
          label={campaigns.replaceWithin}
          value={settings.replaceWithinDays}
          set={(days) => set({ replaceWithinDays: days ?? 1 })}
          unit={campaigns.daysUnit}
          max={60}
        />
      </Field>
    </Section>
  )
}
