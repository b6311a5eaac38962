import { Button, Checkbox } from 'antd'
import { useState } from 'react'
import { useSpeech } from '../words/language.tsx'
import { useAppInfo } from './session.ts'
import { CopyButton } from './setup-step.tsx'
import { Steps } from './steps.tsx'

/** Recovery codes are shown this once, so going on asks whether they are kept. */
export function RecoveryStep({ login, codes, goOn }: { login: string; codes: string[]; goOn: () => void }) {
  const { words } = useSpeech()
  const info = useAppInfo()
  const [kept, setKept] = useState(false)
  const text = `${info?.wordmark ?? ''} ${login}\n\n${codes.join('\n')}\n`
  return (
    <div className="sign-in-box">
      <Steps names={[words.passwordStep, words.setupStep, words.recoveryStep]} present={2} />
      <h2>{words.keepTitle}</h2>
      <p>{words.keepLead}</p>
      <ol className="recovery-codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <div className="recovery-keep">
        <CopyButton text={text} />
        <Button
          size="small"
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`}
          download={`${login}.txt`}
        >
          {words.saveFile}
        </Button>
      </div>
      <Checkbox checked={kept} onChange={(event) => setKept(event.target.checked)}>
        {words.kept}
      </Checkbox>
      <Button type="primary" size="large" block disabled={!kept} onClick={goOn}>
        {words.enterConsole}
      </Button>
    </div>
  )
}
