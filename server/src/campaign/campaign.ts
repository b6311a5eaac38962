import {
  type CampaignView,
  type CampaignWindow,
  type Fees,
  type IdentityMode,
  type Opening,
  Problem,
} from '@tucai/contract'
import { chinaParts } from '../platform/china-time.ts'

/** One collection of graduate photos for one school. */
export interface Campaign extends CampaignFees {
  id: string
  schoolId: string
  schoolName: string
  title: string
  /** 届: the year of graduation. */
  year: number
  opensAt: Date
  closesAt: Date
  /** Minutes since midnight on China's clock. */
  dailyFromMinutes: number
  dailyUntilMinutes: number
  weekends: boolean
  fileAllowed: boolean
  frontCameraAllowed: boolean
  /** Null: a photo may be handed in as often as wanted. */
  submissionsMost: number | null
  replaceWithinDays: number
  standard: string
  identityMode: IdentityMode
  cancelledAt: Date | null
}

/** What it charges; `paperFeeFen` is one set of prints and comes on top, as do mailing and fetching. */
export type CampaignFees = Omit<Fees, 'freeWindows'> & { freeWindows: FreeWindow[] }

/** Orders placed from the one instant until before the other have no fee for the collection. */
export interface FreeWindow {
  from: string
  until: string
}

/** The usual terms: one set of prints by mail, mailing included, retakes free, the student pays after the photo. */
export const usualFees: Omit<CampaignFees, 'collectionFeeFen' | 'paperFeeFen'> = {
  printSetsMost: 1,
  mailingFeeFen: 0,
  stationFeeFen: null,
  station: '',
  freeRetakes: null,
  retakeFeeFen: 0,
  freeWindows: [],
  payer: 'student',
  payWhen: 'after-photo',
  refundRule: 'until-production',
  orderLifeMinutes: 1440,
}

/** What a campaign does unless something else is said. */
export const usualPolicy = {
  dailyFromMinutes: 0,
  dailyUntilMinutes: 1440,
  weekends: true,
  frontCameraAllowed: true,
  submissionsMost: null,
  replaceWithinDays: 2,
  identityMode: 'roster',
} as const satisfies Partial<Campaign>

type Window = Pick<
  Campaign,
  'opensAt' | 'closesAt' | 'dailyFromMinutes' | 'dailyUntilMinutes' | 'weekends' | 'cancelledAt'
>

export function openingOf(campaign: Window, now: Date): Opening {
  if (campaign.cancelledAt !== null) return 'cancelled'
  if (now < campaign.opensAt) return 'not-yet'
  if (now >= campaign.closesAt) return 'closed'
  const inChina = chinaParts(now)
  const minute = inChina.getUTCHours() * 60 + inChina.getUTCMinutes()
  const isHour = campaign.dailyFromMinutes <= minute && minute < campaign.dailyUntilMinutes
  const isDay = campaign.weekends || (inChina.getUTCDay() + 6) % 7 < 5
  return isHour && isDay ? 'open' : 'paused'
}

export function isOpen(campaign: Window, now: Date): boolean {
  return openingOf(campaign, now) === 'open'
}

const closedBecause = {
  'not-yet': 'campaign-not-yet',
  paused: 'campaign-paused',
  closed: 'campaign-closed',
  cancelled: 'campaign-cancelled',
} as const satisfies Record<Exclude<Opening, 'open'>, string>

/** @throws Problem campaign-cancelled, campaign-not-yet, campaign-paused or campaign-closed */
export function requireOpen(campaign: Window, now: Date): void {
  const opening = openingOf(campaign, now)
  if (opening !== 'open') throw new Problem(closedBecause[opening])
}

export function windowOf(campaign: Window): CampaignWindow {
  const { opensAt, closesAt, dailyFromMinutes, dailyUntilMinutes, weekends } = campaign
  const days = { opensAt: opensAt.toISOString(), closesAt: closesAt.toISOString() }
  return { ...days, dailyFromMinutes, dailyUntilMinutes, weekends }
}

/** Whether the instant lies in a window without a fee for the collection. */
export function isFree({ freeWindows }: Pick<CampaignFees, 'freeWindows'>, now: Date): boolean {
  return freeWindows.some(({ from, until }) => new Date(from) <= now && now < new Date(until))
}

export function isPaperOffered(fees: Pick<CampaignFees, 'mailingFeeFen' | 'stationFeeFen'>): boolean {
  return fees.mailingFeeFen !== null || fees.stationFeeFen !== null
}

/** What the refund rule means, shown before anybody pays. */
const refundRuleWords: Record<CampaignFees['refundRule'], { zh: string; en: string }> = {
  'until-review': {
    zh: '照片审核通过前可以全额退款；审核通过后不再退款。照片最终未通过或本次采集取消时，自动全额退款。',
    en: 'You can have everything back until your photo is approved, not after. If your photo is rejected for good or the collection is cancelled, you get everything back without asking.',
  },
  'until-production': {
    zh: '纸质版照片开始制作前可以全额退款；只有电子照片的订单，审核通过前可以全额退款。照片最终未通过或本次采集取消时，自动全额退款。',
    en: 'You can have everything back until your prints are being made, or, without prints, until your photo is approved. If your photo is rejected for good or the collection is cancelled, you get everything back without asking.',
  },
  never: {
    zh: '支付后不能自行申请退款。照片最终未通过或本次采集取消时，自动全额退款。',
    en: 'After paying you cannot ask for the fee back yourself. If your photo is rejected for good or the collection is cancelled, you get everything back without asking.',
  },
}

/** @throws Problem request-malformed, naming the field that does not fit the others */
export function requireSoundFees(fees: Fees): void {
  if (fees.stationFeeFen !== null && fees.station.trim() === '')
    throw new Problem('request-malformed', { field: 'station' })
  const isBackwards = fees.freeWindows.some(({ from, until }) => new Date(from) >= new Date(until))
  if (isBackwards) throw new Problem('request-malformed', { field: 'freeWindows' })
}

export function feesOf(campaign: CampaignFees): Fees {
  const { collectionFeeFen, paperFeeFen, printSetsMost, mailingFeeFen, stationFeeFen, station } = campaign
  const { freeRetakes, retakeFeeFen, freeWindows, payer, payWhen, refundRule, orderLifeMinutes } = campaign
  return {
    ...{ collectionFeeFen, paperFeeFen, printSetsMost, mailingFeeFen, stationFeeFen, station },
    ...{ freeRetakes, retakeFeeFen, freeWindows, payer, payWhen, refundRule, orderLifeMinutes },
  }
}

export function campaignView(campaign: Campaign, now: Date): CampaignView {
  const collectionFen = campaign.payer !== 'student' || isFree(campaign, now) ? 0 : campaign.collectionFeeFen
  const ways = [campaign.mailingFeeFen, campaign.stationFeeFen].filter((fen) => fen !== null)
  const printsFen =
    campaign.payer === 'school' ? 0 : campaign.paperFeeFen + Math.min(...ways, ...(ways.length ? [] : [0]))
  return {
    campaignId: campaign.id,
    title: campaign.title,
    open: isOpen(campaign, now),
    opening: openingOf(campaign, now),
    ...windowOf(campaign),
    identityMode: campaign.identityMode,
    fileAllowed: campaign.fileAllowed,
    frontCameraAllowed: campaign.frontCameraAllowed,
    submissionsMost: campaign.submissionsMost,
    replaceWithinDays: campaign.replaceWithinDays,
    electronicFeeFen: collectionFen,
    paperFeeFen: collectionFen + printsFen,
    paperOffered: isPaperOffered(campaign),
    fees: feesOf(campaign),
    refundRule: refundRuleWords[campaign.refundRule],
  }
}
