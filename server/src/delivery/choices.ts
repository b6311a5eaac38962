import { type DeliveryChoices, type DeliveryStandard, Problem } from '@tucai/contract'
import { campaignOf } from '../campaign/campaigns.ts'
import { derivativesOf, deriveMissing, describeStandard, standardsOf } from '../photo/photos.ts'
import type { Tx } from '../platform/db.ts'
import type { Jobs } from '../platform/jobs.ts'
import { type ApprovedPhoto, approvedPhotos } from '../review/reviews.ts'
import { lastDeliveredAt, usualNames } from './deliveries.ts'
import { deliveryTemplates } from './templates.ts'

/** What a package of the campaign can be made of. @throws Problem not-found */
export async function deliveryChoices(tx: Tx, campaignId: string): Promise<DeliveryChoices> {
  const campaign = await campaignOf(tx, campaignId)
  if (campaign === undefined) throw new Problem('not-found')
  const approved = await approvedPhotos(tx, { campaignId })
  return {
    schoolName: campaign.schoolName,
    standards: await standardsMade(tx, campaign.standard, approved),
    templates: await deliveryTemplates(tx),
    approved: approved.length,
    usual: await usualNames(tx, campaignId),
    lastDeliveredAt: (await lastDeliveredAt(tx, [campaignId]))?.toISOString() ?? null,
  }
}

async function standardsMade(tx: Tx, main: string, approved: ApprovedPhoto[]): Promise<DeliveryStandard[]> {
  const standards = standardsOf(main)
  const derivatives = await derivativesOf(
    tx,
    approved.map(({ photoId }) => photoId),
    standards,
  )
  return standards.map((standard) => {
    const counts = { made: 0, missing: 0, refused: 0 }
    for (const { photoId, finishedSha256 } of approved) {
      const derivative = derivatives.get(photoId)?.get(standard)
      if (derivative?.finishedSha256 !== finishedSha256) counts.missing += 1
      else if (derivative.key === null) counts.refused += 1
      else counts.made += 1
    }
    return { standard, ...describeStandard(standard), main: standard === main, ...counts }
  })
}

/** Has made what is missing of approved photos, of those from before there were derivatives too. @throws Problem not-found */
export async function deriveForCampaign(tx: Tx, jobs: Pick<Jobs, 'enqueue'>, campaignId: string): Promise<number> {
  if ((await campaignOf(tx, campaignId)) === undefined) throw new Problem('not-found')
  const approved = await approvedPhotos(tx, { campaignId })
  return deriveMissing(
    tx,
    jobs,
    approved.map(({ photoId }) => photoId),
  )
}
