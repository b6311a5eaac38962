import { fastify } from 'fastify'
import { expect, it } from 'vitest'
import { readJsonBodies } from './json-bodies.ts'
import { answerRefusals } from './refusals.ts'

const app = fastify()
answerRefusals(app)
readJsonBodies(app)
app.post('/', async ({ body }) => body)
const send = (payload: string | Buffer) =>
  app.inject({ method: 'POST', url: '/', headers: { 'content-type': 'application/json' }, payload })

it.each([
  ['half a surrogate pair', '{"name":"x\\ud800"}'],
  ['half a pair in a name', '{"list":[{"\\uDFFF":1}]}'],
  ['bytes that are no UTF-8', Buffer.from([0x22, 0xc3, 0x28, 0x22])],
  ['a prototype', '{"__proto__":{"role":"administrator"}}'],
  ['nothing', ''],
  ['brackets deeper than anybody needs', `${'['.repeat(20_000)}"\\ud800"${']'.repeat(20_000)}`],
])('%s is refused', async (_, payload) => {
  const answer = await send(payload)
  expect([answer.statusCode, answer.json().code]).toEqual([400, 'request-malformed'])
})

it('every other text comes through as it is', async () => {
  for (const text of ['𠮷野家', '\\ud800', 'a\u0301', '👨‍👩‍👧'])
    expect((await send(JSON.stringify({ text }))).json()).toEqual({ text })
  expect((await send('{"text":"\\ud842\\udfb7"}')).json()).toEqual({ text: '𠮷' })
})
