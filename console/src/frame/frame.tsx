import { useQuery } from '@tanstack/react-query'
import type { StaffCampaign, StaffView } from '@tucai/contract'
import { Button } from 'antd'
import { call } from '../api.ts'
import { useSpeech } from '../words/language.tsx'
import { Empty } from './empty.tsx'
import { Failure } from './failure.tsx'
import { useGlobalKeys } from './keys.tsx'
import type { PageEntry } from './page.ts'
import { SideBar } from './side-bar.tsx'
import { TopBar } from './top-bar.tsx'
import { usePlace } from './use-place.ts'
import { usualCampaign } from './usual-campaign.ts'
import './frame.css'
import './parts.css'
import '../table/table.css'

const countsRefreshMs = 30_000

/** Side bar, top bar with the campaign in which everything below happens, and the page. */
export function Frame({ staff, pages }: { staff: StaffView; pages: readonly PageEntry[] }) {
  const { words } = useSpeech()
  const [place] = usePlace()
  const list = useQuery({
    queryKey: ['staff', 'campaigns'],
    queryFn: () => call('staffCampaignList', {}),
    refetchInterval: countsRefreshMs,
  })
  const campaign =
    list.data?.find(({ campaignId }) => campaignId === place.campaignId) ?? usualCampaign(list.data ?? [], new Date())
  const own = pages.filter(({ roles }) => roles.includes(staff.role))
  const entry = own.find(({ name }) => name === place.page) ?? own[0]
  useGlobalKeys(own, entry)
  const whole = entry?.whole === true
  return (
    <div className={whole ? 'frame rail' : 'frame'}>
      <SideBar staff={staff} pages={own} present={entry} campaign={campaign} narrow={whole} />
      {whole ? null : <TopBar campaigns={list.data ?? []} campaign={campaign} pages={own} present={entry} />}
      <main className={whole ? 'page whole' : 'page'} key={entry?.name}>
        {entry === undefined ? (
          <Empty title={words.frame.noPages} hint={words.frame.noPagesHint} />
        ) : list.isError && list.data === undefined ? (
          <Failure error={list.error} retry={list.refetch} retrying={list.isFetching} />
        ) : list.isPending ? null : (
          <Shown entry={entry} staff={staff} campaign={campaign} />
        )}
      </main>
    </div>
  )
}

function Shown({
  entry,
  staff,
  campaign,
}: {
  entry: PageEntry
  staff: StaffView
  campaign: StaffCampaign | undefined
}) {
  if (!entry.needsCampaign) return <entry.Page staff={staff} campaign={campaign} />
  if (campaign === undefined) return <NoCampaigns staff={staff} />
  return <entry.Page key={campaign.campaignId} staff={staff} campaign={campaign} />
}

/** Before the first campaign there is nothing to see; administrators make it from here. */
function NoCampaigns({ staff }: { staff: StaffView }) {
  const { words } = useSpeech()
  const [, go] = usePlace()
  if (staff.role !== 'administrator')
    return <Empty title={words.noCampaigns} hint={words.noCampaignsHint} icon="flag" />
  return (
    <Empty title={words.noCampaigns} hint={words.campaigns.firstHint} icon="flag">
      <Button type="primary" onClick={() => go({ page: 'campaigns', own: { making: '1' } })}>
        {words.campaigns.newCampaign}
      </Button>
    </Empty>
  )
}
