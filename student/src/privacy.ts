import { createStore } from './store.ts'

export type PrivacyAnswer = 'agree' | 'disagree'
type Settle = (answer: PrivacyAnswer) => void

/** Those whom WeChat keeps waiting until the user has answered its question about privacy; null when nobody waits. */
export const waitingForPrivacy = createStore<Settle[] | null>(null)

/** One answer is that of all who wait: an agreement is for the whole mini program. */
export function answerPrivacy(answer: PrivacyAnswer): void {
  const waiting = waitingForPrivacy.get() ?? []
  waitingForPrivacy.set(null)
  for (const settle of waiting) settle(answer)
}

export function waitForPrivacy(settle: Settle): void {
  waitingForPrivacy.set([...(waitingForPrivacy.get() ?? []), settle])
}
