import type { ConsentPurpose, ConsentView } from '@tucai/contract'
import { createClient, Refusal } from '@tucai/contract/client'
import { transport } from './platform/transport'
import { createStore } from './store.ts'
import { keepingOn } from './under-key.ts'

/** The agreement that is being asked for, over whatever screen is there. */
export interface AskedConsent {
  consent: ConsentView
  /** Called once: after the student agreed, or closed the sheet. */
  settle(agreed: boolean): void
}

export const askedConsent = createStore<AskedConsent | null>(null)

/** Asks by itself, so that asking for an agreement is never interrupted by asking for one. */
const call = createClient(keepingOn(transport))

/** Shows the text of a purpose and waits. True when its agreement stands, also when it did before. */
export async function agreeTo(purpose: ConsentPurpose): Promise<boolean> {
  const consent = (await call('consentList', {})).find((one) => one.purpose === purpose)
  if (consent === undefined) return false
  if (consent.given?.stands) return true
  const agreed = await new Promise<boolean>((settle) => askedConsent.set({ consent, settle }))
  askedConsent.set(null)
  if (agreed) await call('consentAgree', { body: { purpose, version: consent.version } })
  return agreed
}

/** The purpose without whose agreement the server refuses to go on. */
export function neededConsent(thrown: unknown): ConsentPurpose | undefined {
  if (!(thrown instanceof Refusal) || thrown.problem.code !== 'consent-needed') return undefined
  return thrown.problem.field as ConsentPurpose
}
