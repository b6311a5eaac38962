import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { CampaignPreview, CampaignSettings } from '@tucai/contract'
import { Segmented } from 'antd'
import { useEffect, useState } from 'react'
import { call } from '../api.ts'
import { refusalWords } from '../frame/failure.tsx'
import { shownMoney } from '../frame/numbers.ts'
import { Icon } from '../icons.tsx'
import portrait from '../staff/portrait.svg'
import { useSpeech } from '../words/language.tsx'
import { clockOf, dayOf, lastDayOf } from './draft.ts'

type View = CampaignPreview['campaign']
const screens = ['home', 'photo', 'order'] as const
const settleMs = 400

/** What the student's app would be told of these settings, before they are saved. */
export function Preview({ schoolId, settings }: { schoolId: string; settings: CampaignSettings }) {
  const { language, words } = useSpeech()
  const [screen, setScreen] = useState<(typeof screens)[number]>('home')
  const settled = useSettled(settings)
  const preview = useQuery({
    queryKey: ['staff', 'campaign-preview', schoolId, settled],
    queryFn: () => call('staffCampaignPreview', { body: { schoolId, settings: settled } }),
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 0,
  })
  return (
    <aside className="preview" aria-label={words.campaigns.preview}>
      <div className="preview-head">
        <h2>{words.campaigns.preview}</h2>
        <Segmented
          aria-label={words.campaigns.previewScreen}
          value={screen}
          onChange={setScreen}
          options={screens.map((value) => ({ value, label: words.campaigns.screens[value] }))}
        />
      </div>
      <div className="phone">
        <header>{words.campaigns.screenTitles[screen]}</header>
        {preview.data === undefined ? null : screen === 'home' ? (
          <HomeScreen {...preview.data} />
        ) : screen === 'photo' ? (
          <PhotoScreen campaign={preview.data.campaign} />
        ) : (
          <OrderScreen campaign={preview.data.campaign} />
        )}
      </div>
      {preview.isError ? (
        <p className="preview-refused" role="status">
          {refusalWords(preview.error, language, words)}
        </p>
      ) : null}
    </aside>
  )
}

/** The settings once nothing has changed for a moment. */
function useSettled(settings: CampaignSettings): CampaignSettings {
  const [settled, setSettled] = useState(settings)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(settings), settleMs)
    return () => clearTimeout(timer)
  }, [settings])
  return settled
}

function HomeScreen({ schoolName, campaign }: CampaignPreview) {
  const { campaigns } = useSpeech().words
  const { dailyFromMinutes, dailyUntilMinutes, weekends, opening } = campaign
  const isWholeDay = dailyFromMinutes === 0 && dailyUntilMinutes === 1440
  return (
    <div className="phone-body">
      <div className="phone-hero">
        <b>{schoolName}</b>
        <span>{campaign.title}</span>
        <span>{campaigns.openDays(dayOf(campaign.opensAt).slice(5), lastDayOf(campaign.closesAt).slice(5))}</span>
        <span>
          {isWholeDay ? campaigns.allDay : campaigns.daily(clockOf(dailyFromMinutes), clockOf(dailyUntilMinutes))}
          {weekends ? '' : campaigns.notAtWeekends}
        </span>
        <i className={opening === 'open' ? 'phone-button' : 'phone-button off'}>{campaigns.openings[opening]}</i>
      </div>
      <div className="phone-card phone-need">
        <img src={portrait} alt="" width="60" height="80" />
        <div>
          <b>{campaigns.needs}</b>
          <p>{campaigns.needsWords}</p>
          <p>{campaign.fileAllowed ? campaigns.albumToo : campaigns.onTheSpot}</p>
        </div>
      </div>
      <ul className="phone-card phone-list">
        {campaigns.homeItems.map((item) => (
          <li key={item}>
            {item}
            <Icon name="right" />
          </li>
        ))}
      </ul>
    </div>
  )
}

function PhotoScreen({ campaign }: { campaign: View }) {
  const { campaigns } = useSpeech().words
  return (
    <div className="phone-body dark">
      <div className="phone-finder">
        <img src={portrait} alt="" width="150" height="200" />
      </div>
      <div className="phone-controls">
        <span>{campaign.fileAllowed ? campaigns.album : ''}</span>
        <i className="phone-shutter" />
        <span>{campaign.frontCameraAllowed ? campaigns.turn : ''}</span>
      </div>
      <p className="phone-note">
        {campaign.submissionsMost === null ? campaigns.submitOften : campaigns.submitAtMost(campaign.submissionsMost)}
        {campaigns.replaceIn(campaign.replaceWithinDays)}
      </p>
    </div>
  )
}

function OrderScreen({ campaign }: { campaign: View }) {
  const { language, words } = useSpeech()
  const { campaigns } = words
  const { fees, paperOffered } = campaign
  const lines: [string, number][] = [[campaigns.electronic, campaign.electronicFeeFen]]
  if (paperOffered) {
    const ways = [fees.mailingFeeFen, fees.stationFeeFen].filter((fen) => fen !== null)
    const handing = Math.min(...ways)
    lines.push([
      campaigns.paperSet,
      campaign.paperFeeFen - campaign.electronicFeeFen - (fees.payer === 'school' ? 0 : handing),
    ])
    if (fees.payer !== 'school') lines.push([campaigns.handing, handing])
  }
  return (
    <div className="phone-body">
      <ul className="phone-card phone-lines">
        {lines.map(([name, fen]) => (
          <li key={name}>
            {name}
            <b>{shownMoney(fen)}</b>
          </li>
        ))}
        <li className="phone-sum">
          {paperOffered ? campaigns.sumWithPrints : campaigns.sum}
          <b>{shownMoney(paperOffered ? campaign.paperFeeFen : campaign.electronicFeeFen)}</b>
        </li>
      </ul>
      {paperOffered ? (
        <p className="phone-card">
          {[fees.mailingFeeFen === null ? '' : campaigns.mail, fees.stationFeeFen === null ? '' : fees.station]
            .filter((way) => way !== '')
            .join(' · ')}
        </p>
      ) : (
        <p className="phone-card">{campaigns.noPrints}</p>
      )}
      <p className="phone-card quiet">{campaign.refundRule[language]}</p>
      <i className="phone-button pay">{campaigns.pay}</i>
    </div>
  )
}
