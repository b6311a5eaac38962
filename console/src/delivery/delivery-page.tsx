import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { DeliveryChoices, DeliverySettings } from '@tucai/contract'
import { App, Button } from 'antd'
import { useState } from 'react'
import { call, callOnce, newKey } from '../api.ts'
import { Failure, refusalWords } from '../frame/failure.tsx'
import type { CampaignPageProps } from '../frame/page.ts'
import { PageTitle } from '../frame/page-title.tsx'
import { Icon } from '../icons.tsx'
import { useSpeech } from '../words/language.tsx'
import { Builder } from './builder.tsx'
import { PreviewCard } from './preview-card.tsx'
import { Records } from './records.tsx'
import { SaveTemplate } from './save-template.tsx'
import { useSettled } from './use-settled.ts'
import './delivery.css'

/** What is still being made of approved photos shows by itself. */
const makingMs = 4_000
const restingMs = 20_000

/** Packages of finished photos: administrators build them, finance and auditors see what was delivered. */
export function DeliveryPage({ staff, campaign }: CampaignPageProps) {
  const { words } = useSpeech()
  const { campaignId } = campaign
  const choices = useQuery({
    queryKey: ['staff', 'delivery-choices', campaignId],
    queryFn: () => call('deliveryChoices', { params: { campaignId } }),
    refetchInterval: ({ state }) => (state.data?.standards.some(({ missing }) => missing > 0) ? makingMs : restingMs),
  })
  if (staff.role !== 'administrator') {
    return (
      <>
        <PageTitle title={words.delivery.records} sub={`${campaign.schoolName} · ${campaign.title}`} />
        <Records staff={staff} campaignId={campaignId} />
      </>
    )
  }
  if (choices.isError && choices.data === undefined)
    return <Failure error={choices.error} retry={choices.refetch} retrying={choices.isFetching} />
  if (choices.data === undefined) return null
  return <Building staff={staff} campaign={campaign} choices={choices.data} />
}

function usualSettings({ usual, standards, lastDeliveredAt }: DeliveryChoices): DeliverySettings {
  return {
    ...{ scope: lastDeliveredAt === null ? 'all' : 'changes', target: 'chsi', ...usual },
    ...{ standards: standards.filter(({ main }) => main).map(({ standard }) => standard) },
    ...{ list: true, photosPerZip: 2000, utf8: true },
  }
}

function Building({ staff, campaign, choices }: CampaignPageProps & { choices: DeliveryChoices }) {
  const { words, language } = useSpeech()
  const { message } = App.useApp()
  const client = useQueryClient()
  const { campaignId } = campaign
  const [settings, setSettings] = useState(() => usualSettings(choices))
  const [saving, setSaving] = useState(false)
  const settled = useSettled(settings, 350)
  const preview = useQuery({
    queryKey: ['staff', 'delivery-preview', campaignId, settled],
    queryFn: () => call('deliveryPreview', { params: { campaignId }, body: settled }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      state.data?.leftOut.some(({ reason }) => reason === 'derivative-missing') ? makingMs : restingMs,
    retry: false,
  })
  const make = useMutation({
    mutationFn: (key: string) => callOnce(key)('deliveryMake', { params: { campaignId }, body: settings }),
    onSuccess: async ({ number }) => {
      message.success(words.delivery.submitted(number))
      await client.invalidateQueries({ queryKey: ['staff'] })
    },
    onError: (error) => void message.error(refusalWords(error, language, words)),
  })
  const isEmpty = preview.data?.photos === 0
  return (
    <>
      <PageTitle title={words.delivery.title} sub={`${campaign.schoolName} · ${campaign.title}`}>
        <Button onClick={() => setSaving(true)}>{words.delivery.saveTemplate}</Button>
        <Button
          type="primary"
          icon={<Icon name="key" />}
          disabled={isEmpty || preview.isError || settled !== settings}
          loading={make.isPending}
          onClick={() => make.mutate(newKey())}
        >
          {words.delivery.submit}
        </Button>
      </PageTitle>
      <div className="delivery">
        <div className="delivery-left">
          <Builder campaignId={campaignId} choices={choices} settings={settings} change={setSettings} />
          <Records staff={staff} campaignId={campaignId} />
        </div>
        <PreviewCard staff={staff} preview={preview} />
      </div>
      <SaveTemplate open={saving} close={() => setSaving(false)} settings={settings} />
    </>
  )
}
