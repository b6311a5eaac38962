import type { StaffCampaign } from '@tucai/contract'
import { Select } from 'antd'
import { Icon } from '../icons.tsx'
import { useSpeech } from '../words/language.tsx'
import { daysUntil } from './moment.ts'

type CampaignPickerProps = {
  campaigns: StaffCampaign[]
  chosen: StaffCampaign
  choose: (campaignId: string) => void
}

export function CampaignPicker({ campaigns, chosen, choose }: CampaignPickerProps) {
  const { words } = useSpeech()
  return (
    <>
      <Select
        className="campaign-picker"
        aria-label={words.campaign}
        value={chosen.campaignId}
        onChange={choose}
        popupMatchSelectWidth={false}
        options={campaigns.map(({ campaignId, title, schoolName }) => ({
          value: campaignId,
          label: (
            <>
              {title} <span className="quiet">{schoolName}</span>
            </>
          ),
        }))}
      />
      <Opening campaign={chosen} />
    </>
  )
}

function Opening({ campaign }: { campaign: StaffCampaign }) {
  const { words } = useSpeech()
  const now = new Date()
  if (now < new Date(campaign.opensAt)) return <span className="tag">{words.notYetOpen}</span>
  const days = daysUntil(campaign.closesAt, now)
  if (days <= 0) return <span className="tag">{words.closed}</span>
  return (
    <span className="tag good">
      <Icon name="clock" />
      {words.open} · {words.daysLeft(days)}
    </span>
  )
}
