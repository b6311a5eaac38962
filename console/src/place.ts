import type { Progress } from '@tucai/contract'

/** What the address bar holds, so that a reload or a sent link shows the same page. Searches are personal data and stay out of it. */
export type Place = {
  campaignId: string | null
  progress: Progress | null
  /** From 1. */
  page: number
  graduateId: string | null
}

export const progressSteps: readonly Progress[] = [
  'unregistered',
  'information',
  'photo',
  'confirm',
  'paper',
  'order',
  'done',
]

/** Reads a query string; whatever is not understood counts as absent. */
export function readPlace(query: string): Place {
  const given = new URLSearchParams(query)
  const page = Number(given.get('page') ?? '1')
  return {
    campaignId: given.get('campaign'),
    progress: progressSteps.find((step) => step === given.get('progress')) ?? null,
    page: Number.isSafeInteger(page) && page > 0 ? page : 1,
    graduateId: given.get('graduate'),
  }
}

/** The query string of a place, with its question mark; empty for the first place. */
export function writePlace(place: Place): string {
  const query = new URLSearchParams()
  if (place.campaignId !== null) query.set('campaign', place.campaignId)
  if (place.progress !== null) query.set('progress', place.progress)
  if (place.page > 1) query.set('page', String(place.page))
  if (place.graduateId !== null) query.set('graduate', place.graduateId)
  const text = query.toString()
  return text === '' ? '' : `?${text}`
}
