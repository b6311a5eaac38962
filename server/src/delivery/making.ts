import { type DeliveryPreview, type DeliverySettings, Problem } from '@tucai/contract'
import { askApproval } from '../approval/approvals.ts'
import { recordAudit } from '../audit/audits.ts'
import type { Campaign } from '../campaign/campaign.ts'
import { campaignOf } from '../campaign/campaigns.ts'
import { standardsOf } from '../photo/photos.ts'
import { chinaDay } from '../platform/china-time.ts'
import type { Tx } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import type { StaffActor } from '../platform/http/route-table.ts'
import { type Candidate, candidatesIn } from './candidates.ts'
import { addDelivery, deliveryOf, lockDeliveries, nextNumber } from './deliveries.ts'
import { coverMiddle, type Delivery } from './delivery.ts'
import { leftOutViews } from './left-out.ts'
import { nameFile, openSpelling, parseNames } from './names.ts'
import { type Left, type Packable, type Sorting, sortOut } from './sorting-out.ts'

type Ground = Pick<Engines, 'secrets' | 'clock'>

const MOST_FOLDERS = 200
const MOST_SAMPLES = 3

/** What a package would hold now, and what not and why. @throws Problem not-found, delivery-name-wrong, delivery-standard-unknown */
export async function previewDelivery(
  tx: Tx,
  { secrets, clock }: Ground,
  campaignId: string,
  settings: DeliverySettings,
): Promise<DeliveryPreview> {
  const campaign = await requireCampaign(tx, campaignId)
  requireStandards(campaign, settings)
  const meant = await candidatesIn(tx, campaignId, settings)
  const planned = await plan(await sortOut((work) => work(tx), secrets, meant, settings))
  const number = await nextNumber(tx, chinaDay(clock.now()))
  const zips = plannedZips(planned.sizes, settings, packageBase(campaign.schoolName, number, settings.utf8))
  return {
    ...{ number, zips, photos: planned.sizes.length, inScope: meant.graduateIds.length },
    bytes: zips.reduce((sum, { bytes }) => sum + bytes, 0),
    folders: [...planned.folders].slice(0, MOST_FOLDERS).map(([path, photos]) => ({ path, photos })),
    samples: await coveredSamples(planned.first, settings),
    leftOut: leftOutViews(planned.left),
    manifest: `${number}.sha256`,
    list: settings.list ? `${number}.xlsx` : null,
  }
}

interface Planned {
  /** Bytes of each photo, by standard. */
  sizes: number[][]
  folders: Map<string, number>
  first: Packable[]
  left: Left[]
}

async function plan(sorting: Sorting): Promise<Planned> {
  const planned: Planned = { sizes: [], folders: new Map(), first: [], left: [] }
  const { sizes, folders, first } = planned
  for await (const { packable, left } of sorting.pages()) {
    for (const { folder, pictures } of packable) {
      sizes.push(pictures.map(({ bytes }) => bytes))
      folders.set(folder, (folders.get(folder) ?? 0) + 1)
    }
    first.push(...packable.slice(0, MOST_SAMPLES - first.length))
    planned.left.push(...left)
  }
  return planned
}

/**
 * Takes the approved photos of the campaign that the settings mean into a new delivery, and asks a second person to let
 * it out. The caller has it packed.
 * @throws Problem as the preview, or delivery-nothing
 */
export async function makeDelivery(
  tx: Tx,
  { secrets, clock }: Ground,
  actor: StaffActor,
  campaignId: string,
  settings: DeliverySettings,
): Promise<Delivery> {
  const campaign = await requireCampaign(tx, campaignId)
  requireStandards(campaign, settings)
  const now = clock.now()
  await lockDeliveries(tx)
  const meant = await candidatesIn(tx, campaignId, settings)
  const { photos } = await sortOut((work) => work(tx), secrets, meant, settings)
  if (photos === 0) throw new Problem('delivery-nothing')
  const { schoolId } = campaign
  const { staffId } = actor
  const id = await addDelivery(
    tx,
    { campaignId, schoolId, settings, staffId, chinaDay: chinaDay(clock.now()) },
    meant.graduateIds,
    now,
  )
  await recordAudit(tx, now, actor, 'delivery-made', [id])
  const delivery = (await deliveryOf(tx, id))!
  await askToFetch(tx, actor, delivery, photos, now)
  return delivery
}

/** Asks another person to approve that this one fetches the package. */
export async function askToFetch(
  tx: Tx,
  actor: StaffActor,
  { id, number, schoolId, schoolName, target }: Delivery,
  personCount: number,
  now: Date,
): Promise<void> {
  const whom = target === 'chsi' ? '学信网' : '学校'
  const ask = { kind: 'delivery-download', subject: id, schoolId, personCount } as const
  await askApproval(tx, actor, { ...ask, title: `交付包 ${number} · ${schoolName}`, reason: `提交${whom}` }, now)
}

/** What the files of a package are named after. */
export function packageBase(schoolName: string, number: string, utf8: boolean): string {
  const school = schoolName.replace(/[\\/:*?"<>|\p{C}]/gu, '').trim()
  return utf8 && school !== '' ? `${school}_${number}` : number
}

async function requireCampaign(tx: Tx, campaignId: string): Promise<Campaign> {
  const campaign = await campaignOf(tx, campaignId)
  if (campaign === undefined) throw new Problem('not-found')
  return campaign
}

function requireStandards({ standard }: Campaign, { standards }: DeliverySettings): void {
  const known = standardsOf(standard)
  if (!standards.every((one) => known.includes(one)))
    throw new Problem('delivery-standard-unknown', { field: 'standards' })
}

function plannedZips(sizes: number[][], { standards, photosPerZip }: DeliverySettings, base: string) {
  const isSplit = sizes.length > photosPerZip
  return standards.flatMap((standard, place) => {
    const of = place === 0 ? base : `${base}_${standard}`
    const zips: DeliveryPreview['zips'] = []
    for (let from = 0; from < sizes.length; from += photosPerZip) {
      const inside = sizes.slice(from, from + photosPerZip)
      const bytes = inside.reduce((sum, bytes) => sum + bytes[place]!, 0)
      zips.push({ name: `${of}${isSplit ? `_${zips.length + 1}` : ''}.zip`, photos: inside.length, bytes })
    }
    return zips
  })
}

/** The first files, with what is personal covered as everywhere. */
async function coveredSamples(packable: Packable[], settings: DeliverySettings): Promise<DeliveryPreview['samples']> {
  const template = parseNames(settings)
  const spell = await openSpelling(settings.utf8)
  // A star may stand on the screen and in no file name.
  const star = '\u2217'
  return packable.map(({ candidate, idNumber, code, pictures }) => {
    const fields = coveredFields(candidate, idNumber, code)
    const named = nameFile(template, fields, (text) => (text.includes(star) ? text : spell(text)))
    const shown = 'name' in named ? named : { folder: '', name: '****.jpg' }
    return { ...shown, name: shown.name.replaceAll(star, '*'), bytes: pictures[0]!.bytes }
  })

  function coveredFields(
    { studentNumber, examNumber, name, ...rest }: Candidate,
    idNo: string | null,
    code: string | null,
  ) {
    const covered = (text: string | null) => text && coverMiddle(text).replaceAll('*', star)
    return {
      ...{ studentNo: covered(studentNumber), examNo: covered(examNumber), code: covered(code) },
      idNo: idNo && `${idNo.slice(0, 3)}${star.repeat(4)}`,
      name: `${name.slice(0, 1)}${star.repeat(2)}`,
      ...{ class: rest.className, college: rest.college, major: rest.major, school: rest.schoolName },
      ...{ level: rest.level, year: String(rest.graduationYear) },
    }
  }
}
