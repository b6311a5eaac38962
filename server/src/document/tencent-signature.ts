import { createHash, createHmac } from 'node:crypto'

export interface TencentKey {
  secretId: string
  secretKey: string
}

export interface TencentCall {
  /** Without port, as in the header. */
  host: string
  service: string
  action: string
  version: string
  region: string
  /** JSON. */
  body: string
  /** Seconds since 1970. */
  timestamp: number
}

const ALGORITHM = 'TC3-HMAC-SHA256'
const SIGNED_HEADERS = 'content-type;host;x-tc-action'
const CONTENT_TYPE = 'application/json; charset=utf-8'

/** All headers of a signed POST to Tencent Cloud’s API 3.0, signature method v3. */
export function tencentHeaders(key: TencentKey, call: TencentCall): Record<string, string> {
  const { host, service, action, version, region, body, timestamp } = call
  const day = new Date(timestamp * 1000).toISOString().slice(0, 10)
  const headers = `content-type:${CONTENT_TYPE}\nhost:${host}\nx-tc-action:${action.toLowerCase()}\n`
  const request = ['POST', '/', '', headers, SIGNED_HEADERS, sha256(body)].join('\n')
  const scope = `${day}/${service}/tc3_request`
  const text = [ALGORITHM, timestamp, scope, sha256(request)].join('\n')
  const dayKey = hmac(`TC3${key.secretKey}`, day)
  const signature = hmac(hmac(hmac(dayKey, service), 'tc3_request'), text).toString('hex')
  return {
    authorization: `${ALGORITHM} Credential=${key.secretId}/${scope}, SignedHeaders=${SIGNED_HEADERS}, Signature=${signature}`,
    'content-type': CONTENT_TYPE,
    'x-tc-action': action,
    'x-tc-version': version,
    'x-tc-region': region,
    'x-tc-timestamp': String(timestamp),
  }
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()
