import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { surelyUnsent, surelyUntaken } from './unsent.ts'

/** How a request fails with a server that answers so. */
async function failureWith(listener: RequestListener | 'closed', signal?: AbortSignal): Promise<unknown> {
  const server = createServer(listener === 'closed' ? () => {} : listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const close = () => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  }
  if (listener === 'closed') await close()
  const failure = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: 'x', signal }).catch(
    (error) => error,
  )
  if (listener !== 'closed') await close()
  return failure
}

describe('a request that failed', () => {
  it('was surely not sent where nobody listens, or the name leads nowhere', async () => {
    expect(surelyUnsent(await failureWith('closed'))).toBe(true)
    const nowhere = await fetch('http://nowhere.invalid/', { method: 'POST' }).catch((error) => error)
    expect(surelyUnsent(nowhere)).toBe(true)
  })

  it('may have been sent where the connection broke, or no answer came in time', async () => {
    expect(surelyUnsent(await failureWith((request) => request.socket.destroy()))).toBe(false)
    const patience = new AbortController()
    const late = await failureWith(() => patience.abort(new DOMException('too late', 'TimeoutError')), patience.signal)
    expect(surelyUnsent(late)).toBe(false)
  })

  it.each([
    [400, true],
    [429, true],
    [500, false],
    [502, true],
    [503, true],
    [504, false],
  ])('answered %i was without effect: %s', (status, isUntaken) => {
    expect(surelyUntaken(status)).toBe(isUntaken)
  })
})
