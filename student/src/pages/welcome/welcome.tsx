import { useEffect, useState } from 'react'
import { askAppInfo, useAppInfo } from '../../app-info.ts'
import { call } from '../../call.ts'
import { addToDraft } from '../../draft.ts'
import portrait from '../../drawings/portrait.svg'
import skyline from '../../drawings/skyline.svg'
import { Box } from '../../elements/box'
import { Icon } from '../../elements/icon'
import { Picture } from '../../elements/picture'
import { Press } from '../../elements/press'
import { open, restart } from '../../go.ts'
import { setLanguage, useLanguage, useWords } from '../../language.ts'
import { Logo } from '../../parts/logo.tsx'
import { Notice } from '../../parts/notice.tsx'
import { Framed } from '../../parts/photo-frame.tsx'
import { Screen } from '../../parts/screen.tsx'
import { useShareCard } from '../../platform/share'
import { maybeSignedIn } from '../../platform/sign-in'
import { useAttempt } from '../../use-attempt.ts'
import { NoticeSheet } from './notice-sheet.tsx'
import './welcome.css'

type Purpose = 'register' | 'sign-in'

export default function Welcome() {
  const words = useWords()
  const language = useLanguage()
  const info = useAppInfo()
  const [agreed, setAgreed] = useState(false)
  /** What the notice was opened for: reading only, or going on after agreeing. */
  const [reading, setReading] = useState<Purpose | 'reading' | null>(null)
  const { attempt, otherWords } = useAttempt()
  useShareCard()

  useEffect(() => {
    if (maybeSignedIn())
      call('accountShow', {}).then(
        () => restart('home'),
        () => undefined,
      )
  }, [])

  const go = (purpose: Purpose) =>
    attempt(async () => {
      const { privacyNotice } = await askAppInfo()
      const { consentId } = await call('consentGive', { body: { purpose: 'privacy', version: privacyNotice.version } })
      addToDraft({ consentId })
      setReading(null)
      open('number', { purpose })
    })
  const choose = (purpose: Purpose) => (agreed ? go(purpose) : setReading(purpose))
  const agree = () => {
    setAgreed(true)
    if (reading === 'register' || reading === 'sign-in') return go(reading)
    setReading(null)
    return undefined
  }

  const footer = (
    <>
      <Notice words={otherWords()} tone="bad" />
      <Press className="btn primary" onPress={() => choose('register')}>
        {words.welcome.firstUse}
      </Press>
      <Press className="btn quiet" onPress={() => choose('sign-in')}>
        {words.welcome.haveAccount}
      </Press>
      <Agree agreed={agreed} onAgreed={setAgreed} onRead={() => setReading('reading')} />
    </>
  )
  const other = language === 'en' ? 'zh-CN' : 'en'
  return (
    <Screen
      name="welcome"
      title={words.appName}
      bar={null}
      ground="plain"
      end={
        <Press className="link" onPress={() => setLanguage(other)}>
          <Icon name="globe" sizePx={18} />
          {words.welcome.otherLanguage}
        </Press>
      }
      footerClass="flat col"
      footer={footer}
      over={
        reading === null ? null : (
          <NoticeSheet trouble={otherWords()} onAgree={agree} onClose={() => setReading(null)} />
        )
      }
    >
      <Logo letters={info?.wordmark ?? 'SPAC'} name={info?.centreName ?? '上海图像信息采集中心'} />
      <Stage />
      <Box className="lead center">
        <Box as="h2" className="title">
          {words.welcome.title}
        </Box>
        <Box as="p" className="sub">
          {words.welcome.words}
        </Box>
      </Box>
    </Screen>
  )
}

function Stage() {
  const words = useWords()
  return (
    <Box className="stage">
      <Picture className="skyline" src={skyline} alt="" stretch />
      <Framed>
        <Box className="photo">
          <Picture className="photo-picture" src={portrait} alt={words.welcome.exampleAlt} />
        </Box>
      </Framed>
    </Box>
  )
}

type AgreeProps = { agreed: boolean; onAgreed: (agreed: boolean) => void; onRead: () => void }

function Agree({ agreed, onAgreed, onRead }: AgreeProps) {
  const words = useWords()
  return (
    <Box className="agree">
      <Press
        className="agree-tick"
        role="checkbox"
        aria-checked={agreed}
        aria-label={`${words.welcome.agree}${words.welcome.notice}`}
        onPress={() => onAgreed(!agreed)}
      >
        <Box as="span" className={agreed ? 'check on' : 'check'}>
          {agreed ? <Icon name="check" sizePx={14} /> : null}
        </Box>
        <Box as="span">{words.welcome.agree}</Box>
      </Press>
      <Press className="link" onPress={onRead}>
        {words.welcome.notice}
      </Press>
    </Box>
  )
}
