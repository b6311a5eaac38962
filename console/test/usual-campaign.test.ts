import type { StaffCampaign } from '@tucai/contract'
import { expect, test } from 'vitest'
import { usualCampaign } from '../src/frame/usual-campaign.ts'

const now = new Date('2026-04-16T00:00:00Z')

function campaign(campaignId: string, opensAt: string, closesAt: string, graduateCount: number): StaffCampaign {
  const school = { schoolId: 'sch', schoolName: '', year: 2026, cancelledAt: null }
  return { ...school, campaignId, title: campaignId, opensAt, closesAt, graduateCount }
}

const past = campaign('past', '2025-01-01T00:00:00Z', '2025-06-01T00:00:00Z', 900)
const older = campaign('older', '2024-01-01T00:00:00Z', '2024-06-01T00:00:00Z', 800)
const small = campaign('small', '2026-04-01T00:00:00Z', '2026-05-01T00:00:00Z', 1)
const large = campaign('large', '2026-04-01T00:00:00Z', '2026-05-01T00:00:00Z', 12)

test.each([
  ['the largest open campaign', [past, small, large, older], 'large'],
  ['an open campaign before a larger one that has closed', [past, small], 'small'],
  ['the campaign that closed last when none is open', [older, past], 'past'],
])('without a choice the console shows %s', (_, campaigns, shown) => {
  expect(usualCampaign(campaigns, now)?.campaignId).toBe(shown)
})

test('where there is no campaign none is shown', () => {
  expect(usualCampaign([], now)).toBeUndefined()
})
