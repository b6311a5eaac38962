import type { Transport } from '@tucai/contract/client'

export const transport: Transport = async ({ method, url, body }) => {
  const answer = await fetch(url, {
    method,
    credentials: 'same-origin',
    cache: 'no-store',
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  return { status: answer.status, body: text === '' ? {} : JSON.parse(text) }
}
