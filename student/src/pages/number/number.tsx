import type { DocumentKind } from '@tucai/contract'
import { useState } from 'react'
import { addToDraft, draft } from '../../draft.ts'
import card from '../../drawings/identity-card.svg'
import { Box } from '../../elements/box'
import { Icon } from '../../elements/icon'
import { Picture } from '../../elements/picture'
import { Press } from '../../elements/press'
import { goBack, open, usePageParams } from '../../go.ts'
import { useWords } from '../../language.ts'
import { checkNumber, checkWhileTyping, type NumberProblem, plainNumber } from '../../number.ts'
import { Field } from '../../parts/field.tsx'
import { NumberEntry } from '../../parts/number-field.tsx'
import { Framed } from '../../parts/photo-frame.tsx'
import { Screen } from '../../parts/screen.tsx'
import { say } from '../../parts/toast.tsx'
import './number.css'

export default function NumberPage() {
  const words = useWords()
  const params = usePageParams()
  const purpose = params.purpose === 'sign-in' ? 'sign-in' : 'register'
  const [kind, setKind] = useState<DocumentKind>(params.kind === 'passport' ? 'passport' : (draft().kind ?? 'idcard'))
  const [number, setNumber] = useState(draft().number ?? '')
  const [problem, setProblem] = useState<NumberProblem | null>(null)
  const [focusCount, setFocusCount] = useState(0)
  const [scanTried, setScanTried] = useState(false)

  const type = (value: string) => {
    setNumber(value)
    setProblem(checkWhileTyping(kind, value))
  }
  const turn = (next: DocumentKind) => {
    setKind(next)
    setProblem(checkWhileTyping(next, number))
    setFocusCount((count) => count + 1)
  }
  const typeInstead = () => {
    say(words.number.scanLater)
    setScanTried(true)
    setFocusCount((count) => count + 1)
  }
  const goOn = () => {
    const found = checkNumber(kind, number)
    setProblem(found)
    if (found !== null) return setFocusCount((count) => count + 1)
    addToDraft({ kind, number: plainNumber(number) })
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
        <Press className={empty && kind === 'idcard' ? 'btn quiet' : 'btn primary'} onPress={goOn}>
          {words.next}
        </Press>
      }
    >
      <Lead kind={kind} />
      {kind === 'idcard' ? <Scan primary={empty} onScan={typeInstead} /> : null}
      <Box className={kind === 'idcard' ? undefined : 'field-first'}>
        <Field
          id="number"
          label={kind === 'idcard' ? words.number.idcard : words.number.passport}
          bad={problem === null ? undefined : words.problems[problem]}
          help={scanTried ? words.number.scanLater : undefined}
          good={!empty && checkNumber(kind, number) === null ? words.number.right : undefined}
        >
          <NumberEntry
            id="number"
            value={number}
            invalid={problem !== null}
            focusCount={focusCount}
            clearable
            onValue={type}
            onBlur={() => !empty && setProblem(checkNumber(kind, number))}
            onDone={goOn}
          />
        </Field>
      </Box>
      <Box as="p" className="abroad">
        <Press className="link" onPress={() => turn(kind === 'idcard' ? 'passport' : 'idcard')}>
          <Icon name={kind === 'idcard' ? 'globe' : 'person'} sizePx={18} />
          {kind === 'idcard' ? words.number.abroad : words.number.home}
          <Icon name="next" sizePx={18} />
        </Press>
      </Box>
    </Screen>
  )
}

function Lead({ kind }: { kind: DocumentKind }) {
  const { number } = useWords()
  return (
    <Box className="lead">
      <Box as="h2" className="title">
        {kind === 'idcard' ? number.title : number.passportTitle}
      </Box>
      <Box as="p" className="sub">
        {kind === 'idcard' ? number.words : number.passportWords}
      </Box>
    </Box>
  )
}

function Scan({ primary, onScan }: { primary: boolean; onScan: () => void }) {
  const { number } = useWords()
  return (
    <>
      <Box as="section" className="scan">
        <Framed>
          <Picture className="idcard" src={card} alt="" />
        </Framed>
        <Press className={primary ? 'btn primary' : 'btn line'} onPress={onScan}>
          <Icon name="scan" />
          {number.scan}
        </Press>
      </Box>
      <Box className="or">
        <Box as="span">{number.or}</Box>
      </Box>
    </>
  )
}
