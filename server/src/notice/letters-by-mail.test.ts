import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Mailbox, openMailbox, textOf } from '../../test/mailbox.ts'
import { startWorld, type World } from '../../test/world.ts'

let mailbox: Mailbox
let world: World
beforeAll(async () => {
  mailbox = await openMailbox()
  const environment = { TUCAI_SMTP_URL: mailbox.url, TUCAI_MAIL_FROM: 'service@example.org' }
  world = await startWorld({ mode: 'production', environment })
})
afterAll(async () => {
  await world.close()
  await mailbox.close()
})

it('in production the code comes by mail only, and its words are dropped once it is sent', async () => {
  const person = await world.aGraduate()
  await world.visitor().register(person)
  await expect.poll(() => mailbox.mails.length, { timeout: 20_000 }).toBe(1)
  const elsewhere = world.visitor()
  const credentials = { number: person.number, password: person.number.slice(-6) }
  const asked = await elsewhere.ask('sessionStart', {}, credentials)
  expect(asked.body).toEqual({ state: 'code-required', challengeId: expect.any(String) })
  await expect.poll(() => mailbox.mails.length, { timeout: 20_000 }).toBe(2)
  const mail = mailbox.mails[1]!
  expect([mail.from, mail.to]).toEqual(['service@example.org', ['someone@example.org']])
  const code = /(\d{6})，10分钟内有效/.exec(textOf(mail))![1]!
  expect(textOf(mail)).not.toContain(person.name)
  const confirmed = await elsewhere.call('sessionConfirm', { body: { challengeId: asked.body.challengeId, code } })
  expect(confirmed.state).toBe('signed-in')
  const kept = () => world.query('SELECT 1 FROM notice WHERE content_sealed IS NOT NULL OR sent_at IS NULL')
  await expect.poll(kept, { timeout: 20_000 }).toEqual([])
})

it('nobody is written to about a number that nobody registered', async () => {
  const before = mailbox.mails.length
  const person = await world.aGraduate()
  await world.visitor().ask('sessionStart', {}, { number: person.number, password: person.number.slice(-6) })
  const due = () => world.query("SELECT 1 FROM notice WHERE state = 'due'")
  await expect.poll(due, { timeout: 20_000 }).toEqual([])
  expect(mailbox.mails.length).toBe(before)
})
