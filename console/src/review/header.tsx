import type { ReviewFigures, StaffCampaign, StaffView } from '@tucai/contract'
import { Button, Dropdown, Segmented } from 'antd'
import { shownCount, shownShare } from '../frame/numbers.ts'
import { Tag } from '../frame/tag.tsx'
import { Icon } from '../icons.tsx'
import { useSpeech } from '../words/language.tsx'
import type { DeskOrder, DeskQueue } from './use-desk.ts'
import { useNow } from './use-now.ts'

type HeaderProps = {
  staff: StaffView
  campaign: StaffCampaign
  figures: ReviewFigures | undefined
  lockedUntil: number | null
  queue: DeskQueue
  order: DeskOrder
  change: (to: { queue?: DeskQueue; order?: DeskOrder }) => void
  showKeys: () => void
  showStatistics: () => void
  giveBack: () => void
}

export function Header(props: HeaderProps) {
  const { staff, campaign, figures, queue, order, change } = props
  const { words } = useSpeech()
  const orders = { doubt: words.review.mostDoubtful, oldest: words.review.longestWaiting }
  const isLeader = staff.role === 'administrator'
  return (
    <header className="desk-header">
      <div className="desk-title">
        <p className="quiet">
          {words.frame.pages.review} / {campaign.schoolName} · {campaign.title}
        </p>
        <h1>
          {queue === 'leader' ? words.review.leaderQueue : words.review.queue} <small>{orders[order]}</small>
        </h1>
      </div>
      {figures === undefined ? null : isLeader ? (
        <Segmented<DeskQueue>
          aria-label={words.review.queue}
          value={queue}
          onChange={(value) => change({ queue: value })}
          options={[
            { value: 'waiting', label: words.review.waiting(shownCount(figures.waitingCount)) },
            { value: 'leader', label: words.review.forLeader(shownCount(figures.leaderCount)) },
          ]}
        />
      ) : (
        <Tag tone="amber" icon="clock">
          {words.review.waiting(shownCount(figures.waitingCount))}
        </Tag>
      )}
      {props.lockedUntil === null ? null : <Lock until={props.lockedUntil} />}
      {figures === undefined ? null : <Figures figures={figures} />}
      <Dropdown
        trigger={['click']}
        menu={{
          selectedKeys: [order],
          items: (['doubt', 'oldest'] as const).map((key) => ({ key, label: orders[key] })),
          onClick: ({ key }) => change({ order: key as DeskOrder }),
        }}
      >
        <Button icon={<Icon name="sort" />}>{words.review.sort}</Button>
      </Dropdown>
      {isLeader ? (
        <Button icon={<Icon name="columns" />} onClick={props.showStatistics}>
          {words.review.statistics}
        </Button>
      ) : null}
      <Button onClick={props.showKeys}>
        {words.review.keyboard} <kbd>?</kbd>
      </Button>
      <Button icon={<Icon name="leave" />} onClick={props.giveBack}>
        {words.review.giveBack}
      </Button>
    </header>
  )
}

function Lock({ until }: { until: number }) {
  const { words } = useSpeech()
  const seconds = Math.max(0, Math.floor((until - useNow(1000)) / 1000))
  const clock = `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`
  return (
    <Tag tone={seconds > 0 ? 'blue' : 'amber'} icon="lock">
      {seconds > 0 ? words.review.locked(clock) : words.review.lockOver}
    </Tag>
  )
}

/** How far the day has got: what this reviewer did of it and what still waits. */
function Figures({ figures }: { figures: ReviewFigures }) {
  const { words } = useSpeech()
  const { todayCount, todayRejectedCount, waitingCount, medianSeconds } = figures
  const share = todayCount + waitingCount === 0 ? 0 : todayCount / (todayCount + waitingCount)
  return (
    <div className="desk-figures">
      <div className="desk-today">
        <p>
          {words.review.today} <b>{words.review.photos(shownCount(todayCount))}</b>
        </p>
        <span className="progress" aria-hidden="true">
          <i style={{ width: `${share * 100}%` }} />
        </span>
      </div>
      <p>
        <b>{medianSeconds === null ? words.none : words.review.secondsEach(medianSeconds.toFixed(1))}</b>
        <span className="quiet">{words.review.median}</span>
      </p>
      <p>
        <b>{shownShare(todayRejectedCount, todayCount)}</b>
        <span className="quiet">{words.review.rejectedToday}</span>
      </p>
    </div>
  )
}
