/** The interface under /v3: which request means what. */
import type { Bills } from './bills.ts'
import type { Book, Merchant, Refund } from './book.ts'
import type { Operation } from './faults.ts'
import type { Incoming } from './gate.ts'
import { checkMchid, closeTrade, findTrade, type PlacingRules, place, transactionOf } from './payments.ts'
import type { Platform } from './platform.ts'
import { findRefund, type RefundingRules, refundOf, takeRefund } from './refunds.ts'
import { Refusal } from './refusal.ts'

export interface ApiDeps {
  book: Book
  bills: Bills
  platform: Platform
  now(): Date
  baseUrl(): string
  knowsOpenId: PlacingRules['knowsOpenId']
  refundsApart(): RefundingRules['apart']
  /** Called once for each refund that was taken on. */
  refunding(refund: Refund): void
}

/** What is answered: an object as JSON, bytes as a file without a signature, nothing with 204. */
export type Answer = { json: Record<string, unknown> } | { file: Buffer } | { nothing: true }

interface Asked {
  request: Incoming
  merchant: Merchant
  query: URLSearchParams
  /** What stands in the path for the number. */
  number: string
}

export interface Route {
  operation: Operation
  method: string
  path: RegExp
  answer(asked: Asked): Answer
}

export function routesOf(deps: ApiDeps): Route[] {
  const { book, now } = deps
  const placing = () => ({ now: now(), knowsOpenId: deps.knowsOpenId })
  const query = (asked: Asked, number: Parameters<typeof findTrade>[2]): Answer => {
    checkMchid(asked.query.get('mchid'), asked.merchant, 'query')
    return { json: transactionOf(findTrade(book, asked.merchant, number)) }
  }
  const route = (operation: Operation, method: string, path: string, answer: Route['answer']): Route => {
    const pattern = new RegExp(`^${path.replace('{number}', '(?<number>[^/]+)')}$`)
    return { operation, method, path: pattern, answer }
  }
  return [
    route('place', 'POST', '/v3/pay/transactions/jsapi', ({ request, merchant }) => ({
      json: { prepay_id: place(book, merchant, 'JSAPI', request.body, placing()) },
    })),
    route('place', 'POST', '/v3/pay/transactions/h5', ({ request, merchant }) => ({
      json: { h5_url: h5Url(deps.baseUrl(), place(book, merchant, 'MWEB', request.body, placing())) },
    })),
    route('query', 'GET', '/v3/pay/transactions/out-trade-no/{number}', (asked) =>
      query(asked, { outTradeNo: asked.number }),
    ),
    route('query', 'GET', '/v3/pay/transactions/id/{number}', (asked) => query(asked, { transactionId: asked.number })),
    route('close', 'POST', '/v3/pay/transactions/out-trade-no/{number}/close', ({ request, merchant, number }) => {
      closeTrade(book, merchant, number, request.body, now())
      return { nothing: true }
    }),
    route('refund', 'POST', '/v3/refund/domestic/refunds', ({ request, merchant }) => {
      const rules = { now: now(), apart: deps.refundsApart() }
      const { refund, isNew } = takeRefund(book, merchant, request.body, rules)
      if (isNew) deps.refunding(refund)
      return { json: refundOf(refund) }
    }),
    route('refund-query', 'GET', '/v3/refund/domestic/refunds/{number}', ({ merchant, number }) => ({
      json: refundOf(findRefund(book, merchant, number)),
    })),
    route('bill', 'GET', '/v3/bill/tradebill', (asked) => ({
      json: { ...deps.bills.ask('trade', asked.query, asked.merchant, deps.baseUrl()) },
    })),
    route('bill', 'GET', '/v3/bill/fundflowbill', (asked) => ({
      json: { ...deps.bills.ask('fund', asked.query, asked.merchant, deps.baseUrl()) },
    })),
    route('bill-download', 'GET', '/v3/billdownload/file', (asked) => ({
      file: deps.bills.download(asked.query.get('token'), asked.merchant),
    })),
    route('certificates', 'GET', '/v3/certificates', ({ merchant }) => ({
      json: { ...deps.platform.certificatesFor(merchant.apiKey) },
    })),
  ]
}

/** The route of a request, ready to be answered. */
export function findRoute(routes: Route[], request: Incoming) {
  const url = new URL(request.url, 'http://emulator')
  for (const { operation, method, path, answer } of routes) {
    const found = method === request.method ? path.exec(url.pathname) : null
    if (!found) continue
    const number = decoded(found.groups?.number ?? '')
    const answerTo = (merchant: Merchant) => answer({ request, merchant, query: url.searchParams, number })
    return { operation, answerTo }
  }
  throw new Refusal(404, 'RESOURCE_NOT_EXISTS', '请求的资源不存在')
}

/** Where the payer’s phone goes; the merchant may add `&redirect_url=`. */
const h5Url = (baseUrl: string, prepayId: string) =>
  `${baseUrl}/cgi-bin/mmpayweb-bin/checkmweb?prepay_id=${prepayId}&package=${prepayId.slice(-10)}`

/** What stands in a path; a number that is written wrongly is nobody’s. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
