import type { AccountView, CollectionSummary, OpenCampaign } from '@tucai/contract'
import { useState } from 'react'
import { call } from '../../call.ts'
import mark from '../../drawings/mark.svg'
import { Box } from '../../elements/box'
import { Icon, type IconName } from '../../elements/icon'
import { Picture } from '../../elements/picture'
import { Press } from '../../elements/press'
import { open } from '../../go.ts'
import { useWords } from '../../language.ts'
import { ContactSheet } from '../../parts/contact-sheet.tsx'
import { Notice } from '../../parts/notice.tsx'
import { Screen } from '../../parts/screen.tsx'
import { Sheet } from '../../parts/sheet.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { useShareCard } from '../../platform/share'
import { leave } from '../../session.ts'
import { lacksEnrolment } from '../../steps.ts'
import { useAnswer } from '../../use-answer.ts'
import { useAttempt } from '../../use-attempt.ts'
import { Current } from './current.tsx'
import './home.css'

type HomeAnswer = { account: AccountView; collections: CollectionSummary[]; campaigns: OpenCampaign[] }

async function ask(): Promise<HomeAnswer> {
  const [account, collections] = await Promise.all([call('accountShow', {}), call('collectionList', {})])
  // Which campaigns are open matters to those alone whom no school has submitted.
  const campaigns = lacksEnrolment(collections) ? await call('campaignOpenList', {}) : []
  return { account, collections, campaigns }
}

export default function Home() {
  const words = useWords()
  const { answer, trouble, load } = useAnswer(ask)
  useShareCard()
  const [sheet, setSheet] = useState<'contact' | 'leave' | null>(null)
  if (answer === null) {
    return <Waiting name="home" title={words.appName} trouble={trouble} onAgain={load} blocksPx={[56, 210, 118, 164]} />
  }
  const { account, collections, campaigns } = answer
  const close = () => setSheet(null)
  return (
    <Screen
      name="home"
      title={words.appName}
      over={
        <>
          {sheet === 'contact' ? <ContactSheet onClose={close} /> : null}
          {sheet === 'leave' ? <LeaveSheet onClose={close} /> : null}
        </>
      }
    >
      <Greeting account={account} collections={collections} />
      <Current
        account={account}
        collections={collections}
        campaigns={campaigns}
        onContact={() => setSheet('contact')}
      />
      {account.passwordIsDefault ? (
        <Press className="notice-button" onPress={() => open('password')}>
          <Notice words={words.home.defaultPassword} />
        </Press>
      ) : null}
      <Box as="section" className="two">
        <Tile
          icon="person"
          name={words.home.collected}
          says={words.home.collectedWords}
          onPress={() => open('collected')}
        />
        <Tile icon="receipt" name={words.home.orders} says={words.home.ordersWords} onPress={() => open('orders')} />
      </Box>
      <Box as="section" className="card tight">
        <HomeCell icon="lock" name={words.home.password} onPress={() => open('password')} />
        <HomeCell icon="device" name={words.home.devices} onPress={() => open('devices')} />
        <HomeCell icon="check" name={words.home.consents} onPress={() => open('consents')} />
        <HomeCell icon="save" name={words.home.myData} onPress={() => open('my-data')} />
        <HomeCell icon="info" name={words.help.rulesTitle} onPress={() => open('help', { kind: 'rules' })} />
        <HomeCell icon="chat" name={words.help.questionsTitle} onPress={() => open('help', { kind: 'questions' })} />
        <HomeCell icon="service" name={words.home.contact} onPress={() => setSheet('contact')} />
        <HomeCell icon="leave" name={words.home.leave} onPress={() => setSheet('leave')} />
      </Box>
    </Screen>
  )
}

function Greeting({ account, collections }: Omit<HomeAnswer, 'campaigns'>) {
  const words = useWords()
  const first = collections[0]
  return (
    <Box as="section" className="me">
      <Box>
        <Box as="h2" className="title">
          {words.home.hello(account.name)}
        </Box>
        <Box as="p" className="me-words">
          {first === undefined ? words.home.missing : words.home.schoolYear(first.schoolName, first.graduationYear)}
        </Box>
      </Box>
      <Picture className="me-mark" src={mark} alt="" />
    </Box>
  )
}

type TileProps = { icon: IconName; name: string; says: string; onPress: () => void }

function Tile({ icon, name, says, onPress }: TileProps) {
  return (
    <Press className="card tile" onPress={onPress}>
      <Icon name={icon} />
      <Box as="strong" className="tile-name">
        {name}
      </Box>
      <Box as="span" className="tile-words">
        {says}
      </Box>
    </Press>
  )
}

function HomeCell({ icon, name, onPress }: Omit<TileProps, 'says'>) {
  return (
    <Press className="cell iconed" onPress={onPress}>
      <Icon name={icon} />
      <Box as="span" className="grow cell-text">
        {name}
      </Box>
      <Icon name="next" className="chev" />
    </Press>
  )
}

function LeaveSheet({ onClose }: { onClose: () => void }) {
  const words = useWords()
  const { attempt, otherWords } = useAttempt()
  return (
    <Sheet
      title={words.home.leaveTitle}
      onClose={onClose}
      foot={
        <>
          <Notice words={otherWords()} tone="bad" />
          <Press className="btn primary" onPress={() => attempt(leave)}>
            {words.home.leave}
          </Press>
          <Press className="btn line" onPress={onClose}>
            {words.cancel}
          </Press>
        </>
      }
    >
      <Box as="p" className="sub">
        {words.home.leaveWords}
      </Box>
    </Sheet>
  )
}
