import { Problem, problems, type RejectCode, ReviewState, rejectCodes, rejectReasons } from '@tucai/contract'
import Value from 'typebox/value'
import { campaignOf } from '../campaign/campaigns.ts'
import { readArguments, UsageWrong } from '../platform/command.ts'
import { type Db, inTransaction, SYSTEM } from '../platform/db.ts'
import { approveReview, type DecisionGround, rejectReview } from './decisions.ts'
import { reviewIdsOfPhotos, waitingPhotos } from './reviews.ts'
import { staffReviewPage } from './staff-reviews.ts'

type Say = (line: string) => void

const SHOWN = 100
const STATES_ZH: Record<ReviewState, string> = {
  waiting: '待审核',
  approved: '已通过',
  rejected: '已退回',
  withdrawn: '已撤回',
}
const LIST_USAGE = `review list --campaign ID [--state ${Object.keys(STATES_ZH).join('|')}]`
const APPROVE_USAGE = 'review approve PHOTO ... | --all --campaign ID'
const REJECT_USAGE = 'review reject PHOTO --reason CODE[,CODE] [--note TEXT] [--for-good]'

/** Lists a campaign's reviews: the photo, how it stands, the surname. */
export async function listReviews({ db, clock }: DecisionGround, args: string[], say: Say): Promise<number> {
  const text = { type: 'string' } as const
  const { values, positionals } = readArguments(args, { campaign: text, state: text })
  const { campaign: campaignId, state } = values
  const isState = state === undefined || Value.Check(ReviewState, state)
  if (campaignId === undefined || positionals.length > 0 || !isState) throw new UsageWrong(LIST_USAGE)
  if (!(await isCampaign(db, campaignId, say))) return 1
  const looking = { role: 'reviewer', now: clock.now() } as const
  const { total, reviews } = await inTransaction(db, SYSTEM, (tx) =>
    staffReviewPage(tx, { campaignId, state, limit: SHOWN }, looking),
  )
  for (const line of reviews) {
    const who = line.claimedBy ? `${line.claimedBy} 正在看` : (line.decidedBy ?? '')
    say([line.photoId ?? '—', STATES_ZH[line.state], line.name, line.submittedAt, who].join('  ').trimEnd())
  }
  say(total > reviews.length ? `${reviews.length} 行，共 ${total} 行` : `共 ${total} 行`)
  return 0
}

/** Approves photos by their ids, or every waiting one of a campaign. */
export async function approveByCommand(ground: DecisionGround, args: string[], say: Say): Promise<number> {
  const { values, positionals } = readArguments(args, { all: { type: 'boolean' }, campaign: { type: 'string' } })
  const { all = false, campaign } = values
  const isWhole = all && campaign !== undefined && positionals.length === 0
  const isNamed = !all && campaign === undefined && positionals.length > 0
  if (!isWhole && !isNamed) throw new UsageWrong(APPROVE_USAGE)
  if (isWhole && !(await isCampaign(ground.db, campaign, say))) return 1
  const photoIds = isWhole ? await inTransaction(ground.db, SYSTEM, (tx) => waitingPhotos(tx, campaign)) : positionals
  return decideEach(ground, photoIds, say, '已通过', (reviewId) => approveReview(ground, SYSTEM, reviewId))
}

/** Rejects one photo with the reasons that the student reads. */
export async function rejectByCommand(ground: DecisionGround, args: string[], say: Say): Promise<number> {
  const text = { type: 'string' } as const
  const options = { reason: text, note: text, 'for-good': { type: 'boolean' } } as const
  const { values, positionals } = readArguments(args, options)
  const given = [...new Set((values.reason ?? '').split(',').map((code) => code.trim().toUpperCase()))]
  const unknown = given.filter((code) => !rejectCodes.includes(code as RejectCode))
  if (positionals.length !== 1 || unknown.length > 0) {
    const known = rejectCodes.map((code) => `  ${code.padEnd(18)} ${rejectReasons[code].fault.zh}`)
    throw new UsageWrong([REJECT_USAGE, ...known].join('\n'))
  }
  const note = values.note?.trim() || null
  if (note !== null && [...note].length > 500) throw new UsageWrong('--note: at most 500 characters')
  const rejection = { reasons: given as RejectCode[], note, forGood: values['for-good'] ?? false }
  return decideEach(ground, positionals, say, '已退回', (reviewId) => rejectReview(ground, SYSTEM, reviewId, rejection))
}

async function isCampaign(db: Db, campaignId: string, say: Say): Promise<boolean> {
  const campaign = await inTransaction(db, SYSTEM, (tx) => campaignOf(tx, campaignId))
  if (campaign === undefined) say(`没有这个采集批次：${campaignId}`)
  return campaign !== undefined
}

/** Each photo apart: what one is refused for keeps no other from being decided. */
async function decideEach(
  { db }: DecisionGround,
  photoIds: string[],
  say: Say,
  done: string,
  decide: (reviewId: string) => Promise<unknown>,
): Promise<number> {
  const reviewIds = await inTransaction(db, SYSTEM, (tx) => reviewIdsOfPhotos(tx, photoIds))
  let decided = 0
  for (const photoId of photoIds) {
    const reviewId = reviewIds.get(photoId)
    try {
      if (reviewId === undefined) throw new Problem('not-found')
      await decide(reviewId)
      decided += 1
      say(`${photoId}  ${done}`)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      say(`${photoId}  ${problems[error.code].zh}`)
    }
  }
  say(`${done} ${decided} 张，共 ${photoIds.length} 张`)
  return decided === photoIds.length ? 0 : 1
}
