import type { AccountView, CollectionSummary, OpenCampaign } from '@tucai/contract'
import { Box } from '../../elements/box'
import { Icon } from '../../elements/icon'
import { Press } from '../../elements/press'
import { open } from '../../go.ts'
import { useWords } from '../../language.ts'
import { openDays, openHours } from '../../open-window.ts'
import { Notice } from '../../parts/notice.tsx'
import { Standing } from '../../parts/standing.tsx'
import { Stepper } from '../../parts/stepper.tsx'
import { standingTag } from '../../standing-tag.ts'
import { stepName } from '../../step-name.ts'
import {
  currentCollection,
  lacksEnrolment,
  pageOf,
  runningCollections,
  statableCampaigns,
  stepStates,
} from '../../steps.ts'
import type { Words } from '../../words/zh-CN.ts'

type CurrentProps = {
  account: AccountView
  collections: CollectionSummary[]
  campaigns: OpenCampaign[]
  onContact: () => void
}

/** 本次采集: how far it has come and the button that goes on. */
export function Current({ account, collections, campaigns, onContact }: CurrentProps) {
  const words = useWords()
  const running = runningCollections(collections)
  const current = currentCollection(collections)
  if (current === undefined || lacksEnrolment(collections)) {
    const isRefused = current !== undefined
    const isOffered = statableCampaigns(campaigns).length > 0
    return <Missing account={account} isRefused={isRefused} isOffered={isOffered} onContact={onContact} />
  }

  const several = running.length > 1
  const start = () => {
    if (several) open('enrolments')
    else open(pageOf(current.step), { graduateId: current.graduateId })
  }
  // A rejected photo may be replaced although the campaign is closed.
  const goesOn = current.step !== 'done' && (several || current.open || current.reviewState === 'rejected')
  const [tone, tag] = tagOf(current, words)
  return (
    <Box as="section" className="card current">
      <Box className="card-head">
        <Box as="h3" className="card-title">
          {words.home.current}
        </Box>
        <Box as="span" className={`tag ${tone}`}>
          {tag}
        </Box>
      </Box>
      {several ? (
        <Box as="p" className="sub choose">
          {words.home.several(running.length)}
        </Box>
      ) : (
        <Stepper steps={stepStates(current.step, current, current.completedAt !== null)} />
      )}
      {several ? null : <Standing standing={current.standing} />}
      <Press className={goesOn ? 'btn primary' : 'btn quiet'} onPress={start}>
        <Icon name="camera" />
        {words.home.start}
      </Press>
      {several ? null : (
        <Box as="p" className="note center">
          {noteOf(current, words)}
        </Box>
      )}
    </Box>
  )
}

function tagOf(current: CollectionSummary, words: Words): [string, string] {
  const { home } = words
  if (current.step === 'done') return ['ok', home.finished]
  const standing = standingTag(current.standing, words)
  if (standing !== null) return [standing.tone, standing.name]
  return current.open ? ['info', home.running] : ['mute', home.openings[current.opening]]
}

function noteOf(current: CollectionSummary, words: Words): string {
  const { home } = words
  const { step, reviewState, completedAt } = current
  if (step === 'done') return home.allDone
  // A rejected photo may be replaced at any hour until its day.
  if (reviewState === 'rejected') return home.rejected
  if (!current.open) return home.closedNotes[current.opening](openDays(current.window), openHours(current.window))
  if (reviewState === 'withdrawn') return home.withdrawn
  const steps = stepStates(step, current, completedAt !== null)
  const next = steps.findIndex(({ state }) => state === 'now')
  const before = steps[next - 1]
  return before === undefined ? home.fresh : home.resume(stepName(before.step, words), stepName(step, words))
}

type MissingProps = Pick<CurrentProps, 'account' | 'onContact'> & { isRefused: boolean; isOffered: boolean }

/** On no roster, or refused by the school: where a campaign allows it, the enrolment can be stated. */
function Missing({ account, isRefused, isOffered, onContact }: MissingProps) {
  const words = useWords()
  return (
    <Box as="section" className="card current">
      <Box className="card-head">
        <Box as="h3" className="card-title">
          {words.home.current}
        </Box>
      </Box>
      {isRefused ? <Standing standing="refused" /> : <Notice tone="warn" words={words.home.missingWords} />}
      <Box as="p" className="note center">
        {words.home.yourName(account.name)}
      </Box>
      {isOffered ? (
        <>
          <Box as="p" className="sub choose">
            {isRefused ? words.statement.offerAgain : words.statement.offer}
          </Box>
          <Press className="btn primary offer" onPress={() => open('statement')}>
            <Icon name="pencil" />
            {isRefused ? words.statement.again : words.statement.title}
          </Press>
        </>
      ) : null}
      <Press className="btn quiet" onPress={onContact}>
        <Icon name="service" />
        {words.home.contact}
      </Press>
    </Box>
  )
}
