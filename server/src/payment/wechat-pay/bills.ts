import { createHash } from 'node:crypto'
import { type BillLine, ProviderAway } from '../provider.ts'
import { parseBill } from './bill.ts'
import { awayFor, refusalOf, WechatPayFailure } from './calls.ts'
import { textOf } from './fields.ts'
import type { WechatPay } from './payments.ts'
import type { Exchange } from './transport.ts'

const DOWNLOADED_WITHIN_MS = 60_000
/** WeChat Pay begins at nine to make the bill of the day before and asks merchants to come from ten on. */
const READY_AFTER_MS = (24 + 10 - 8) * 3_600_000

/**
 * The bill of a day, for every payment and refund of the merchant.
 * @see https://pay.weixin.qq.com/doc/v3/merchant/4012556654 and https://pay.weixin.qq.com/doc/v3/merchant/4012084430
 */
export async function bill(pay: WechatPay, exchange: Exchange, day: string): Promise<BillLine[]> {
  if (!/^\d{4}-\d\d-\d\d$/.test(day)) throw new Error('a day is written 2026-11-25')
  const label = `bill of ${day}`
  try {
    const path = `/v3/bill/tradebill?bill_date=${day}&bill_type=ALL`
    const answer = await pay.ask({ method: 'GET', path, label })
    const bytes = await download(exchange, pathOf(textOf(answer, 'download_url'), pay.setting.url), label)
    const [type, value] = [textOf(answer, 'hash_type'), textOf(answer, 'hash_value')]
    const hash = createHash('sha1').update(bytes).digest('hex')
    if (type !== 'SHA1' || hash !== value.toLowerCase()) throw new ProviderAway(`the ${label} came damaged`)
    return parseBill(bytes.toString())
  } catch (error) {
    if (!(error instanceof WechatPayFailure)) throw awayFor(error, label)
    if (error.code !== 'NOSTATEMENTEXIST') throw refusalOf(error)
    // Before the bills are made none exists either.
    if (pay.clock.now().getTime() < Date.parse(day) + READY_AFTER_MS) throw new ProviderAway(`no ${label} yet`)
    return []
  }
}

/** Our signature goes to WeChat Pay alone, wherever an answer points. */
function pathOf(downloadUrl: string, ours: string): string {
  const url = URL.parse(downloadUrl)
  const isOfficial = url?.protocol === 'https:' && url.hostname.endsWith('.mch.weixin.qq.com')
  if (url === null || !(url.origin === ours || isOfficial)) throw new ProviderAway('a bill at a foreign address')
  return url.pathname + url.search
}

/** Files come without a signature; the hash in the signed answer stands for them. */
async function download(exchange: Exchange, path: string, label: string): Promise<Buffer> {
  const { status, body } = await exchange({ method: 'GET', path, label, withinMs: DOWNLOADED_WITHIN_MS })
  if (status !== 200) throw new ProviderAway(`the ${label} could not be downloaded: status ${status}`)
  return body
}
