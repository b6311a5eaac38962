import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { StaffCampaign, StaffView } from '@tucai/contract'
import { App as Messages } from 'antd'
import { call } from '../api.ts'
import { Icon } from '../icons.tsx'
import { Brand } from '../staff/brand.tsx'
import { leave } from '../staff/session.ts'
import { useSpeech } from '../words/language.tsx'
import { shownCount } from './numbers.ts'
import type { PageEntry } from './page.ts'
import { pageNames, writePlace } from './place.ts'
import { usePlace } from './use-place.ts'

const groups = ['general', 'collection', 'orders', 'delivery', 'management'] as const
const inOrder = (a: PageEntry, b: PageEntry) => pageNames.indexOf(a.name) - pageNames.indexOf(b.name)

type SideBarProps = {
  staff: StaffView
  pages: readonly PageEntry[]
  present: PageEntry | undefined
  campaign: StaffCampaign | undefined
  narrow: boolean
}

export function SideBar({ staff, pages, present, campaign, narrow }: SideBarProps) {
  const { words } = useSpeech()
  return (
    <aside className="side">
      <Brand />
      <nav aria-label={words.navigation}>
        {groups.map((group) => {
          const inGroup = pages.filter((page) => page.group === group).sort(inOrder)
          if (inGroup.length === 0) return null
          return (
            <div key={group} className="nav-group">
              {group === 'general' || narrow ? null : <h2>{words.frame.groups[group]}</h2>}
              {inGroup.map((entry) => (
                <NavLink key={entry.name} entry={entry} on={entry === present} campaign={campaign} narrow={narrow} />
              ))}
            </div>
          )
        })}
      </nav>
      <Me staff={staff} narrow={narrow} />
    </aside>
  )
}

const noBadge = () => null

type NavLinkProps = { entry: PageEntry; on: boolean; campaign: StaffCampaign | undefined; narrow: boolean }

function NavLink({ entry, on, campaign, narrow }: NavLinkProps) {
  const { words } = useSpeech()
  const [place, go] = usePlace()
  // An entry keeps its hook for as long as its link is shown.
  const useBadge = entry.useBadge ?? noBadge
  const badge = useBadge(campaign)
  const name = words.frame.pages[entry.name]
  return (
    <a
      href={`/console/${writePlace({ page: entry.name, campaignId: place.campaignId, own: {} })}`}
      aria-current={on ? 'page' : undefined}
      title={narrow ? name : undefined}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return
        event.preventDefault()
        const own = Object.fromEntries(Object.keys(place.own).map((key) => [key, null]))
        go({ page: entry.name, own: entry.name === place.page ? own : {}, search: '' })
      }}
    >
      <Icon name={entry.icon} />
      <span className={narrow ? 'unseen' : ''}>{name}</span>
      {badge === null || badge.count === 0 ? null : (
        <em className={badge.hot ? 'hot' : ''}>{shownCount(badge.count)}</em>
      )}
    </a>
  )
}

function Me({ staff, narrow }: { staff: StaffView; narrow: boolean }) {
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
      <span className="avatar" aria-hidden="true" title={staff.login}>
        {staff.login.slice(0, 1).toUpperCase()}
      </span>
      {narrow ? null : (
        <span className="who">
          <b>{staff.login}</b>
          <small>{staff.schoolName ?? words[staff.role]}</small>
        </span>
      )}
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
