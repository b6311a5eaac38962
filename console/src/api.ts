import { createClient, Refusal, type Transport } from '@tucai/contract/client'
import { pathOf, paths, type RouteName } from '@tucai/contract/paths'

function transportUnder(key: string | null): Transport {
  return async ({ method, url, body }) => {
    const headers: Record<string, string> = {}
    if (body !== undefined) headers['content-type'] = 'application/json'
    if (key !== null) headers['idempotency-key'] = key
    const response = await fetch(url, {
      method,
      credentials: 'same-origin',
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, body: text === '' ? {} : JSON.parse(text) }
  }
}

/** Calls a route of the contract with the session cookie. Throws `Refusal` for a refusal, anything else without a usable answer. */
export const call = createClient(transportUnder(null))

/** The same for what must happen once: repeated under its key it is answered again and not done again. */
export function callOnce(key: string) {
  return createClient(transportUnder(key))
}

export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Sends `multipart/form-data`. The answer is the route's; its type is named by the caller. */
export async function upload<Answer>(
  name: RouteName,
  params: Record<string, string>,
  fields: FormData,
): Promise<Answer> {
  const response = await fetch(pathOf(name, params), {
    method: paths[name][0],
    credentials: 'same-origin',
    body: fields,
  })
  const text = await response.text()
  const answer = text === '' ? {} : JSON.parse(text)
  if (!response.ok) throw new Refusal(response.status, answer)
  return answer
}

type FileAsk = { params?: Record<string, string>; query?: Record<string, unknown>; body?: unknown }

/** Reads a file from a route and saves it under the name that the server gave it, else under `fallbackName`. */
export async function saveFile(name: RouteName, ask: FileAsk, fallbackName: string): Promise<void> {
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries(ask.query ?? {})) if (value !== undefined) query.set(key, String(value))
  const url = pathOf(name, ask.params) + (query.size === 0 ? '' : `?${query}`)
  const response = await fetch(url, {
    method: paths[name][0],
    credentials: 'same-origin',
    ...(ask.body === undefined
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(ask.body) }),
  })
  if (!response.ok) throw new Refusal(response.status, await response.json())
  const link = document.createElement('a')
  link.href = URL.createObjectURL(await response.blob())
  link.download = givenName(response.headers.get('content-disposition')) ?? fallbackName
  link.click()
  URL.revokeObjectURL(link.href)
}

function givenName(disposition: string | null): string | null {
  const encoded = disposition?.match(/filename\*=UTF-8''([^;]+)/i)?.[1]
  if (encoded !== undefined) return decodeURIComponent(encoded)
  return disposition?.match(/filename="([^"]+)"/i)?.[1] ?? null
}

export function isSessionEnded(error: unknown): boolean {
  return error instanceof Refusal && error.problem.code === 'not-signed-in'
}

/** A refusal will be the same next time; a lost line or a failing server may not be. */
export function mayHelpToRetry(error: unknown): boolean {
  return !(error instanceof Refusal) || error.status >= 500
}
