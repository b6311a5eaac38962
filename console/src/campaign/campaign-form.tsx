import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { CampaignDetail, CampaignSettings } from '@tucai/contract'
import { Refusal } from '@tucai/contract/client'
import { Alert, Button, ConfigProvider, App as Messages } from 'antd'
import { useState } from 'react'
import { useHotkeys } from 'react-hotkeys-hook'
import { call, callOnce, newKey } from '../api.ts'
import { commandKey } from '../frame/command-key.ts'
import { refusalWords } from '../frame/failure.tsx'
import { shownCount } from '../frame/numbers.ts'
import { Tag } from '../frame/tag.tsx'
import { Icon } from '../icons.tsx'
import { useSpeech } from '../words/language.tsx'
import { changedPaths, type Draft, type SectionName, sections } from './draft.ts'
import { BasicSection, CameraSection, IdentitySection, StandardSection, WindowSection } from './general-sections.tsx'
import { FeesSection } from './money-sections.tsx'
import { Preview } from './preview.tsx'
import { CaptionSection, DeliverySection, NoticesSection, PrintSection } from './print-sections.tsx'

export type Start = { schoolId: string; schoolName: string; settings: CampaignSettings; stored: CampaignDetail | null }

type CampaignFormProps = {
  start: Start
  mayEdit: boolean
  saved: (campaign: CampaignDetail) => void
  discard: () => void
}

/** Fields that students are told of when they change. */
const toldToStudents = [...sections.window, ...sections.camera] as readonly string[]

/** All settings of a campaign, beside what a student sees of them. */
export function CampaignForm({ start, mayEdit, saved, discard }: CampaignFormProps) {
  const { words } = useSpeech()
  const { stored, schoolId, schoolName } = start
  const [settings, setSettings] = useState(start.settings)
  const saving = useSaving(start, settings, saved)
  const changed = changedPaths(stored?.settings ?? null, settings)
  const draft: Draft = {
    ...{ settings, stored: stored?.settings ?? null, wrong: wrongField(saving.error) },
    set: (change) => setSettings((before) => ({ ...before, ...change })),
  }
  const isNew = stored === null
  const isDirty = isNew || changed.length > 0
  return (
    <>
      <div className="campaign">
        <nav className="anchors" aria-label={words.campaigns.anchors}>
          {(Object.keys(sections) as SectionName[]).map((name) => (
            <button
              key={name}
              type="button"
              onClick={() => document.getElementById(`section-${name}`)?.scrollIntoView({ block: 'start' })}
            >
              {words.campaigns.sections[name]}
              {changed.some((path) => sections[name].some((one) => path === one || path.startsWith(`${one}.`))) ? (
                <span className="anchor-changed">
                  <span className="unseen">{words.campaigns.changed}</span>
                </span>
              ) : (
                <Icon name="tick" />
              )}
            </button>
          ))}
          {stored !== null && stored.graduateCount > 0 ? (
            <Alert
              type="info"
              showIcon
              title={words.campaigns.alreadyOn(shownCount(stored.graduateCount))}
              className="anchors-note"
            />
          ) : null}
        </nav>
        <ConfigProvider componentDisabled={!mayEdit}>
          <div className={isDirty && mayEdit ? 'card settings saving' : 'card settings'}>
            <BasicSection draft={draft} schoolName={schoolName} />
            <WindowSection draft={draft} />
            <IdentitySection draft={draft} />
            <StandardSection draft={draft} />
            <CameraSection draft={draft} />
            <FeesSection draft={draft} />
            <PrintSection draft={draft} />
            <CaptionSection draft={draft} />
            <DeliverySection draft={draft} />
            <NoticesSection draft={draft} />
          </div>
        </ConfigProvider>
        <Preview schoolId={schoolId} settings={settings} />
      </div>
      {isDirty && mayEdit ? (
        <SaveBar
          campaignId={stored?.campaignId ?? null}
          changed={changed}
          saving={saving}
          discard={() => (isNew ? discard() : setSettings(stored.settings))}
        />
      ) : null}
    </>
  )
}

type Saving = ReturnType<typeof useSaving>

function useSaving({ schoolId, stored }: Start, settings: CampaignSettings, saved: (campaign: CampaignDetail) => void) {
  const { words } = useSpeech()
  const client = useQueryClient()
  const { message } = Messages.useApp()
  return useMutation({
    mutationFn: (notify: boolean) => {
      const once = callOnce(newKey())
      if (stored === null) return once('staffCampaignMake', { body: { schoolId, settings } })
      const { campaignId, version } = stored
      return once('staffCampaignChange', { params: { campaignId }, body: { version, settings, notify } })
    },
    onSuccess: async (campaign) => {
      message.success(stored === null ? words.campaigns.made : words.campaigns.saved)
      await client.invalidateQueries({ queryKey: ['staff'] })
      saved(campaign)
    },
  })
}

function wrongField(error: unknown): string | null {
  return error instanceof Refusal ? (error.problem.field ?? null) : null
}

type SaveBarProps = { campaignId: string | null; changed: string[]; saving: Saving; discard: () => void }

/** What is not saved yet, who will be told, and the way back. */
function SaveBar({ campaignId, changed, saving, discard }: SaveBarProps) {
  const { language, words } = useSpeech()
  const concerned = changed.some((path) => toldToStudents.includes(path))
  const preview = useQuery({
    queryKey: ['staff', 'reminder-preview', campaignId],
    enabled: campaignId !== null && concerned,
    queryFn: () => call('staffReminderPreview', { params: { campaignId: campaignId! }, body: {} }),
  })
  const reached = preview.data === undefined ? 0 : preview.data.reachable + preview.data.remindedToday
  const notify = concerned && reached > 0
  useHotkeys('mod+s', () => saving.mutate(notify), { preventDefault: true, enableOnFormTags: true })
  const names = changed.map((path) => words.campaigns.fields[path] ?? path)
  return (
    <section className="save-bar" aria-label={words.campaigns.unsaved}>
      {campaignId === null ? (
        <Tag tone="amber">{words.campaigns.notMade}</Tag>
      ) : (
        <Tag tone="amber">{words.campaigns.unsavedCount(changed.length)}</Tag>
      )}
      <span className="save-words">
        {saving.isError ? (
          <span role="alert" className="save-refused">
            {refusalWords(saving.error, language, words)}
          </span>
        ) : (
          <>
            {names.slice(0, 4).join(words.campaigns.comma)}
            {names.length > 4 ? words.campaigns.andMore : ''}
            {notify ? words.campaigns.willBeTold(shownCount(reached)) : ''}
          </>
        )}
      </span>
      <Button onClick={discard}>{words.campaigns.discard}</Button>
      {notify ? (
        <Button onClick={() => saving.mutate(false)} loading={saving.isPending}>
          {words.campaigns.saveOnly}
        </Button>
      ) : null}
      <Button type="primary" loading={saving.isPending} onClick={() => saving.mutate(notify)}>
        {campaignId === null ? words.campaigns.make : notify ? words.campaigns.saveAndTell : words.frame.save}
        <kbd>{commandKey} S</kbd>
      </Button>
    </section>
  )
}
