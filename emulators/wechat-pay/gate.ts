/** Who may ask at all: the checks of every request before anything is done for it. */
import type { IncomingHttpHeaders } from 'node:http'
import type { Merchant } from './book.ts'
import { invalidRequest, Refusal } from './refusal.ts'
import { isSigned, readAuthorization, requestMessage } from './signing.ts'

const SIGNED_WITHIN_SECONDS = 300

/** A request as it came over the wire. `url` is the path with its query, untouched. */
export interface Incoming {
  method: string
  url: string
  headers: IncomingHttpHeaders
  body: string
}

const unsigned = (message: string) => new Refusal(401, 'SIGN_ERROR', message)

/** The merchant that signed the request. */
export function admit(request: Incoming, merchants: Merchant[], now: Date): Merchant {
  const { method, url, headers, body } = request
  const given = readAuthorization(headers.authorization)
  if (typeof given === 'string') throw unsigned(given)
  const merchant = merchants.find(({ mchid }) => mchid === given.mchid)
  if (!merchant) throw unsigned('商户号不存在，请检查Http头Authorization中的mchid')
  if (merchant.serial !== given.serial) throw unsigned('商户证书序列号有误，请使用签名私钥匹配的证书序列号')
  const seconds = /^\d{10}$/.test(given.timestamp) ? Number(given.timestamp) : Number.NaN
  if (!(Math.abs(now.getTime() / 1000 - seconds) <= SIGNED_WITHIN_SECONDS))
    throw unsigned('Http头Authorization中的timestamp与发起请求的时间不得超过5分钟')
  if (given.nonce.length > 32) throw unsigned('Http头Authorization中的nonce_str不长于32个字符')
  const message = requestMessage(method, url, given.timestamp, given.nonce, body)
  if (!isSigned(message, given.signature, merchant.publicKey)) throw unsigned('签名错误，请检查后再试')
  checkHeaders(request)
  return merchant
}

function checkHeaders({ method, url, headers }: Incoming) {
  if (!headers['user-agent']) throw invalidRequest('Http头缺少User-Agent')
  const isDownload = url.startsWith('/v3/billdownload/')
  const accepted = (headers.accept ?? '').split(',').map((one) => one.split(';')[0]!.trim())
  if (!isDownload && !accepted.some((type) => ['application/json', '*/*', 'application/*'].includes(type)))
    throw invalidRequest('Http头Accept应为application/json')
  if (headers.accept === undefined) throw invalidRequest('Http头缺少Accept')
  if (method === 'POST' && !/^application\/json\b/.test(headers['content-type'] ?? ''))
    throw invalidRequest('Http头Content-Type应为application/json')
}
