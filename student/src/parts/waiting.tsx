import { useEffect, useState } from 'react'
import offline from '../drawings/offline.svg'
import { Box } from '../elements/box'
import { Picture } from '../elements/picture'
import { Press } from '../elements/press'
import { restart } from '../go.ts'
import { useWords } from '../language.ts'
import type { Step } from '../steps.ts'
import type { Trouble } from '../trouble.ts'
import { ContactSheet } from './contact-sheet.tsx'
import { Screen } from './screen.tsx'
import { say } from './toast.tsx'

type WaitingProps = {
  name: string
  title: string
  step?: Step
  trouble: Trouble | null
  onAgain: () => Promise<void>
  onBack?: () => void
  /** Heights of the grey blocks that stand for the cards to come, px. */
  blocksPx?: number[]
}

/** A screen whose content is not there yet: grey blocks after 300 ms, or why it could not be fetched. */
export function Waiting({ name, title, step, trouble, onAgain, onBack, blocksPx = [120, 240, 160] }: WaitingProps) {
  if (trouble?.kind === 'offline') return <Offline title={title} onAgain={onAgain} onBack={onBack} />
  if (trouble !== null) return <Refused title={title} trouble={trouble} onAgain={onAgain} onBack={onBack} />
  return (
    <Screen name={name} title={title} step={step} onBack={onBack}>
      <Blocks heightsPx={blocksPx} />
    </Screen>
  )
}

export function Blocks({ heightsPx }: { heightsPx: number[] }) {
  const words = useWords()
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 300)
    return () => clearTimeout(timer)
  }, [])
  if (!late) return null
  return (
    <Box className="blocks" role="status" aria-label={words.loading}>
      {heightsPx.map((heightPx, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the blocks are all alike and never move
        <Box key={place} className="block" style={{ height: heightPx }} />
      ))}
    </Box>
  )
}

function Offline({ title, onAgain, onBack }: { title: string; onAgain: () => Promise<void>; onBack?: () => void }) {
  const words = useWords()
  const [contact, setContact] = useState(false)
  const again = async () => {
    await onAgain()
    say(words.offline.still)
  }
  return (
    <Screen
      name="offline"
      title={title}
      ground="plain"
      bodyClass="state"
      onBack={onBack}
      footerClass="flat"
      footer={
        <Box as="p" className="note center foot-note">
          {words.offline.code}
        </Box>
      }
      over={contact ? <ContactSheet onClose={() => setContact(false)} /> : null}
    >
      <Picture className="state-art" src={offline} alt="" />
      <Box as="h2" className="title">
        {words.offline.title}
      </Box>
      <Box as="p" className="state-words">
        {words.offline.words}
      </Box>
      <Press className="btn primary" onPress={again}>
        {words.offline.again}
      </Press>
      <Press className="link" onPress={() => setContact(true)}>
        {words.home.contact}
      </Press>
    </Screen>
  )
}

type RefusedProps = { title: string; trouble: Trouble; onAgain: () => Promise<void>; onBack?: () => void }

function Refused({ title, trouble, onAgain, onBack }: RefusedProps) {
  const words = useWords()
  return (
    <Screen
      name="refused"
      title={title}
      ground="plain"
      bodyClass="state"
      onBack={onBack}
      footerClass="flat"
      footer={
        <Box as="p" className="note center foot-note">
          {words.trouble.code([trouble.code, trouble.requestId].filter(Boolean).join(' · '))}
        </Box>
      }
    >
      <Picture className="state-art" src={offline} alt="" />
      <Box as="h2" className="title">
        {words.trouble.title}
      </Box>
      <Box as="p" className="state-words">
        {trouble.words}
      </Box>
      <Press className="btn primary" onPress={onAgain}>
        {words.trouble.again}
      </Press>
      <Press className="link" onPress={() => restart('home')}>
        {words.trouble.home}
      </Press>
    </Screen>
  )
}
