import type { AccountView, CollectionSummary } from '@tucai/contract'
import { Box } from '../../elements/box'
import { Icon } from '../../elements/icon'
import { Press } from '../../elements/press'
import { open } from '../../go.ts'
import { useWords } from '../../language.ts'
import { Notice } from '../../parts/notice.tsx'
import { Stepper } from '../../parts/stepper.tsx'
import { currentCollection, pageOf, placeOf, runningCollections } from '../../steps.ts'

type CurrentProps = { account: AccountView; collections: CollectionSummary[]; onContact: () => void }

/** 本次采集: how far it has come and the button that goes on. */
export function Current({ account, collections, onContact }: CurrentProps) {
  const words = useWords()
  const running = runningCollections(collections)
  const current = currentCollection(collections)
  if (current === undefined) return <Missing account={account} onContact={onContact} />

  const several = running.length > 1
  const start = () => {
    if (several) open('enrolments')
    else open(pageOf(current.step), { graduateId: current.graduateId })
  }
  const [tone, tag] = tagOf(current, words.home)
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
        <Stepper place={placeOf(current.step)} />
      )}
      <Press className={current.step === 'done' ? 'btn quiet' : 'btn primary'} onPress={start}>
        <Icon name="camera" />
        {words.home.start}
      </Press>
      {several ? null : (
        <Box as="p" className="note center">
          {noteOf(current, words.home)}
        </Box>
      )}
    </Box>
  )
}

type HomeWords = ReturnType<typeof useWords>['home']

function tagOf(current: CollectionSummary, home: HomeWords): [string, string] {
  if (current.step === 'done') return ['ok', home.finished]
  return current.open ? ['info', home.running] : ['mute', home.closed]
}

function noteOf(current: CollectionSummary, home: HomeWords): string {
  if (current.step === 'done') return home.allDone
  if (!current.open) return home.closedNote
  const place = placeOf(current.step)
  return place === 1 ? home.fresh : home.resume(home.steps[place - 2], home.steps[place - 1])
}

function Missing({ account, onContact }: Pick<CurrentProps, 'account' | 'onContact'>) {
  const words = useWords()
  return (
    <Box as="section" className="card current">
      <Box className="card-head">
        <Box as="h3" className="card-title">
          {words.home.current}
        </Box>
      </Box>
      <Notice tone="warn" words={words.home.missingWords} />
      <Box as="p" className="note center">
        {words.home.yourName(account.name)}
      </Box>
      <Press className="btn quiet" onPress={onContact}>
        <Icon name="service" />
        {words.home.contact}
      </Press>
    </Box>
  )
}
