import type { Attention, ProgressOverview, StaffView } from '@tucai/contract'
import { Card } from '../frame/card.tsx'
import { daysUntil, shownMoment } from '../frame/moment.ts'
import { shownCount, shownMoney } from '../frame/numbers.ts'
import type { PageName } from '../frame/place.ts'
import { Tag } from '../frame/tag.tsx'
import { usePlace } from '../frame/use-place.ts'
import { Icon, type IconName } from '../icons.tsx'
import { useSpeech } from '../words/language.tsx'

const looks: Record<Attention['kind'], { icon: IconName; tone: 'red' | 'amber' | 'blue'; page: PageName | null }> = {
  closing: { icon: 'warning', tone: 'red', page: null },
  overdue: { icon: 'clock', tone: 'amber', page: null },
  differences: { icon: 'scales', tone: 'amber', page: 'reconciliation' },
  alarms: { icon: 'warning', tone: 'red', page: 'reconciliation' },
  refunds: { icon: 'key', tone: 'blue', page: 'orders' },
  notices: { icon: 'send', tone: 'amber', page: 'reconciliation' },
  statements: { icon: 'person', tone: 'blue', page: 'graduates' },
}

type AttentionCardProps = {
  overview: ProgressOverview
  staff: StaffView
  openMissing: (campaignId: string) => void
  extend: () => void
}

/** What waits for somebody, each line leading to where it is dealt with. */
export function AttentionCard({ overview, staff, openMissing, extend }: AttentionCardProps) {
  const { words } = useSpeech()
  const [, go] = usePlace()
  const act = ({ kind, campaignId }: Attention) => {
    const { page } = looks[kind]
    if (kind === 'closing') openMissing(campaignId!)
    else if (kind === 'overdue') extend()
    else if (page !== null) go({ page })
  }
  // Extending a time is for those who answer for the campaign; others only see that it is over.
  const leads = ({ kind }: Attention) => kind !== 'overdue' || ['administrator', 'school'].includes(staff.role)
  const { attention } = overview
  return (
    <Card
      flush
      title={words.overview.attention}
      beside={attention.length > 0 ? <Tag tone="red">{attention.length}</Tag> : null}
    >
      {attention.length === 0 ? <p className="attention-none">{words.overview.attentionNone}</p> : null}
      <ul className="attention">
        {attention.map((one) => (
          <li key={`${one.kind} ${one.campaignId}`}>
            <button type="button" onClick={() => act(one)} disabled={!leads(one)}>
              <span className={`attention-icon ${looks[one.kind].tone}`}>
                <Icon name={looks[one.kind].icon} />
              </span>
              <span>
                <AttentionWords one={one} />
              </span>
              {leads(one) ? <Icon name="right" /> : null}
            </button>
          </li>
        ))}
      </ul>
    </Card>
  )
}

function AttentionWords({ one }: { one: Attention }) {
  const { overview } = useSpeech().words
  const { kind, schoolName, at, amountFen } = one
  const count = shownCount(one.count)
  const now = new Date()
  const since = at === null ? '' : shownMoment(at, now)
  const money = amountFen === null ? '' : shownMoney(amountFen)
  const said = {
    closing: [overview.closing(schoolName ?? '', at === null ? 0 : daysUntil(at, now)), overview.closingNote(count)],
    overdue: [overview.overdue(count), overview.overdueNote],
    differences: [overview.differences(count), overview.sinceAndSum(since, money)],
    alarms: [overview.alarms(count), overview.since(since)],
    refunds: [overview.refunds(count), overview.sinceAndSum(since, money)],
    notices: [overview.notices(count), overview.since(since)],
    statements: [overview.statements(count), overview.since(since)],
  }[kind]
  return (
    <>
      <b>{said[0]}</b>
      <small>{said[1]}</small>
    </>
  )
}

/** When the schools close, the next one first. */
export function DeadlineCard({ overview }: { overview: ProgressOverview }) {
  const { words } = useSpeech()
  const now = new Date()
  const coming = overview.schools
    .filter(({ closesAt, cancelled }) => !cancelled && new Date(closesAt) > now)
    .sort((a, b) => a.closesAt.localeCompare(b.closesAt))
  return (
    <Card title={words.overview.deadlines}>
      {coming.length === 0 ? <p className="quiet">{words.overview.deadlinesNone}</p> : null}
      <ol className="timeline deadlines">
        {coming.map(({ campaignId, schoolName, closesAt }, place) => (
          <li key={campaignId} className={place === 0 ? 'present' : ''}>
            {place === 0 ? <b>{words.overview.closes(schoolName)}</b> : words.overview.closes(schoolName)}
            <time dateTime={closesAt}>{shownMoment(closesAt, now)}</time>
          </li>
        ))}
      </ol>
    </Card>
  )
}
