import { keepForNow, keptForNow } from './storage.h5'

/**
 * Where WeChat's page comes back to: the code is taken from the address, which is as it was before. Runs before the first
 * screen opens. A code that nobody here asked for is thrown away.
 */
function takeCodeFromAddress(): void {
  const query = new URLSearchParams(window.location.search)
  const code = query.get('code')
  const state = query.get('state')
  if (code === null || state === null) return
  const asked = JSON.parse(keptForNow('wechat-way') ?? 'null') as { state: string; page: string } | null
  keepForNow('wechat-way', null)
  const isOurs = asked !== null && asked.state === state
  if (isOurs) keepForNow('wechat-code', code)
  window.history.replaceState(null, '', `${window.location.pathname}${isOurs ? asked.page : window.location.hash}`)
}

takeCodeFromAddress()
