import { useState } from 'react'
import { addToDraft, draft } from '../../draft.ts'
import card from '../../drawings/identity-card.svg'
import passport from '../../drawings/passport-page.svg'
import { Box } from '../../elements/box'
import { Icon } from '../../elements/icon'
import { Picture } from '../../elements/picture'
import { Press } from '../../elements/press'
import { goBack, open, usePageParams } from '../../go.ts'
import { useWords } from '../../language.ts'
import { checkNumber, checkWhileTyping, type NumberPage, type NumberProblem, plainNumber } from '../../number.ts'
import { Field } from '../../parts/field.tsx'
import { NumberEntry } from '../../parts/number-field.tsx'
import { Framed } from '../../parts/photo-frame.tsx'
import { Screen } from '../../parts/screen.tsx'
import './number.css'

export default function NumberScreen() {
  const words = useWords()
  const params = usePageParams()
  const purpose = params.purpose === 'sign-in' ? 'sign-in' : 'register'
  const [page, setPage] = useState<NumberPage>(() => pageOfParam(params.kind) ?? draft().page ?? 'idcard')
  const [number, setNumber] = useState(draft().number ?? '')
  const [problem, setProblem] = useState<NumberProblem | null>(null)
  const [focusCount, setFocusCount] = useState(0)

  const type = (value: string) => {
    setNumber(value)
    setProblem(checkWhileTyping(page, value))
  }
  const turn = (next: NumberPage) => {
    setPage(next)
    setProblem(checkWhileTyping(next, number))
    setFocusCount((count) => count + 1)
  }
  const goOn = () => {
    const found = checkNumber(page, number)
    setProblem(found)
    if (found !== null) return setFocusCount((count) => count + 1)
    addToDraft({ page, number: plainNumber(number) })
    open(purpose)
  }

  const empty = number === ''
  return (
    <Screen
      name="number"
      title={purpose === 'register' ? words.welcome.firstUse : words.welcome.haveAccount}
      ground="plain"
      onBack={() => goBack('welcome')}
      footerClass="flat"
      footer={
        <Press className={empty && page !== 'permit' ? 'btn quiet' : 'btn primary'} onPress={goOn}>
          {words.next}
        </Press>
      }
    >
      <Lead page={page} />
      {page === 'permit' ? null : (
        <Scan kind={page} primary={empty} onScan={() => open('scan', { purpose, kind: page })} />
      )}
      <Box className={page === 'permit' ? 'field-first' : undefined}>
        <Field
          id="number"
          label={words.number.labels[page]}
          bad={problem === null ? undefined : words.problems[problem]}
          good={!empty && checkNumber(page, number) === null ? words.number.right : undefined}
        >
          <NumberEntry
            id="number"
            value={number}
            invalid={problem !== null}
            focusCount={focusCount}
            clearable
            placeholder={page === 'permit' ? words.number.permitPlaceholder : undefined}
            onValue={type}
            onBlur={() => !empty && setProblem(checkNumber(page, number))}
            onDone={goOn}
          />
        </Field>
      </Box>
      <Others page={page} onTurn={turn} />
    </Screen>
  )
}

function pageOfParam(kind: string | undefined): NumberPage | undefined {
  return kind === 'passport' || kind === 'permit' ? kind : undefined
}

/** The way to the other documents. */
function Others({ page, onTurn }: { page: NumberPage; onTurn: (page: NumberPage) => void }) {
  const { number } = useWords()
  const others = (['idcard', 'passport', 'permit'] as const).filter((other) => other !== page)
  return (
    <Box className="abroad">
      {others.map((other) => (
        <Press key={other} className="link" onPress={() => onTurn(other)}>
          <Icon name={other === 'passport' ? 'globe' : 'person'} sizePx={18} />
          {number.turn[other]}
          <Icon name="next" sizePx={18} />
        </Press>
      ))}
    </Box>
  )
}

function Lead({ page }: { page: NumberPage }) {
  const { number } = useWords()
  return (
    <Box className="lead">
      <Box as="h2" className="title">
        {number.titles[page]}
      </Box>
      <Box as="p" className="sub">
        {number.leads[page]}
      </Box>
    </Box>
  )
}

type ScanProps = { kind: 'idcard' | 'passport'; primary: boolean; onScan: () => void }

function Scan({ kind, primary, onScan }: ScanProps) {
  const { number } = useWords()
  return (
    <>
      <Box as="section" className="scan">
        <Framed>
          <Picture className={kind} src={kind === 'idcard' ? card : passport} alt="" />
        </Framed>
        <Press className={primary ? 'btn primary' : 'btn line'} onPress={onScan}>
          <Icon name="scan" />
          {number.scan[kind]}
        </Press>
      </Box>
      <Box className="or">
        <Box as="span">{number.or}</Box>
      </Box>
    </>
  )
}
