import { type Reply, Visitor } from './visitor.ts'

/** A mini program: it has no cookies, says what it is, and keeps the tokens that answers bring. */
export class MiniProgram extends Visitor {
  token: string | undefined
  deviceToken: string | undefined

  /** What it tells of its device when it signs in. */
  device(): { deviceToken?: string } {
    return this.deviceToken === undefined ? {} : { deviceToken: this.deviceToken }
  }

  override async send(method: string, path: string, given: Parameters<Visitor['send']>[2] = {}): Promise<Reply> {
    const headers: Record<string, string> = { 'x-tucai-client': 'weapp', 'user-agent': 'iPhone MicroMessenger' }
    if (this.token !== undefined) headers.authorization = `Bearer ${this.token}`
    const reply = await super.send(method, path, { ...given, headers: { ...headers, ...given?.headers } })
    if (this.cookies.size > 0) throw new Error('a mini program was given a cookie')
    this.token = reply.body?.token ?? this.token
    this.deviceToken = reply.body?.deviceToken ?? this.deviceToken
    return reply
  }
}
