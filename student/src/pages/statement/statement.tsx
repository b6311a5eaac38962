import type { AccountView, OpenCampaign } from '@tucai/contract'
import { useState } from 'react'
import { call } from '../../call.ts'
import { Box } from '../../elements/box'
import { Press } from '../../elements/press'
import { goBack, swap } from '../../go.ts'
import { useWords } from '../../language.ts'
import { Notice } from '../../parts/notice.tsx'
import { Screen } from '../../parts/screen.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { emptyEntries, firstEmpty, type StatementEntries, trimmed, typedFields } from '../../statement-entries.ts'
import { statableCampaigns } from '../../steps.ts'
import { useAnswer } from '../../use-answer.ts'
import { useAttempt } from '../../use-attempt.ts'
import { StatementForm } from './statement-form.tsx'
import './statement.css'

async function ask() {
  const [account, campaigns] = await Promise.all([call('accountShow', {}), call('campaignOpenList', {})])
  return { account, campaigns: statableCampaigns(campaigns) }
}

/** 填报学籍信息: whoever is on no roster says what they study; the school confirms it. */
export default function Statement() {
  const words = useWords()
  const { answer, trouble, load } = useAnswer(ask)
  const back = () => goBack('home')
  const { title } = words.statement
  if (answer === null) {
    return (
      <Waiting name="statement" title={title} trouble={trouble} onAgain={load} onBack={back} blocksPx={[56, 560]} />
    )
  }
  if (answer.campaigns.length === 0) {
    return (
      <Screen name="statement" title={title} onBack={back}>
        <Notice tone="warn" words={words.statement.none} />
      </Screen>
    )
  }
  return <StatementPage account={answer.account} campaigns={answer.campaigns} onBack={back} />
}

type StatementPageProps = { account: AccountView; campaigns: OpenCampaign[]; onBack: () => void }

function StatementPage({ account, campaigns, onBack }: StatementPageProps) {
  const words = useWords()
  const { statement } = words
  const [entries, setEntries] = useState<StatementEntries>(() => emptyEntries(campaigns, new Date()))
  const [focusCount, setFocusCount] = useState(0)
  const { attempt, setTrouble, trouble, wordsAt, otherWords, mended } = useAttempt()
  const change = (changed: Partial<StatementEntries>) => {
    setEntries((before) => ({ ...before, ...changed }))
    Object.keys(changed).forEach(mended)
  }
  const send = () => {
    const gap = firstEmpty(entries)
    if (gap !== null) {
      setTrouble({ kind: 'refused', code: 'gap', field: gap, words: words.mail.missing })
      setFocusCount((count) => count + 1)
      return
    }
    return attempt(async () => {
      const { graduateId } = await call('graduateState', { body: trimmed(entries) })
      swap('information', { graduateId })
    })
  }
  return (
    <Screen
      name="statement"
      title={statement.title}
      onBack={onBack}
      footerClass="col"
      footer={
        <>
          <Notice words={otherWords([...typedFields])} tone="bad" />
          <Press className="btn primary" onPress={send}>
            {words.submit}
          </Press>
        </>
      }
    >
      <Box className="lead">
        <Box as="h2" className="title">
          {statement.lead}
        </Box>
        <Box as="p" className="sub">
          {statement.words}
        </Box>
      </Box>
      <Notice words={statement.meaning} />
      <StatementForm
        entries={entries}
        name={account.name}
        campaigns={campaigns}
        gap={trouble?.field}
        focusCount={focusCount}
        wordsAt={wordsAt}
        onChange={change}
        onDone={send}
      />
    </Screen>
  )
}
