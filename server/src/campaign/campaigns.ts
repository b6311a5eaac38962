import { sql } from 'kysely'
import { rowOf, rowsOf, type Tx } from '../platform/db.ts'
import { newId } from '../platform/ids.ts'
import type { Campaign } from './campaign.ts'

const COLUMNS = sql`c.id, c.school_id, s.name AS school_name, c.title, c.opens_at, c.closes_at, c.file_allowed,
  c.standard, c.collection_fee_fen, c.paper_fee_fen, c.identity_mode`

export async function campaignOf(tx: Tx, campaignId: string): Promise<Campaign | undefined> {
  return rowOf<Campaign>(
    tx,
    sql`SELECT ${COLUMNS} FROM campaign c JOIN school s ON s.id = c.school_id WHERE c.id = ${campaignId}`,
  )
}

/** How many days a student has for replacing a rejected photo. */
export async function replaceWithinDays(tx: Tx, campaignId: string): Promise<number> {
  const row = await rowOf<{ days: number }>(
    tx,
    sql`SELECT replace_within_days AS days FROM campaign WHERE id = ${campaignId}`,
  )
  return row!.days
}

/** The campaigns that the actor may see, the newest first. */
export async function campaignsSeen(tx: Tx): Promise<Campaign[]> {
  return rowsOf<Campaign>(
    tx,
    sql`SELECT ${COLUMNS} FROM campaign c JOIN school s ON s.id = c.school_id ORDER BY c.created_at DESC, c.id`,
  )
}

export async function addSchool(tx: Tx, name: string): Promise<string> {
  const id = newId('sch')
  await sql`INSERT INTO school (id, name) VALUES (${id}, ${name})`.execute(tx)
  return id
}

/** The campaigns that are open, by school. */
export async function openCampaigns(tx: Tx, now: Date): Promise<Campaign[]> {
  return rowsOf<Campaign>(
    tx,
    sql`SELECT ${COLUMNS} FROM campaign c JOIN school s ON s.id = c.school_id
      WHERE c.opens_at <= ${now} AND c.closes_at > ${now} ORDER BY s.name, c.title, c.id`,
  )
}

export type NewCampaign = Omit<Campaign, 'id' | 'schoolName' | 'identityMode'> & Partial<Pick<Campaign, 'identityMode'>>

export async function addCampaign(tx: Tx, campaign: NewCampaign): Promise<string> {
  const id = newId('cmp')
  const { schoolId, title, opensAt, closesAt, fileAllowed, standard, collectionFeeFen, paperFeeFen } = campaign
  const { identityMode = 'roster' } = campaign
  await sql`INSERT INTO campaign (id, school_id, title, opens_at, closes_at, file_allowed, standard, collection_fee_fen,
      paper_fee_fen, identity_mode)
    VALUES (${id}, ${schoolId}, ${title}, ${opensAt}, ${closesAt}, ${fileAllowed}, ${standard}, ${collectionFeeFen},
      ${paperFeeFen}, ${identityMode})`.execute(tx)
  return id
}

export async function schoolByName(tx: Tx, name: string): Promise<string | undefined> {
  return (await rowOf<{ id: string }>(tx, sql`SELECT id FROM school WHERE name = ${name}`))?.id
}
