/** What is no part of WeChat Pay’s interface for merchants: the payer’s pages, and the emulator’s own switches. */
import type { ServerResponse } from 'node:http'
import type { Book } from './book.ts'
import { cashierPage, ordersPage, wordPage } from './cashier-page.ts'
import type { WechatPayEmulator } from './face.ts'
import type { Incoming } from './gate.ts'
import { tradeOfPrepay } from './payer.ts'

export interface Inside {
  book: Book
  now(): Date
  emulator: WechatPayEmulator
}

/** The cashier’s address is good for five minutes. */
const H5_MS = 300_000

export async function answerByHand(request: Incoming, response: ServerResponse, inside: Inside) {
  const url = new URL(request.url, 'http://emulator')
  const key = `${request.method} ${url.pathname}`
  try {
    if (key === 'GET /cgi-bin/mmpayweb-bin/checkmweb') return html(response, phonePage(url.searchParams, inside))
    if (key === 'POST /emulator/cashier') return leaveCashier(new URLSearchParams(request.body), response, inside)
    if (key === 'GET /emulator') return html(response, ordersPage([...inside.book.trades.values()]))
    if (key === 'POST /emulator/orders') return payFromList(new URLSearchParams(request.body), response, inside)
    const done = switches[key]
    if (!done) return json(response, 404, { message: `${key} is not known` })
    return json(response, 200, (await done(inside, request.body === '' ? {} : JSON.parse(request.body))) ?? {})
  } catch (problem) {
    return json(response, 400, { message: problem instanceof Error ? problem.message : String(problem) })
  }
}

// biome-ignore lint/suspicious/noExplicitAny: whoever turns a switch by hand is told by its own error what is missing
const switches: Record<string, (inside: Inside, given: any) => unknown> = {
  'GET /emulator/ledger': ({ emulator }) => emulator.ledger(),
  'GET /emulator/notices': ({ emulator }) =>
    emulator.notices.map(({ id, event, number, notifyUrl, state, attempts }) => {
      const tries = attempts.map(({ at, status }) => ({ at, status: status ?? null }))
      return { id, event, number, notifyUrl, state, attempts: tries }
    }),
  'GET /emulator/faults': ({ emulator }) => emulator.faults.waiting,
  'POST /emulator/faults': ({ emulator }, fault) => emulator.fault(fault),
  'DELETE /emulator/faults': ({ emulator }) => emulator.faults.clear(),
  'POST /emulator/pay': ({ emulator }, { parameters, ...paying }) => emulator.pay(parameters, paying),
  'POST /emulator/pay-h5': ({ emulator }, { h5Url, ...paying }) => emulator.payH5(h5Url, paying),
  'POST /emulator/pay-order': ({ emulator }, { outTradeNo, ...paying }) => emulator.payOrder(outTradeNo, paying),
  'POST /emulator/refund-plan': ({ emulator }, plan) => {
    emulator.refundPlan = { ...emulator.refundPlan, ...plan }
    return emulator.refundPlan
  },
  'POST /emulator/end-refund': ({ emulator }, { outRefundNo, outcome }) => emulator.endRefund(outRefundNo, outcome),
  'POST /emulator/advance': ({ emulator }, { milliseconds }) => emulator.advance(milliseconds),
  'POST /emulator/settle': ({ emulator }) => emulator.settle(),
  'POST /emulator/certificates': ({ emulator }) => ({ serial: emulator.platform.addCertificate(emulator.now()) }),
  'POST /emulator/certificates/use-newest': ({ emulator }) => emulator.platform.useNewestCertificate(),
  'POST /emulator/certificates/retire': ({ emulator }) => emulator.platform.retireCertificates(),
  'POST /emulator/reset': ({ emulator }) => emulator.reset(),
}

function phonePage(query: URLSearchParams, { book, now }: Inside): string {
  const prepayId = query.get('prepay_id') ?? ''
  const trade = tradeOfPrepay(book, prepayId)
  if (trade?.tradeType !== 'MWEB') return wordPage('商家参数格式有误，请联系商家解决')
  const madeAt = trade.prepays.find(({ id }) => id === prepayId)!.madeAt
  if (now().getTime() - madeAt.getTime() > H5_MS) return wordPage('支付请求已失效，请重新发起支付')
  return cashierPage(trade, prepayId, query.get('redirect_url'))
}

/** Back to the merchant’s page, which is told nothing: it has to ask. */
function leaveCashier(form: URLSearchParams, response: ServerResponse, { emulator }: Inside) {
  const does = form.get('does') === 'pay' ? 'pay' : 'give-up'
  const { errMsg } = emulator.payH5(`http://emulator/?prepay_id=${form.get('prepay_id')}`, { does })
  const back = form.get('redirect_url') ?? ''
  if (/^https?:\/\//.test(back)) return response.writeHead(302, { Location: back }).end()
  const words = errMsg === 'requestPayment:ok' ? '支付成功' : errMsg.replace('requestPayment:fail ', '')
  return html(response, wordPage(words === 'cancel' ? '已放弃支付' : words))
}

function payFromList(form: URLSearchParams, response: ServerResponse, { emulator }: Inside) {
  emulator.payOrder(form.get('outTradeNo') ?? '')
  response.writeHead(302, { Location: '/emulator' }).end()
}

function html(response: ServerResponse, text: string) {
  response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(text)
}

function json(response: ServerResponse, status: number, value: unknown) {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' }).end(JSON.stringify(value))
}
