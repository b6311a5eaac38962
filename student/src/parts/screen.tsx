import { useDidHide, useDidShow } from '@tarojs/taro'
import { type CSSProperties, type ReactNode, useEffect, useState } from 'react'
import { courseNow } from '../course.ts'
import { Box } from '../elements/box'
import { Icon } from '../elements/icon'
import { Press } from '../elements/press'
import { useLanguage, useWords } from '../language.ts'
import { bareBarHeightPx, barTopPx, namePage, startAtHeading, textScale } from '../platform/system'
import { placeOf, type Step, stepsOf } from '../steps.ts'
import { ConsentSheet } from './consent-sheet.tsx'
import { PrivacySheet } from './privacy-sheet.tsx'
import { SessionSheet } from './session-sheet.tsx'
import { Toast } from './toast.tsx'

type ScreenProps = {
  /** Class of the screen, for its own styles. */
  name: string
  title: string
  /** The bar's heading when it is shown otherwise than the page is named; null for none. */
  bar?: string | null
  ground?: 'page' | 'plain' | 'dark'
  /** The step of the flow that the screen belongs to. */
  step?: Step
  onBack?: () => void
  end?: ReactNode
  footer?: ReactNode
  footerClass?: string
  bodyClass?: string
  /** Sheets. */
  over?: ReactNode
  /** The children fill the screen themselves (viewfinder). */
  bare?: boolean
  children: ReactNode
}

const scale = textScale()

/** The frame of every screen. While another screen lies above, its content is taken away: one screen at a time is on the page. */
export function Screen(props: ScreenProps) {
  const [shown, setShown] = useState(true)
  const language = useLanguage()
  useDidShow(() => {
    setShown(true)
    namePage(props.title, language)
  })
  useDidHide(() => setShown(false))
  useEffect(() => {
    if (shown) namePage(props.title, language)
  }, [shown, props.title, language])
  useEffect(() => {
    if (shown) startAtHeading()
  }, [shown])

  const classes = ['screen', `at-${props.name}`, props.ground ?? 'page']
  if (language === 'en') classes.push('en')
  if (scale >= 1.3) classes.push('large')
  const style = { '--font-scale': scale, '--bar-top': `${barTopPx}px` } as CSSProperties
  return (
    <Box className={classes.join(' ')} style={style}>
      {shown ? <Content {...props} /> : null}
    </Box>
  )
}

function Content({
  title,
  bar = title,
  step,
  onBack,
  end,
  footer,
  footerClass,
  bodyClass,
  over,
  bare,
  children,
}: ScreenProps) {
  const words = useWords()
  return (
    <>
      <Box as="header" className="nav" style={{ minHeight: bareBarHeightPx }}>
        {onBack === undefined ? null : (
          <Press className="nav-back" aria-label={words.back} onPress={onBack}>
            <Icon name="back" />
          </Press>
        )}
        <Box as="h1" className={bar === null ? 'unseen' : 'nav-title'}>
          {bar ?? title}
        </Box>
        {end === undefined ? null : <Box className="nav-end">{end}</Box>}
      </Box>
      {step === undefined ? null : <StepBar step={step} />}
      {bare ? (
        children
      ) : (
        <Box as="main" className={`body ${bodyClass ?? ''}`} scrolls>
          {children}
        </Box>
      )}
      {footer === undefined ? null : (
        <Box as="footer" className={`footer ${footerClass ?? ''}`}>
          {footer}
        </Box>
      )}
      {over}
      <ConsentSheet />
      <PrivacySheet />
      <SessionSheet />
      <Toast />
    </>
  )
}

function StepBar({ step }: { step: Step }) {
  const words = useWords()
  const course = courseNow.use()
  const place = placeOf(step, course)
  const count = stepsOf(course).length
  const state = (bar: number) => (bar < place ? ' done' : bar === place ? ' now' : '')
  return (
    <Box className="stepbar">
      <Box className="stepbar-bars" aria-hidden>
        {Array.from({ length: count }, (_, index) => index + 1).map((bar) => (
          <Box key={bar} className={`stepbar-bar${state(bar)}`} />
        ))}
      </Box>
      <Box as="span">{words.step(place, count)}</Box>
    </Box>
  )
}
