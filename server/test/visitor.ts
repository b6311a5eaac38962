import { type PhotoView, pathOf, paths, type RosterView, type RouteName, type StaffView } from '@tucai/contract'
import { createClient } from '@tucai/contract/client'

/** A graduate as the school submitted it. */
export interface RosterPerson {
  graduateId: string
  campaignId: string
  schoolId: string
  number: string
  name: string
  studentNumber: string
}

/** What a member of staff signs in with. */
export interface StaffLogin {
  login: string
  password: string
  /** The next code of the authenticator that opens anything, for at least 30 seconds; two can be used within them. */
  code(): string
}

export interface Reply {
  status: number
  headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: tests look at whatever was answered
  body: any
  bytes: Buffer
}

/** A browser without a page: keeps cookies, sends its origin, speaks the contract. */
export class Visitor {
  readonly url: string
  readonly cookies = new Map<string, string>()
  /** Throws `Refusal` for every answer of 400 and above. */
  readonly call: ReturnType<typeof createClient>

  constructor(url: string) {
    this.url = url
    this.call = createClient(async ({ method, url: path, body }) => {
      const reply = await this.send(method, path, body === undefined ? {} : { json: body })
      return { status: reply.status, body: reply.body }
    })
  }

  /** One request, whatever comes back. */
  async send(
    method: string,
    path: string,
    given: { json?: unknown; body?: RequestInit['body']; headers?: Record<string, string>; signal?: AbortSignal } = {},
  ): Promise<Reply> {
    const headers: Record<string, string> = { origin: this.url, ...given.headers }
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    if (cookie) headers.cookie = cookie
    if (given.json !== undefined) headers['content-type'] = 'application/json'
    const body = given.json === undefined ? given.body : JSON.stringify(given.json)
    const response = await fetch(this.url + path, { method, headers, body, redirect: 'manual', signal: given.signal })
    for (const line of response.headers.getSetCookie()) this.keepCookie(line)
    const bytes = Buffer.from(await response.arrayBuffer())
    const isJson = response.headers.get('content-type')?.includes('json')
    return {
      status: response.status,
      headers: response.headers,
      bytes,
      body: isJson ? JSON.parse(bytes.toString()) : null,
    }
  }

  /** A route by its name, whatever comes back. */
  ask(name: RouteName, params: Record<string, string> = {}, json?: unknown): Promise<Reply> {
    const [method] = paths[name]
    return this.send(method, pathOf(name, params), json === undefined && method === 'POST' ? {} : { json })
  }

  async register(person: Pick<RosterPerson, 'number' | 'name'>, changed: object = {}): Promise<void> {
    await this.call('accountRegister', { body: { ...(await this.registration(person)), ...changed } })
  }

  async registration({ number, name }: Pick<RosterPerson, 'number' | 'name'>) {
    const { privacyNotice } = await this.call('appShow', {})
    const { consentId } = await this.call('consentGive', {
      body: { purpose: 'privacy', version: privacyNotice.version },
    })
    const kind = /^\d{17}/.test(number) ? ('idcard' as const) : ('passport' as const)
    return { consentId, kind, number, name, phone: '13800138000', mail: 'someone@example.org', gender: '男' as const }
  }

  async signInStaff({ login, password, code }: StaffLogin): Promise<StaffView> {
    const { ticket } = await this.call('staffSessionStart', { body: { login, password } })
    return (await this.call('staffSessionConfirm', { body: { ticket, code: code() } })).staff
  }

  /** Registers and signs in with the default password, as the manual says. */
  async signUp(person: RosterPerson): Promise<void> {
    await this.register(person)
    const started = await this.call('sessionStart', {
      body: { number: person.number, password: person.number.slice(-6) },
    })
    if (started.state !== 'signed-in') throw new Error(`expected to be signed in, was ${started.state}`)
    await this.agree()
  }

  /** Agrees to everything, as the app asks on the way. */
  async agree(): Promise<void> {
    for (const { purpose, version, given } of await this.call('consentList', {})) {
      if (!given?.stands) await this.call('consentAgree', { body: { purpose, version } })
    }
  }

  async confirmInformation(graduateId: string): Promise<void> {
    const body = { phone: '13800138000', mail: 'someone@example.org' }
    await this.call('informationConfirm', { params: { graduateId }, body })
  }

  upload(graduateId: string, bytes: Uint8Array, source = 'camera'): Promise<Reply> {
    const form = new FormData()
    form.append('source', source)
    form.append('photo', new Blob([bytes as Uint8Array<ArrayBuffer>], { type: 'image/jpeg' }), 'photo.jpg')
    return this.send('POST', pathOf('photoSubmit', { graduateId }), { body: form })
  }

  /** Sends a photo and waits until it is developed. */
  async takePhoto(graduateId: string, bytes: Uint8Array, source = 'camera'): Promise<PhotoView> {
    const reply = await this.upload(graduateId, bytes, source)
    if (reply.status !== 200) throw new Error(`upload was answered ${reply.status} ${reply.body?.code}`)
    let photo = reply.body as PhotoView
    while (photo.state === 'developing') {
      photo = await this.call('photoShow', { params: { photoId: photo.photoId }, query: { waitSeconds: 20 } })
    }
    return photo
  }

  /** Uploads a sheet as the roster of a campaign, whatever comes back. */
  uploadRoster(campaignId: string, bytes: Uint8Array | string, name = 'roster.csv', whole = true): Promise<Reply> {
    const form = new FormData()
    form.append('whole', String(whole))
    form.append('file', new Blob([bytes as Uint8Array<ArrayBuffer>]), name)
    return this.send('POST', pathOf('staffRosterUpload', { campaignId }), { body: form })
  }

  /** The roster once it is in that state; another state that lasts is a mistake. */
  async rosterWhen(rosterId: string, state: RosterView['state']): Promise<RosterView> {
    for (;;) {
      const roster = await this.call('staffRosterShow', { params: { rosterId } })
      if (roster.state === state) return roster
      if (roster.state !== 'trying' && roster.state !== 'accepting')
        throw new Error(`expected ${state}, was ${roster.state} ${roster.problem?.code ?? ''}`)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }

  private keepCookie(line: string): void {
    const [pair, ...attributes] = line.split(';')
    const [name, value] = [pair!.slice(0, pair!.indexOf('=')), pair!.slice(pair!.indexOf('=') + 1)]
    const isGone = value === '' || attributes.some((attribute) => /^ *max-age=0$/i.test(attribute))
    if (isGone) this.cookies.delete(name)
    else this.cookies.set(name, value)
  }
}
