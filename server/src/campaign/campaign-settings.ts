import type { CampaignDetail, CampaignHistoryEntry, CampaignSettings } from '@tucai/contract'
import { sql } from 'kysely'
import { countOf, rowOf, rowsOf, type Tx } from '../platform/db.ts'
import type { Campaign } from './campaign.ts'
import { addCampaign, campaignOf, setFees } from './campaigns.ts'
import { type Change, type Extras, settingsOf } from './settings.ts'

export interface StoredSettings {
  campaign: Campaign
  version: number
  settings: CampaignSettings
}

/** A campaign with everything that is set for it; undefined when there is none that the actor may see. */
export async function storedSettings(tx: Tx, campaignId: string): Promise<StoredSettings | undefined> {
  const campaign = await campaignOf(tx, campaignId)
  if (campaign === undefined) return undefined
  const row = await rowOf<Extras & { version: number }>(
    tx,
    sql`SELECT print_layout, package_name, package_folder, remind_days_before, version FROM campaign
      WHERE id = ${campaignId}`,
  )
  const { version, ...extras } = row!
  return { campaign, version, settings: settingsOf(campaign, extras) }
}

export async function addCampaignWith(tx: Tx, schoolId: string, settings: CampaignSettings): Promise<string> {
  const { fees, opensAt, closesAt, title, ...rest } = settings
  const days = { opensAt: new Date(opensAt), closesAt: new Date(closesAt) }
  const id = await addCampaign(tx, { ...rest, ...fees, ...days, title: title.trim(), schoolId })
  await keepExtras(tx, id, settings)
  return id
}

/** False when the campaign is no longer at this version. */
export async function changeSettings(
  tx: Tx,
  campaignId: string,
  version: number,
  settings: CampaignSettings,
): Promise<boolean> {
  const changed = await countOf(
    tx,
    sql`UPDATE campaign SET version = version + 1, title = ${settings.title.trim()}, year = ${settings.year},
        opens_at = ${settings.opensAt}, closes_at = ${settings.closesAt},
        daily_from_minutes = ${settings.dailyFromMinutes}, daily_until_minutes = ${settings.dailyUntilMinutes},
        weekends = ${settings.weekends}, identity_mode = ${settings.identityMode}, standard = ${settings.standard},
        file_allowed = ${settings.fileAllowed}, front_camera_allowed = ${settings.frontCameraAllowed},
        submissions_most = ${settings.submissionsMost}, replace_within_days = ${settings.replaceWithinDays}
      WHERE id = ${campaignId} AND version = ${version}`,
  )
  if (changed !== 1) return false
  await setFees(tx, campaignId, settings.fees)
  await keepExtras(tx, campaignId, settings)
  return true
}

async function keepExtras(tx: Tx, campaignId: string, extras: Extras): Promise<void> {
  await sql`UPDATE campaign SET print_layout = ${JSON.stringify(extras.printLayout)}::jsonb,
      package_name = ${extras.packageName}, package_folder = ${extras.packageFolder},
      remind_days_before = ${extras.remindDaysBefore}::integer[]
    WHERE id = ${campaignId}`.execute(tx)
}

export async function addChange(
  tx: Tx,
  { campaign, version }: Pick<StoredSettings, 'campaign' | 'version'>,
  staffId: string,
  changes: Change[],
  at: Date,
): Promise<void> {
  await sql`INSERT INTO campaign_change (campaign_id, version, school_id, staff_id, at, changes)
    VALUES (${campaign.id}, ${version}, ${campaign.schoolId}, ${staffId}, ${at}, ${JSON.stringify(changes)}::jsonb)`.execute(
    tx,
  )
}

type ChangeRow = { at: Date; staffId: string; changes: Change[] }

/** Every save, the latest first, with the id of who made it. */
export async function changesOf(tx: Tx, campaignId: string): Promise<ChangeRow[]> {
  return rowsOf<ChangeRow>(
    tx,
    sql`SELECT at, staff_id, changes FROM campaign_change WHERE campaign_id = ${campaignId} ORDER BY version DESC`,
  )
}

/** The last save, and how many graduates it concerns. */
export async function lastChange(
  tx: Tx,
  campaignId: string,
): Promise<{ graduateCount: number; at: Date | null; staffId: string | null }> {
  const row = await rowOf<{ graduateCount: number; at: Date | null; staffId: string | null }>(
    tx,
    sql`SELECT (SELECT count(*)::integer FROM graduate WHERE campaign_id = ${campaignId}) AS graduate_count, c.at, c.staff_id
      FROM (SELECT 1) one LEFT JOIN LATERAL (SELECT at, staff_id FROM campaign_change WHERE campaign_id = ${campaignId}
        ORDER BY version DESC LIMIT 1) c ON true`,
  )
  return row!
}

export function detailOf(
  { campaign, version, settings }: StoredSettings,
  last: { graduateCount: number; at: Date | null; login: string | null },
): CampaignDetail {
  return {
    campaignId: campaign.id,
    schoolId: campaign.schoolId,
    schoolName: campaign.schoolName,
    version,
    cancelledAt: campaign.cancelledAt?.toISOString() ?? null,
    settings,
    graduateCount: last.graduateCount,
    changedAt: last.at?.toISOString() ?? null,
    changedBy: last.login,
  }
}

export function historyEntry({ at, changes }: ChangeRow, login: string): CampaignHistoryEntry {
  return { at: at.toISOString(), by: login, changes }
}
