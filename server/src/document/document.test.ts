import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { drawCard } from '../../../reader/test/drawn-document.ts'
import { startCanary } from '../../test/canary.ts'
import type { Visitor } from '../../test/visitor.ts'
import { startWorld, type World } from '../../test/world.ts'

const calm = {
  widthPx: 1280,
  heightPx: 960,
  fill: 0.8,
  glare: 0,
  shadow: 0,
  blurPx: 0.4,
  noise: 4,
  quality: 80,
  quarterTurns: 0,
}
let world: World
let visitor: Visitor

beforeAll(async () => {
  world = await startWorld({ handlesJobs: false })
  visitor = world.visitor()
  await world.deps.documents.warmUp()
}, 150_000)
afterAll(() => world.close())

async function agree(purpose: 'document' | 'privacy'): Promise<string> {
  const app = await visitor.call('appShow', {})
  const { version } = purpose === 'document' ? app.documentNotice : app.privacyNotice
  return (await visitor.call('consentGive', { body: { purpose, version } })).consentId
}

function send(fields: Record<string, string>, picture?: Uint8Array) {
  const body = new FormData()
  for (const [name, value] of Object.entries(fields)) body.append(name, value)
  if (picture) body.append('picture', new Blob([Uint8Array.from(picture)]), 'card.jpg')
  return visitor.send('POST', '/api/document-readings', { body })
}

it('reads a card for whoever agreed to it, before there is an account, and keeps nothing of it', async () => {
  const { jpeg, truth } = await drawCard(81, { shot: calm })
  const reply = await send({ consentId: await agree('document') }, jpeg)
  expect(reply.status).toBe(200)
  expect(reply.headers.get('cache-control')).toBe('no-store')
  expect(reply.body).toMatchObject({ kind: 'idcard', provider: 'embedded', warnings: [] })
  expect(reply.body.fields.idNumber).toMatchObject({ value: truth.idNumber, flags: [] })
  for (const { crop } of Object.values<{ crop: string }>(reply.body.fields))
    expect(crop).toMatch(/^data:image\/jpeg;base64,/)
  const log = readFileSync(join(world.deps.config.logsFolder, 'tucai.log'), 'utf8')
  expect(log).toContain('/api/document-readings')
  for (const secret of [truth.idNumber, truth.name, truth.address]) expect(log).not.toContain(secret)
}, 90_000)

it('says in words what is wrong with a picture, and never fails for it', async () => {
  const consentId = await agree('document')
  const reply = await send({ consentId, kind: 'idcard' }, Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'))
  expect(reply.status).toBe(200)
  expect(reply.body.warnings[0]).toMatchObject({ code: 'unreadable', zh: expect.stringMatching(/照片/) })
  expect(reply.body.fields.idNumber.flags[0]).toMatchObject({ code: 'missing', en: expect.stringMatching(/type it/) })
})

it('is talked into no visit elsewhere by what a file names', async () => {
  const canary = await startCanary()
  const consentId = await agree('document')
  for (const [what, bytes] of Object.entries(canary.bait)) {
    const reply = await send({ consentId, kind: 'idcard' }, bytes)
    expect([what, reply.status, reply.body.warnings?.[0]?.code]).toEqual([what, 200, 'unreadable'])
  }
  expect(canary.hits).toEqual([])
  await canary.close()
})

it('refuses a picture without agreement to its purpose', async () => {
  const picture = Buffer.from('a picture')
  for (const consentId of ['con_none', await agree('privacy')]) {
    const reply = await send({ consentId }, picture)
    expect([reply.status, reply.body.code]).toEqual([409, 'document-consent-missing'])
  }
})

it('refuses what is incomplete, empty or of an unknown kind', async () => {
  const consentId = await agree('document')
  const refusals = [
    await send({}, Buffer.from('a picture')),
    await send({ consentId }),
    await send({ consentId, kind: 'licence' }, Buffer.from('a picture')),
    await send({ consentId, more: 'fields' }, Buffer.from('a picture')),
    await send({ consentId }, Buffer.alloc(0)),
  ]
  expect(refusals.map(({ status, body }) => [status, body.code])).toEqual([
    ...Array(4).fill([400, 'request-malformed']),
    [422, 'photo-empty'],
  ])
})

it('reads a few pictures for one agreement, not any number', async () => {
  const consentId = await agree('document')
  const statuses: number[] = []
  for (let i = 0; i < 21; i++) statuses.push((await send({ consentId }, Buffer.from('no picture'))).status)
  expect(statuses.slice(0, 20)).toEqual(Array(20).fill(200))
  expect(statuses[20]).toBe(429)
})
