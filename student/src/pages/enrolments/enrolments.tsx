import type { CollectionSummary } from '@tucai/contract'
import { call } from '../../call.ts'
import { Box } from '../../elements/box'
import { Icon } from '../../elements/icon'
import { Press } from '../../elements/press'
import { goBack, swap } from '../../go.ts'
import { useWords } from '../../language.ts'
import { Screen } from '../../parts/screen.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { standingTag } from '../../standing-tag.ts'
import { pageOf } from '../../steps.ts'
import { useAnswer } from '../../use-answer.ts'
import './enrolments.css'

/** In several rosters: which enrolment the photo and the order are for. */
export default function Enrolments() {
  const words = useWords()
  const back = () => goBack('home')
  const { answer, trouble, load } = useAnswer(() => call('collectionList', {}))
  if (answer === null) {
    return <Waiting name="enrolments" title={words.enrolments.title} trouble={trouble} onAgain={load} onBack={back} />
  }
  return (
    <Screen name="enrolments" title={words.enrolments.title} onBack={back}>
      <Box className="lead">
        <Box as="h2" className="title">
          {words.enrolments.title}
        </Box>
        <Box as="p" className="sub">
          {words.enrolments.words}
        </Box>
      </Box>
      {answer.map((collection) => (
        <Enrolment key={collection.graduateId} collection={collection} />
      ))}
    </Screen>
  )
}

function Enrolment({ collection }: { collection: CollectionSummary }) {
  const words = useWords()
  const done = collection.step === 'done'
  const standing = standingTag(collection.standing, words)
  const tag = done ? words.enrolments.done : collection.open ? words.enrolments.openUntil : words.enrolments.closed
  const tone = done ? 'ok' : collection.open ? 'info' : 'mute'
  return (
    <Press
      className="card enrolment"
      onPress={() => swap(pageOf(collection.step), { graduateId: collection.graduateId })}
    >
      <Box as="span" className="grow">
        <Box as="strong" className="enrolment-school">
          {collection.schoolName}
        </Box>
        <Box as="span" className="enrolment-line">
          {words.pair(collection.level, collection.major)}
        </Box>
        <Box as="span" className="enrolment-line">
          {collection.campaignTitle}
        </Box>
      </Box>
      <Box as="span" className={`tag ${standing?.tone ?? tone}`}>
        {standing?.name ?? tag}
      </Box>
      <Icon name="next" sizePx={20} className="chev" />
    </Press>
  )
}
