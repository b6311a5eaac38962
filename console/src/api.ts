import { createClient, Refusal, type Transport } from '@tucai/contract/client'

const transport: Transport = async ({ method, url, body }) => {
  const response = await fetch(url, {
    method,
    credentials: 'same-origin',
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: text === '' ? {} : JSON.parse(text) }
}

/** Calls a route of the contract with the session cookie. Throws `Refusal` for a refusal, anything else without a usable answer. */
export const call = createClient(transport)

export function isSessionEnded(error: unknown): boolean {
  return error instanceof Refusal && error.problem.code === 'not-signed-in'
}

/** A refusal will be the same next time; a lost line or a failing server may not be. */
export function mayHelpToRetry(error: unknown): boolean {
  return !(error instanceof Refusal) || error.status >= 500
}
