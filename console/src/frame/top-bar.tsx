import type { StaffCampaign } from '@tucai/contract'
import { Input } from 'antd'
import { useEffect, useState } from 'react'
import { Icon } from '../icons.tsx'
import { LanguageSwitch, useSpeech } from '../words/language.tsx'
import { CampaignPicker } from './campaign-picker.tsx'
import { KeyHelp } from './keys.tsx'
import type { PageEntry } from './page.ts'
import { usePlace } from './use-place.ts'

type TopBarProps = {
  campaigns: StaffCampaign[]
  campaign: StaffCampaign | undefined
  pages: readonly PageEntry[]
  present: PageEntry | undefined
}

export function TopBar({ campaigns, campaign, pages, present }: TopBarProps) {
  const [, go] = usePlace()
  return (
    <header className="top">
      {campaign === undefined ? null : (
        <CampaignPicker
          campaigns={campaigns}
          chosen={campaign}
          choose={(campaignId) => go({ campaignId, search: '' })}
        />
      )}
      <span className="top-rest" />
      <Find pages={pages} present={present} />
      <LanguageSwitch />
      <KeyHelp pages={pages} present={present} />
    </header>
  )
}

/** Searches in the page shown where it can, else in the first page of this role that can. */
function Find({ pages, present }: Pick<TopBarProps, 'pages' | 'present'>) {
  const { words } = useSpeech()
  const [place, go] = usePlace()
  const [word, setWord] = useState(place.search)
  useEffect(() => setWord(place.search), [place.search])
  const target = present?.searches ? present : pages.find(({ searches }) => searches)
  if (target === undefined) return null
  return (
    <search>
      <Input
        id="find"
        className="find"
        variant="filled"
        prefix={<Icon name="find" />}
        suffix={word === '' ? <kbd>/</kbd> : null}
        aria-label={words.frame.findLabel}
        placeholder={words.frame.find}
        value={word}
        maxLength={60}
        allowClear
        onChange={(event) => setWord(event.target.value)}
        onClear={() => go({ search: '' })}
        onPressEnter={() => go({ page: target.name, own: { rows: null }, search: word.trim() })}
      />
    </search>
  )
}
