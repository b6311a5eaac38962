import type { ReactNode } from 'react'
import { Icon, type IconName } from '../icons.tsx'

type EmptyProps = {
  title: string
  /** Why there is nothing, in a sentence. */
  hint?: ReactNode
  icon?: IconName
  /** What leads there, three steps at most. */
  steps?: readonly { title: string; line: string }[]
  /** What can be done, one button of it primary. */
  children?: ReactNode
}

export function Empty({ title, hint, icon = 'people', steps = [], children }: EmptyProps) {
  return (
    <div className={steps.length > 0 ? 'empty wide' : 'empty'} role="status">
      {steps.length > 0 ? (
        <EmptyRoster />
      ) : (
        <span className="empty-drawing">
          <Icon name={icon} />
        </span>
      )}
      <h2>{title}</h2>
      {hint === undefined ? null : <p>{hint}</p>}
      {children === undefined ? null : <div className="empty-actions">{children}</div>}
      {steps.length > 0 ? (
        <ol className="empty-steps">
          {steps.map(({ title: step, line }, place) => (
            <li key={step}>
              <b>
                <span className="avatar small">{place + 1}</span>
                {step}
              </b>
              {line}
            </li>
          ))}
        </ol>
      ) : null}
    </div>
  )
}

/** A sheet without rows and a photo that waits for them. */
function EmptyRoster() {
  return (
    <svg width="184" height="124" viewBox="0 0 184 124" fill="none" aria-hidden="true">
      <rect x="30" y="18" width="96" height="92" rx="8" fill="#fff" stroke="#cbd5e3" strokeWidth="2" />
      <path d="M30 40H126M58 40V110M92 40V110M30 63H126M30 86H126" stroke="#dde4ee" strokeWidth="2" />
      <rect x="31" y="19" width="94" height="20" rx="7" fill="#eaf1fb" />
      <rect x="112" y="52" width="52" height="60" rx="8" fill="#1f5fbf" />
      <path
        d="M120 68v-7h7M149 61h7v7M156 97v7h-7M127 104h-7v-7"
        stroke="#fff"
        strokeOpacity=".7"
        strokeWidth="2.4"
        strokeLinecap="round"
      />
      <circle cx="138" cy="77" r="7" fill="#fff" />
      <path d="M126 95c1-7 6-10 12-10s11 3 12 10z" fill="#fff" />
    </svg>
  )
}
