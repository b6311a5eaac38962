/** Every page of the console, in the order in which the side bar shows them. */
export const pageNames = [
  'overview',
  'campaigns',
  'roster',
  'graduates',
  'review',
  'orders',
  'prints',
  'parcels',
  'reconciliation',
  'invoices',
  'notices',
  'delivery',
  'staff',
  'audits',
  'system',
] as const
export type PageName = (typeof pageNames)[number]

/**
 * What the address bar holds, so that a reload or a sent link shows the same page. `own`: what the page adds, e.g. its
 * filter and the record that is open; ids and states only. Searches are personal data and stay out of it.
 */
export type Place = { page: PageName | null; campaignId: string | null; own: Record<string, string> }

/** Elsewhere: another page begins with nothing but `own`; on the same page `own` changes what it names, null removes. */
export type Change = {
  page?: PageName
  campaignId?: string
  own?: Record<string, string | null>
}

/** Reads a query string; whatever is not understood counts as absent. */
export function readPlace(query: string): Place {
  const { page, campaign, ...own } = Object.fromEntries(new URLSearchParams(query))
  return { page: pageNames.find((name) => name === page) ?? null, campaignId: campaign || null, own }
}

/** The query string of a place, with its question mark; empty for the first place. */
export function writePlace({ page, campaignId, own }: Place): string {
  const query = new URLSearchParams()
  if (page !== null) query.set('page', page)
  if (campaignId !== null) query.set('campaign', campaignId)
  for (const [key, value] of Object.entries(own)) query.set(key, value)
  const text = query.toString()
  return text === '' ? '' : `?${text}`
}

export function changedPlace(place: Place, change: Change): Place {
  const moved =
    (change.page !== undefined && change.page !== place.page) ||
    (change.campaignId !== undefined && change.campaignId !== place.campaignId)
  const own: Record<string, string | null> = { ...(moved ? {} : place.own), ...change.own }
  return {
    page: change.page ?? place.page,
    campaignId: change.campaignId ?? place.campaignId,
    own: Object.fromEntries(Object.entries(own).filter((entry): entry is [string, string] => entry[1] !== null)),
  }
}

/** Which page of a list is shown, from 1; kept under `rows` of the place. */
export function listPageOf(place: Place): number {
  const page = Number(place.own.rows ?? '1')
  return Number.isSafeInteger(page) && page > 0 ? page : 1
}
