import type { Transport } from '@tucai/contract/client'

export const transport: Transport = async ({ method, url, body, key }) => {
  const headers: Record<string, string> = key === undefined ? {} : { 'idempotency-key': key }
  if (body !== undefined) headers['content-type'] = 'application/json'
  const sent = body === undefined ? {} : { body: JSON.stringify(body) }
  const answer = await fetch(url, { method, credentials: 'same-origin', cache: 'no-store', headers, ...sent })
  const text = await answer.text()
  return { status: answer.status, body: text === '' ? {} : JSON.parse(text) }
}
