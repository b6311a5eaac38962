import type { Trade } from './book.ts'

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const safe = (text: string) => text.replace(/[&<>"']/g, (character) => escapes[character]!)

const style = `<style>
  body { font: 17px/1.5 system-ui, sans-serif; margin: 0; background: #ededed; color: #111; text-align: center }
  main { max-width: 400px; margin: 0 auto; padding: 48px 24px }
  strong { display: block; font-size: 44px; margin: 8px 0 40px }
  button { font: inherit; width: 100%; padding: 12px; border: 0; border-radius: 8px; margin-bottom: 12px }
  .pay { background: #07c160; color: #fff } .leave { background: #fff; color: #111 }
  a { color: #576b95 } small { color: #767676 }
</style>`

const page = (title: string, content: string) =>
  `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${safe(title)}</title>${style}<main>${content}<p><small>模拟的微信支付，不会真的付款</small></main></html>`

const yuan = (fen: number) => `¥${(fen / 100).toFixed(2)}`

/** The phone’s page of an H5 order: pay it or leave it. */
export function cashierPage(trade: Trade, prepayId: string, redirectUrl: string | null): string {
  const hidden = (name: string, value: string) => `<input type="hidden" name="${name}" value="${safe(value)}">`
  return page(
    '微信支付',
    `<p>${safe(trade.description)}<strong>${yuan(trade.totalFen)}</strong>
<form method="post" action="/emulator/cashier">${hidden('prepay_id', prepayId)}${hidden('redirect_url', redirectUrl ?? '')}
<button class="pay" name="does" value="pay">支付</button><button class="leave" name="does" value="give-up">放弃支付</button>
</form>`,
  )
}

/** What a phone shows when there is nothing to go back to, or nothing to pay. */
export const wordPage = (words: string) => page('微信支付', `<p>${safe(words)}`)

/** All orders, for whoever tries the emulator by hand: pay those that wait. */
export function ordersPage(trades: Trade[]): string {
  const rows = trades.map((trade) => {
    const number = `<input type="hidden" name="outTradeNo" value="${safe(trade.outTradeNo)}">`
    const form = `<form method="post" action="/emulator/orders">${number}
<button class="pay" name="does" value="pay">支付 ${yuan(trade.totalFen)}</button></form>`
    const waits = trade.state === 'NOTPAY' || trade.state === 'USERPAYING' || trade.state === 'PAYERROR'
    return `<p>${safe(trade.description)}<br>${safe(trade.outTradeNo)} ${trade.tradeType} ${trade.state}</p>${waits ? form : ''}`
  })
  return page('模拟的微信支付', rows.join('') || '<p>还没有订单。')
}
