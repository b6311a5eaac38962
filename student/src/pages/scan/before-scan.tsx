import type { ReadableKind } from '@tucai/contract'
import { useEffect } from 'react'
import { askAppInfo, useAppInfo } from '../../app-info.ts'
import { call } from '../../call.ts'
import card from '../../drawings/identity-card.svg'
import passport from '../../drawings/passport-page.svg'
import { Box } from '../../elements/box'
import { Icon } from '../../elements/icon'
import { Picture } from '../../elements/picture'
import { Press } from '../../elements/press'
import { useLanguage, useWords } from '../../language.ts'
import { Notice } from '../../parts/notice.tsx'
import { Framed } from '../../parts/photo-frame.tsx'
import { Screen } from '../../parts/screen.tsx'
import { Blocks } from '../../parts/waiting.tsx'
import { useAttempt } from '../../use-attempt.ts'

type BeforeScanProps = { kind: ReadableKind; onAgreed: (consentId: string) => void; onLeave: () => void }

/** How to take the picture, and the agreement to have it read. Nothing is agreed to but by its own button. */
export function BeforeScan({ kind, onAgreed, onLeave }: BeforeScanProps) {
  const { scan } = useWords()
  const info = useAppInfo()
  const { attempt, otherWords } = useAttempt()
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once when the screen opens
  useEffect(() => {
    void attempt(async () => {
      await askAppInfo()
    })
  }, [])
  const agree = () =>
    attempt(async () => {
      const { documentNotice } = await askAppInfo()
      const body = { purpose: 'document' as const, version: documentNotice.version }
      onAgreed((await call('consentGive', { body })).consentId)
    })
  return (
    <Screen
      name="scan"
      title={scan.titles[kind]}
      ground="plain"
      onBack={onLeave}
      footerClass="flat col"
      footer={
        <>
          <Notice words={otherWords()} tone="bad" />
          <Press className={info === null ? 'btn off' : 'btn primary'} disabled={info === null} onPress={agree}>
            <Icon name="scan" />
            {scan.agree}
          </Press>
          <Press className="link" onPress={onLeave}>
            {scan.byHand}
          </Press>
        </>
      }
    >
      <Framed>
        <Picture className={kind} src={kind === 'idcard' ? card : passport} alt="" />
      </Framed>
      <Box as="p" className="says">
        {scan.leads[kind]}
      </Box>
      <Box as="ul" className="tips">
        {scan.tips[kind].map((tip) => (
          <Box key={tip} as="li" className="tip">
            <Icon name="check" sizePx={18} />
            <Box as="span">{tip}</Box>
          </Box>
        ))}
      </Box>
      <Agreement />
    </Screen>
  )
}

function Agreement() {
  const { scan } = useWords()
  const language = useLanguage()
  const notice = useAppInfo()?.documentNotice
  const paragraphs = language === 'en' ? notice?.en : notice?.zh
  return (
    <Box as="section" className="agreement">
      <Box as="h2" className="card-title">
        {scan.consentTitle}
      </Box>
      {paragraphs === undefined ? (
        <Blocks heightsPx={[60, 60]} />
      ) : (
        paragraphs.map((paragraph) => (
          <Box key={paragraph} as="p" className="paragraph">
            {paragraph}
          </Box>
        ))
      )}
    </Box>
  )
}
