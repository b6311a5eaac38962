import type { NumberPage } from './number.ts'
import { keepForNow, keptForNow } from './platform/storage'

/** What was entered before there is a session, so that a reload loses nothing. Never in an address, forgotten at sign-in. */
export type Draft = {
  consentId?: string
  /** Agreed to before a picture of a document is read. */
  documentConsentId?: string
  /** On which page the number was entered. */
  page?: NumberPage
  number?: string
  challengeId?: string
  demoCode?: string
  phone?: string
  name?: string
  mail?: string
  gender?: '男' | '女'
}

export function draft(): Draft {
  const text = keptForNow('draft')
  return text === null ? {} : (JSON.parse(text) as Draft)
}

export function addToDraft(added: Draft): void {
  keepForNow('draft', JSON.stringify({ ...draft(), ...added }))
}

export function forgetDraft(): void {
  keepForNow('draft', null)
}
