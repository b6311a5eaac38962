import { type CampaignDetail, type CampaignSettings, Problem, type StandardView } from '@tucai/contract'
import { recordAudit } from '../audit/audits.ts'
import { type Actor, inTransaction, SYSTEM, type Tx } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import type { RouteTable, StaffActor } from '../platform/http/route-table.ts'
import { staffLogins } from '../staff/staff-members.ts'
import { type Campaign, campaignView } from './campaign.ts'
import {
  addCampaignWith,
  addChange,
  changeSettings,
  changesOf,
  detailOf,
  historyEntry,
  lastChange,
  type StoredSettings,
  storedSettings,
} from './campaign-settings.ts'
import { addSchoolWith, changeSchool, schoolsSeen } from './schools.ts'
import { changesBetween, concernsStudents, copiedSettings, type Judges, requireSoundSettings } from './settings.ts'

export interface CampaignSetting extends Judges {
  standards(): StandardView[]
  /** Tells whoever is not finished that window or camera changed. */
  tellChange(tx: Tx, actor: StaffActor, campaign: Pick<Campaign, 'id' | 'schoolId'>): Promise<void>
}

/** Schools and campaigns, as administrators make and change them. */
export function campaignRoutes(routes: RouteTable, engines: Engines, setting: CampaignSetting): void {
  const { db, clock } = engines
  schoolRoutes(routes, engines)
  copyRoutes(routes, engines, setting)

  routes.handle('staffCampaignShow', ({ actor, params: { campaignId } }) => shown(engines, actor, campaignId))

  routes.handle('staffCampaignMake', async ({ actor, body: { schoolId, settings } }) => {
    requireSoundSettings(settings, setting)
    const campaignId = await inTransaction(db, actor, async (tx) => {
      await schoolNamed(tx, schoolId)
      const id = await addCampaignWith(tx, schoolId, settings)
      await recordAudit(tx, clock.now(), actor, 'campaign-made', [id])
      return id
    })
    return shown(engines, actor, campaignId)
  })

  routes.handle('staffCampaignChange', async ({ actor, params: { campaignId }, body }) => {
    const { version, settings, notify } = body
    requireSoundSettings(settings, setting)
    await inTransaction(db, actor, async (tx) => {
      const before = await found(tx, campaignId)
      if (before.campaign.cancelledAt !== null) throw new Problem('campaign-cancelled')
      const changes = changesBetween(before.settings, settings)
      if (changes.length === 0) return
      if (!(await changeSettings(tx, campaignId, version, settings))) throw new Problem('campaign-changed-meanwhile')
      const now = clock.now()
      await addChange(tx, { campaign: before.campaign, version: version + 1 }, actor.staffId, changes, now)
      await recordAudit(tx, now, actor, 'campaign-changed', [campaignId])
      if (notify && concernsStudents(changes)) await setting.tellChange(tx, actor, before.campaign)
    })
    return shown(engines, actor, campaignId)
  })

  routes.handle('staffCampaignHistory', async ({ actor, params: { campaignId } }) => {
    const rows = await inTransaction(db, actor, async (tx) => {
      await found(tx, campaignId)
      return changesOf(tx, campaignId)
    })
    const logins = await loginsOf(
      engines,
      rows.map(({ staffId }) => staffId),
    )
    return rows.map((row) => historyEntry(row, logins.get(row.staffId)!))
  })
}

function schoolRoutes(routes: RouteTable, { db, clock }: Engines): void {
  routes.handle('staffSchoolList', ({ actor }) => inTransaction(db, actor, schoolsSeen))

  routes.handle('staffSchoolAdd', ({ actor, body }) =>
    inTransaction(db, actor, async (tx) => {
      const school = await addSchoolWith(tx, body)
      await recordAudit(tx, clock.now(), actor, 'school-made', [school.schoolId])
      return school
    }),
  )

  routes.handle('staffSchoolChange', ({ actor, params: { schoolId }, body }) =>
    inTransaction(db, actor, async (tx) => {
      const school = await changeSchool(tx, schoolId, body)
      await recordAudit(tx, clock.now(), actor, 'school-changed', [schoolId])
      return school
    }),
  )
}

/** The API knows no later class. */
const LAST_YEAR = 2100

/** What nothing is stored by: standards, copies and previews. */
function copyRoutes(routes: RouteTable, { db, clock }: Engines, setting: CampaignSetting): void {
  routes.handle('staffStandardList', async () => setting.standards())

  routes.handle('staffCampaignNextYear', ({ actor, params: { campaignId }, query: { year } }) =>
    inTransaction(db, actor, async (tx) => {
      const { settings } = await found(tx, campaignId)
      return copiedSettings(settings, year ?? Math.min(settings.year + 1, LAST_YEAR))
    }),
  )

  routes.handle('staffCampaignPreview', ({ actor, body: { schoolId, settings } }) =>
    inTransaction(db, actor, async (tx) => {
      requireSoundSettings(settings, setting)
      const schoolName = await schoolNamed(tx, schoolId)
      return { schoolName, campaign: campaignView(campaignWith(schoolId, schoolName, settings), clock.now()) }
    }),
  )
}

/** A campaign as it would be with these settings. */
function campaignWith(schoolId: string, schoolName: string, settings: CampaignSettings): Campaign {
  const { fees, opensAt, closesAt, ...rest } = settings
  const days = { opensAt: new Date(opensAt), closesAt: new Date(closesAt) }
  return { ...rest, ...fees, ...days, id: '', schoolId, schoolName, cancelledAt: null }
}

async function found(tx: Tx, campaignId: string): Promise<StoredSettings> {
  const stored = await storedSettings(tx, campaignId)
  if (stored === undefined) throw new Problem('not-found')
  return stored
}

async function schoolNamed(tx: Tx, schoolId: string): Promise<string> {
  const school = (await schoolsSeen(tx)).find((one) => one.schoolId === schoolId)
  if (school === undefined) throw new Problem('not-found')
  return school.name
}

async function shown(engines: Engines, actor: Actor, campaignId: string): Promise<CampaignDetail> {
  const [stored, last] = await inTransaction(engines.db, actor, async (tx) => {
    return [await found(tx, campaignId), await lastChange(tx, campaignId)] as const
  })
  const logins = last.staffId === null ? undefined : await loginsOf(engines, [last.staffId])
  return detailOf(stored, { ...last, login: logins?.get(last.staffId!) ?? null })
}

/** Operators of a school see no staff; that somebody of the centre changed their campaign they may know. */
function loginsOf({ db }: Pick<Engines, 'db'>, staffIds: string[]): Promise<Map<string, string>> {
  return inTransaction(db, SYSTEM, (tx) => staffLogins(tx, staffIds))
}
