import { createHash, createHmac } from 'node:crypto'
import { type Listening, listen, type Received } from './listening.ts'

/** IDCardOCR of Tencent Cloud: verifies the signature of every call and answers what the test wants it to have read. */
export interface TencentEmulator extends Listening {
  /** The next answers: fields of `Response`, without the request's id. */
  answer: Record<string, unknown>
  /** Pictures that were sent, rightly signed. */
  readonly pictures: Buffer[]
}

const refused = (code: string) => ({ Response: { Error: { Code: code, Message: code }, RequestId: 'emulated' } })
const oldestSeconds = 300

export async function openTencentEmulator(
  key: { secretId: string; secretKey: string },
  now: () => Date,
  port = 0,
): Promise<TencentEmulator> {
  const pictures: Buffer[] = []
  let answer: Record<string, unknown> = {}
  const listening = await listen((request) => {
    const flaw = flawOf(request, key, now())
    if (flaw !== undefined) return refused(flaw)
    const { ImageBase64: picture, CardSide: side } = JSON.parse(request.body) as Record<string, string>
    if (!picture) return refused('FailedOperation.EmptyImageError')
    if (side !== 'FRONT') return refused('InvalidParameterValue.InvalidParameterValueLimit')
    pictures.push(Buffer.from(picture, 'base64'))
    return { Response: { ...answer, RequestId: 'emulated' } }
  }, port)
  return {
    ...listening,
    pictures,
    get answer() {
      return answer
    },
    set answer(next) {
      answer = next
    },
  }
}

/** What the service would find wrong with the call: signature method v3, reckoned from what came over the wire. */
function flawOf(
  { method, url, headers, body }: Received,
  key: { secretId: string; secretKey: string },
  now: Date,
): string | undefined {
  const text = (name: string) => String(headers[name] ?? '')
  const form =
    /^TC3-HMAC-SHA256 Credential=([^/]+)\/(\d{4}-\d\d-\d\d)\/(\w+)\/tc3_request, SignedHeaders=([\w;-]+), Signature=([0-9a-f]{64})$/
  const [, id, day, service, names, signature] = form.exec(text('authorization')) ?? []
  if (!id || !day || !service || !names) return 'AuthFailure.InvalidAuthorization'
  if (id !== key.secretId) return 'AuthFailure.SecretIdNotFound'
  const timestamp = Number(text('x-tc-timestamp'))
  if (Math.abs(now.getTime() / 1000 - timestamp) > oldestSeconds) return 'AuthFailure.SignatureExpire'
  if (day !== new Date(timestamp * 1000).toISOString().slice(0, 10)) return 'AuthFailure.SignatureFailure'
  const signed = names.split(';')
  if (!signed.includes('host') || !signed.includes('content-type')) return 'AuthFailure.SignatureFailure'
  const lines = signed
    .map((name) => `${name}:${name === 'x-tc-action' ? text(name).toLowerCase() : text(name)}\n`)
    .join('')
  const canonical = `${method}\n${url.pathname}\n${url.search.slice(1)}\n${lines}\n${names}\n${hash(body)}`
  const toSign = `TC3-HMAC-SHA256\n${timestamp}\n${day}/${service}/tc3_request\n${hash(canonical)}`
  let secret: Buffer | string = `TC3${key.secretKey}`
  for (const part of [day, service, 'tc3_request']) secret = createHmac('sha256', secret).update(part).digest()
  if (createHmac('sha256', secret).update(toSign).digest('hex') !== signature) return 'AuthFailure.SignatureFailure'
  if (service !== 'ocr' || text('x-tc-action') !== 'IDCardOCR') return 'InvalidAction'
  return text('x-tc-version') === '2018-11-19' ? undefined : 'NoSuchVersion'
}

const hash = (text: string) => createHash('sha256').update(text).digest('hex')
