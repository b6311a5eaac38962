/** What the provider answers instead of doing what it was asked: HTTP status, code, and where the fault lies. */
export class Refusal extends Error {
  readonly status: number
  readonly code: string
  readonly detail: Detail | undefined

  constructor(status: number, code: string, message: string, detail?: Detail) {
    super(message)
    this.status = status
    this.code = code
    this.detail = detail
  }

  get body(): object {
    return { code: this.code, message: this.message, ...(this.detail && { detail: this.detail }) }
  }
}

export interface Detail {
  /** A JSON pointer in a body, otherwise the parameter’s name. */
  field: string
  value?: unknown
  issue: string
  location: 'body' | 'query' | 'path'
}

export const wrongParameter = (field: string, value: unknown, issue: string, location: Detail['location'] = 'body') =>
  new Refusal(400, 'PARAM_ERROR', `参数错误：${issue}`, { field, value, issue, location })

export const invalidRequest = (message: string) => new Refusal(400, 'INVALID_REQUEST', message)
