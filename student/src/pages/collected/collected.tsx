import type { CollectionSummary, CollectionView } from '@tucai/contract'
import { call } from '../../call.ts'
import { Box } from '../../elements/box'
import { Icon } from '../../elements/icon'
import { Press } from '../../elements/press'
import { goBack, open, usePageParams } from '../../go.ts'
import { useWords } from '../../language.ts'
import { Empty } from '../../parts/empty.tsx'
import { Photo } from '../../parts/photo-frame.tsx'
import { Screen } from '../../parts/screen.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { useAnswer } from '../../use-answer.ts'
import { CollectedOne } from './collected-one.tsx'
import { ReviewTag } from './review-tag.tsx'
import './collected.css'

type CollectedAnswer = { list: CollectionSummary[]; one: CollectionView | null }

/** Paid, and the photo has been with the reviewers: where paying comes first it may still be missing. */
function isCollected({ completedAt, step, reviewState }: CollectionSummary): boolean {
  return completedAt !== null && (step === 'done' || reviewState !== null)
}

/** One complete collection is shown whole; several are listed first. */
async function ask(graduateId: string | undefined): Promise<CollectedAnswer> {
  const list = (await call('collectionList', {})).filter(isCollected)
  const chosen = list.find((collection) => collection.graduateId === graduateId) ?? (list.length === 1 ? list[0] : null)
  if (chosen === null) return { list, one: null }
  return { list, one: await call('collectionShow', { params: { graduateId: chosen.graduateId } }) }
}

export default function Collected() {
  const words = useWords().collected
  const { graduateId } = usePageParams()
  const { answer, trouble, load } = useAnswer(() => ask(graduateId))
  const back = () => goBack('home')
  if (answer === null) {
    const blocksPx = [196, 330, 62]
    return (
      <Waiting
        name="collected"
        title={words.title}
        trouble={trouble}
        onAgain={load}
        onBack={back}
        blocksPx={blocksPx}
      />
    )
  }
  if (answer.list.length === 0) {
    return <Empty screenTitle={words.title} title={words.emptyTitle} says={words.emptyWords} onBack={back} />
  }
  if (answer.one !== null) return <CollectedOne view={answer.one} onBack={back} onChanged={load} />
  return (
    <Screen name="collected" title={words.title} onBack={back}>
      {answer.list.map((collection) => (
        <Entry key={collection.graduateId} collection={collection} />
      ))}
    </Screen>
  )
}

function Entry({ collection }: { collection: CollectionSummary }) {
  const words = useWords()
  return (
    <Press className="card entry" onPress={() => open('collected', { graduateId: collection.graduateId })}>
      <Photo photoId={collection.photoId} alt="" />
      <Box as="span" className="grow">
        <Box as="strong" className="entry-name">
          {collection.schoolName}
        </Box>
        <Box as="span" className="entry-line">
          {words.pair(collection.level, collection.major)}
        </Box>
        <ReviewTag state={collection.reviewState} />
      </Box>
      <Icon name="next" sizePx={20} />
    </Press>
  )
}
