import { createHash, createHmac } from 'node:crypto'

export interface AliyunKey {
  accessKeyId: string
  accessKeySecret: string
}

/** One request to an RPC-style product of Alibaba Cloud; its parameters stand in the query. */
export interface AliyunRequest {
  method: 'POST' | 'GET'
  host: string
  action: string
  version: string
  parameters: Record<string, string>
  /** ISO 8601 in UTC without milliseconds. */
  date: string
  nonce: string
}

const ALGORITHM = 'ACS3-HMAC-SHA256'
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/**
 * Query and headers of a signed request, the Authorization among them. Signature method V3 of Alibaba Cloud:
 * the canonical request (method, path, sorted query, sorted headers, hash of the empty body) is hashed and signed.
 */
export function signAliyun(request: AliyunRequest, key: AliyunKey): { query: string; headers: Record<string, string> } {
  const query = Object.entries(request.parameters)
    .map(([name, value]) => `${percent(name)}=${percent(value)}`)
    .sort()
    .join('&')
  const headers: Record<string, string> = {
    host: request.host,
    'x-acs-action': request.action,
    'x-acs-content-sha256': sha256(''),
    'x-acs-date': request.date,
    'x-acs-signature-nonce': request.nonce,
    'x-acs-version': request.version,
  }
  const names = Object.keys(headers).sort()
  const lines = names.map((name) => `${name}:${headers[name]}\n`).join('')
  const canonical = [request.method, '/', query, lines, names.join(';'), sha256('')].join('\n')
  const signature = createHmac('sha256', key.accessKeySecret)
    .update(`${ALGORITHM}\n${sha256(canonical)}`)
    .digest('hex')
  const authorization = `${ALGORITHM} Credential=${key.accessKeyId},SignedHeaders=${names.join(';')},Signature=${signature}`
  return { query, headers: { ...headers, authorization } }
}

/** RFC 3986: also what encodeURIComponent leaves alone. */
function percent(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
}
