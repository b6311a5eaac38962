import { Problem } from '@tucai/contract'
import { readArguments, UsageWrong } from '../platform/command.ts'
import { inTransaction, SYSTEM } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import { cancelCampaign } from './campaign-end.ts'

/** Cancels a campaign: nothing can be ordered any more, and the running program gives back what was paid. */
export async function cancelCampaignByCommand(
  ground: Pick<Engines, 'db' | 'secrets' | 'jobs' | 'clock'>,
  args: string[],
  say: (line: string) => void,
): Promise<number> {
  const { values, positionals } = readArguments(args, { 'give-back': { type: 'boolean' } })
  const [campaignId] = positionals
  if (campaignId === undefined || positionals.length > 1) throw new UsageWrong('campaign cancel ID --give-back')
  if (!values['give-back']) {
    say('取消批次会关闭未支付的订单，并全额退回已支付的费用，不能撤销。确认请加 --give-back。')
    return 1
  }
  try {
    await inTransaction(ground.db, SYSTEM, (tx) => cancelCampaign(tx, ground, SYSTEM, campaignId))
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    say(`没有这个采集批次：${campaignId}。用 campaign list 查看批次。`)
    return 1
  }
  say('批次已取消；未支付的订单和退款由正在运行的程序处理，退款进度见控制台。')
  return 0
}
