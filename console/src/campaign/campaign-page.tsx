import { useMutation, useQuery } from '@tanstack/react-query'
import { Button, Dropdown, App as Messages } from 'antd'
import { useState } from 'react'
import { call } from '../api.ts'
import { Empty } from '../frame/empty.tsx'
import { Failure, refusalWords } from '../frame/failure.tsx'
import { shownMoment } from '../frame/moment.ts'
import type { PageProps } from '../frame/page.ts'
import { PageTitle } from '../frame/page-title.tsx'
import { Tag } from '../frame/tag.tsx'
import { usePlace } from '../frame/use-place.ts'
import { Icon } from '../icons.tsx'
import { useSpeech } from '../words/language.tsx'
import { CampaignForm, type Start } from './campaign-form.tsx'
import { History } from './history.tsx'
import { NewCampaignModal } from './new-campaign.tsx'
import './campaign.css'

/** The settings of the campaign in the top bar, or of one that is being made. */
export function CampaignPage({ campaign, staff }: PageProps) {
  const { language, words } = useSpeech()
  const { message } = Messages.useApp()
  const [place, go] = usePlace()
  /** What the form starts from instead of what is stored: a new campaign, or a copy of another year’s settings. */
  const [begun, setBegun] = useState<Start | null>(null)
  const all = useQuery({ queryKey: ['staff', 'campaigns'], queryFn: () => call('staffCampaignList', {}) })
  const campaignId = campaign?.campaignId
  const detail = useQuery({
    queryKey: ['staff', 'campaign', campaignId],
    enabled: campaignId !== undefined,
    queryFn: () => call('staffCampaignShow', { params: { campaignId: campaignId! } }),
  })
  const mayEdit = staff.role === 'administrator'
  const setMaking = (making: boolean) => go({ own: { making: making ? '1' : null } })
  const stored = detail.data
  const copying = useMutation({
    mutationFn: (from: string) =>
      call('staffCampaignNextYear', { params: { campaignId: from }, query: { year: stored!.settings.year } }),
    onSuccess: (settings) => {
      const { schoolId, schoolName } = stored!
      // The title stays: it names this campaign already.
      setBegun({ schoolId, schoolName, settings: { ...settings, title: stored!.settings.title }, stored: stored! })
      message.info(words.campaigns.copied)
    },
    onError: (error) => message.error(refusalWords(error, language, words)),
  })
  const others = (all.data ?? []).filter((one) => one.schoolId === stored?.schoolId && one.campaignId !== campaignId)
  const start = begun ?? (stored === undefined ? null : { ...stored, stored })
  const isNew = begun !== null && begun.stored === null
  return (
    <>
      <PageTitle
        title={isNew ? words.campaigns.makeTitle : words.campaigns.title}
        sub={start === null ? undefined : subOf(start, words.campaigns.lastSaved)}
        beside={stored?.cancelledAt && !isNew ? <Tag tone="red">{words.overview.cancelled}</Tag> : null}
      >
        {mayEdit && !isNew && others.length > 0 ? (
          <Dropdown
            trigger={['click']}
            menu={{
              items: others.map(({ campaignId: key, title }) => ({ key, label: title })),
              onClick: ({ key }) => copying.mutate(key),
            }}
          >
            <Button icon={<Icon name="copy" />} loading={copying.isPending}>
              {words.campaigns.copyHere}
            </Button>
          </Dropdown>
        ) : null}
        {stored !== undefined && !isNew ? (
          <Button icon={<Icon name="log" />} onClick={() => go({ own: { history: '1' } })}>
            {words.campaigns.history}
          </Button>
        ) : null}
        {mayEdit && !isNew ? (
          <Button type="primary" icon={<Icon name="plus" />} onClick={() => setMaking(true)}>
            {words.campaigns.newCampaign}
          </Button>
        ) : null}
      </PageTitle>
      {detail.isError && begun === null ? (
        <Failure error={detail.error} retry={detail.refetch} retrying={detail.isFetching} />
      ) : null}
      {campaign === undefined && begun === null ? (
        <Empty title={words.noCampaigns} hint={words.campaigns.firstHint}>
          {mayEdit ? (
            <Button type="primary" onClick={() => setMaking(true)}>
              {words.campaigns.newCampaign}
            </Button>
          ) : null}
        </Empty>
      ) : null}
      {start === null ? null : (
        <CampaignForm
          key={`${start.stored?.campaignId} ${start.stored?.version} ${begun === null ? '' : 'begun'}`}
          start={start}
          mayEdit={mayEdit && (start.stored?.cancelledAt ?? null) === null}
          saved={({ campaignId: made }) => {
            setBegun(null)
            go({ page: 'campaigns', campaignId: made })
          }}
          discard={() => setBegun(null)}
        />
      )}
      {place.own.history === '1' && campaignId !== undefined ? (
        <History campaignId={campaignId} close={() => go({ own: { history: null } })} />
      ) : null}
      <NewCampaignModal
        open={mayEdit && place.own.making === '1'}
        close={() => setMaking(false)}
        campaigns={all.data ?? []}
        begin={(campaign) => setBegun({ ...campaign, stored: null })}
      />
    </>
  )
}

function subOf({ schoolName, settings, stored }: Start, lastSaved: (at: string, by: string) => string): string {
  const saved =
    stored?.changedAt && stored.changedBy
      ? [lastSaved(shownMoment(stored.changedAt, new Date()), stored.changedBy)]
      : []
  return [schoolName, settings.title, ...saved].join(' · ')
}
