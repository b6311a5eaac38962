import type { ComponentProps } from 'react'
import { LanguageSwitch, useSpeech } from '../words/language.tsx'
import { Brand } from './brand.tsx'
import portrait from './portrait.svg'
import { useAppInfo } from './session.ts'
import { SignInForm } from './sign-in-form.tsx'
import './sign-in-page.css'

export function SignInPage(given: ComponentProps<typeof SignInForm>) {
  const { words } = useSpeech()
  const info = useAppInfo()
  return (
    <div className="sign-in">
      <section className="sign-in-picture">
        <Brand />
        <StandardDrawing />
        <div className="sign-in-title">
          <h1>{words.consoleName}</h1>
          <p>
            {words.consoleLine}
            <br />
            {words.consoleCare}
          </p>
        </div>
      </section>
      <main className="sign-in-form">
        <LanguageSwitch />
        <SignInForm {...given} />
        <footer>{words.invitedOnly(info?.servicePhone ?? '')}</footer>
      </main>
    </div>
  )
}

/** The standard's frame in pixels: where the crown and the eyes belong. */
function StandardDrawing() {
  return (
    <div className="standard-drawing" aria-hidden="true">
      <img src={portrait} alt="" width={330} height={440} />
      <svg viewBox="-70 0 368 304" role="presentation">
        <g fill="none" stroke="#fff" strokeWidth="1.2">
          <path d="M-8 38H236M-8 119H236" strokeDasharray="5 4" />
          <path d="M62 148H166M62 143v10M166 143v10" />
          <path d="M-14 24h-7v28h7M-14 95h-7v48h7" strokeOpacity=".6" />
        </g>
        <g fill="#fff" fontSize="11" fontFamily="monospace">
          <text x="-64" y="42">
            50–110
          </text>
          <text x="-70" y="123">
            200–300
          </text>
          <text x="242" y="42" fontWeight="700">
            80 px
          </text>
          <text x="242" y="123" fontWeight="700">
            250 px
          </text>
        </g>
      </svg>
    </div>
  )
}
