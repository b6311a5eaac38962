import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { StaffView } from '@tucai/contract'
import { App as Messages } from 'antd'
import { call } from '../api.ts'
import { Empty } from '../empty.tsx'
import { Failure } from '../failure.tsx'
import { GraduatePage } from '../graduate/graduate-page.tsx'
import { Icon } from '../icons.tsx'
import { Brand } from '../staff/brand.tsx'
import { leave } from '../staff/session.ts'
import { usePlace } from '../use-place.ts'
import { LanguageSwitch, useSpeech } from '../words/language.tsx'
import { CampaignPicker } from './campaign-picker.tsx'
import { usualCampaign } from './usual-campaign.ts'
import './campaign-frame.css'

const countsRefreshMs = 30_000

/** Side bar, top bar with the campaign in which everything below happens, and the page. */
export function CampaignFrame({ staff }: { staff: StaffView }) {
  const { words } = useSpeech()
  const [place, go] = usePlace()
  const list = useQuery({
    queryKey: ['staff', 'campaigns'],
    queryFn: () => call('staffCampaignList', {}),
    refetchInterval: countsRefreshMs,
  })
  const campaign =
    list.data?.find(({ campaignId }) => campaignId === place.campaignId) ?? usualCampaign(list.data ?? [], new Date())
  return (
    <div className="frame">
      <aside className="side">
        <Brand />
        <nav aria-label={words.navigation}>
          <h2>{words.collection}</h2>
          <a
            href="/console/"
            aria-current="page"
            onClick={(event) => {
              event.preventDefault()
              go({ progress: null, page: 1, graduateId: null, search: '' })
            }}
          >
            <Icon name="people" />
            {words.graduates}
          </a>
        </nav>
        <Me staff={staff} />
      </aside>
      <header className="top">
        {campaign === undefined ? null : (
          <CampaignPicker
            campaigns={list.data ?? []}
            chosen={campaign}
            choose={(campaignId) => go({ campaignId, progress: null, page: 1, graduateId: null, search: '' })}
          />
        )}
        <LanguageSwitch />
      </header>
      <main className="page">
        {list.isError && campaign === undefined ? (
          <Failure error={list.error} retry={list.refetch} retrying={list.isFetching} />
        ) : null}
        {list.data?.length === 0 ? <Empty title={words.noCampaigns} hint={words.noCampaignsHint} /> : null}
        {campaign === undefined ? null : (
          <GraduatePage key={campaign.campaignId} campaign={campaign} place={place} go={go} staff={staff} />
        )}
      </main>
    </div>
  )
}

function Me({ staff }: { staff: StaffView }) {
  const { words } = useSpeech()
  const client = useQueryClient()
  const { message } = Messages.useApp()
  const signOut = useMutation({
    mutationFn: () => call('staffSessionEnd', {}),
    onSuccess: () => leave(client, false),
    onError: () => message.error(words.signOutFailed),
  })
  return (
    <div className="me">
      <span className="avatar" aria-hidden="true">
        {staff.login.slice(0, 1).toUpperCase()}
      </span>
      <span className="who">
        <b>{staff.login}</b>
        <small>{staff.schoolName ?? words[staff.role]}</small>
      </span>
      <button
        type="button"
        className="icon-button"
        aria-label={words.signOut}
        title={words.signOut}
        disabled={signOut.isPending}
        onClick={() => signOut.mutate()}
      >
        <Icon name="leave" />
      </button>
    </div>
  )
}
