import { paths, type RouteName, routes } from '@tucai/contract'
import { createClient, Refusal, type Transport } from '@tucai/contract/client'
import { describe, expect, it } from 'vitest'
import { keepingOn, underOneKey } from '../src/under-key.ts'

const noPause = [0, 0]
const lost = new Error('the line dropped')
const running = { status: 409, body: { code: 'request-running', zh: '', en: '' } }

/** A transport that answers in turn, and what it was asked. */
function answering(...answers: (Error | { status: number; body: unknown })[]) {
  const asked: Parameters<Transport>[0][] = []
  const transport: Transport = async (request) => {
    asked.push(request)
    const answer = answers[Math.min(asked.length, answers.length) - 1]!
    if (answer instanceof Error) throw answer
    return answer
  }
  return { transport, asked }
}

describe('what changes something', () => {
  it('is sent again under its key when the line drops or the first copy is still handled, and under another key next time', async () => {
    const { transport, asked } = answering(lost, running, { status: 200, body: { orderId: 'ord_1' } })
    const call = createClient(keepingOn(transport, noPause))
    expect(await call('orderPlace', { params: { graduateId: 'grd_1' } })).toEqual({ orderId: 'ord_1' })
    expect(asked).toHaveLength(3)
    expect(new Set(asked.map(({ key }) => key)).size).toBe(1)
    await call('orderPlace', { params: { graduateId: 'grd_1' } })
    expect(asked[3]!.key).not.toBe(asked[0]!.key)
    expect(asked[0]!.key).toMatch(/^[\x21-\x7e]{8,100}$/)
  })

  it('is given up after the third try', async () => {
    const { transport, asked } = answering(lost)
    const call = createClient(keepingOn(transport, noPause))
    await expect(call('orderPlace', { params: { graduateId: 'grd_1' } })).rejects.toBe(lost)
    expect(asked).toHaveLength(3)
  })

  it('is not sent again when the server refuses it', async () => {
    const { transport, asked } = answering({ status: 409, body: { code: 'order-paid', zh: '', en: '' } })
    const call = createClient(keepingOn(transport, noPause))
    await expect(call('orderPlace', { params: { graduateId: 'grd_1' } })).rejects.toBeInstanceOf(Refusal)
    expect(asked).toHaveLength(1)
  })
})

it('looking is done once and without a key', async () => {
  const { transport, asked } = answering(lost)
  await expect(createClient(keepingOn(transport, noPause))('orderList', {})).rejects.toBe(lost)
  expect(asked).toEqual([{ method: 'GET', url: paths.orderList[1] }])
})

it('before signing in nothing has a key, and everything else has one', async () => {
  const names = (Object.keys(paths) as RouteName[]).filter(
    (name) => paths[name][0] !== 'GET' && !paths[name][1].includes('/staff/'),
  )
  for (const name of names) {
    const { transport, asked } = answering({ status: 200, body: {} })
    await keepingOn(transport)({ method: paths[name][0], url: paths[name][1] })
    const isOfStudent = routes[name].audience === 'student'
    if (isOfStudent || !('raw' in routes[name]))
      expect([name, asked[0]!.key !== undefined]).toEqual([name, isOfStudent])
  }
})

it('an upload that is interrupted is sent again under the same key', async () => {
  const keys: string[] = []
  const sent = underOneKey(async (key) => {
    keys.push(key)
    if (keys.length === 1) throw lost
    return 'taken'
  }, noPause)
  expect(await sent).toBe('taken')
  expect(keys[0]).toBe(keys[1])
})
