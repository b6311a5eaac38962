import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSmsEmulator, type SmsEmulator } from '../../emulators/sms.ts'
import { openWechatEmulator, type WechatEmulator } from '../../emulators/wechat.ts'
import { type Mailbox, openMailbox, textOf } from './mailbox.ts'
import { MiniProgram } from './mini-program.ts'
import { aNumber, startWorld, type World } from './world.ts'

/** In production mode: codes are in no answer, they come by mail and text message. */
let world: World
let mailbox: Mailbox
let sms: SmsEmulator
let wechat: WechatEmulator
beforeAll(async () => {
  const app = { appId: 'wx1', appSecret: 'app-secret' }
  const account = { accessKeyId: 'key', accessKeySecret: 'secret', signName: '图采', templates: ['SMS_1', 'SMS_2'] }
  mailbox = await openMailbox()
  sms = await openSmsEmulator(account)
  wechat = await openWechatEmulator(app)
  world = await startWorld({
    mode: 'production',
    environment: {
      TUCAI_SMTP_URL: mailbox.url,
      TUCAI_MAIL_FROM: 'service@example.org',
      TUCAI_SMS_API_URL: sms.url,
      TUCAI_SMS_ACCESS_KEY_ID: account.accessKeyId,
      TUCAI_SMS_ACCESS_KEY_SECRET: account.accessKeySecret,
      TUCAI_SMS_SIGN_NAME: account.signName,
      TUCAI_SMS_TEMPLATE: 'SMS_1',
      TUCAI_SMS_TEMPLATE_ABROAD: 'SMS_2',
      TUCAI_WECHAT_API_URL: wechat.url,
      TUCAI_WECHAT_APP_ID: app.appId,
      TUCAI_WECHAT_APP_SECRET: app.appSecret,
    },
  })
})
afterAll(async () => {
  await world.close()
  await Promise.all([mailbox.close(), sms.close(), wechat.close()])
})

const OWN = 'a long own password'
const miniProgram = () => new MiniProgram(world.url)

/** The code of the next text message to this phone, as a person would read it. */
async function codeByPhone(phone: string, after: number): Promise<string> {
  const arrived = () => sms.messages.slice(after).find((message) => message.phone === phone)
  await expect.poll(arrived, { timeout: 20_000 }).toBeDefined()
  return arrived()!.parameters.code!
}

async function codeByMail(mail: string, after: number): Promise<string> {
  const texts = () =>
    mailbox.mails
      .slice(after)
      .filter(({ to }) => to.includes(mail))
      .map(textOf)
  const code = () =>
    texts()
      .map((text) => /\b(\d{6})\b/.exec(text)?.[1])
      .find((found) => found !== undefined)
  await expect.poll(code, { timeout: 20_000 }).toBeDefined()
  return code()!
}

describe('a mainland student who registered on the web page', () => {
  const password = (number: string) => number.slice(-6)

  it('signs in on the mini program with the default password and a code, and then needs none', async () => {
    const person = await world.aGraduate()
    await world.visitor().register(person, { phone: '13900000001' })
    const mini = miniProgram()
    const before = sms.messages.length
    const started = await mini.call('sessionStart', {
      body: { number: person.number, password: password(person.number) },
    })
    expect(started).toEqual({ state: 'code-required', challengeId: expect.any(String) })
    expect((await mini.ask('accountShow')).status).toBe(401)
    const { challengeId } = started as { challengeId: string }
    const code = await codeByPhone('13900000001', before)
    const confirmed = await mini.call('sessionConfirm', { body: { challengeId, code } })
    expect(confirmed).toMatchObject({ state: 'signed-in', passwordIsDefault: true })
    expect(await mini.call('accountShow', {})).toMatchObject({ name: person.name })
    expect(await mini.call('collectionList', {})).toHaveLength(1)
    await mini.call('sessionEnd', {})
    mini.token = undefined
    const again = { number: person.number, password: password(person.number), ...mini.device() }
    expect(await mini.call('sessionStart', { body: again })).toMatchObject({ state: 'signed-in' })
  })

  it('signs in on the mini program with an own password alone', async () => {
    const person = await world.aGraduate()
    const browser = world.visitor()
    await browser.signUp(person)
    await browser.call('passwordChange', { body: { present: password(person.number), next: OWN } })
    const mini = miniProgram()
    const started = await mini.call('sessionStart', { body: { number: person.number, password: OWN } })
    expect(started).toMatchObject({ state: 'signed-in', passwordIsDefault: false, token: expect.any(String) })
    expect(await mini.call('accountShow', {})).toMatchObject({ name: person.name })
  })

  it('asks for the code by mail when no text message comes; the one before is worth nothing then', async () => {
    const person = await world.aGraduate()
    await world.visitor().register(person, { phone: '13900000002', mail: 'second@example.org' })
    const mini = miniProgram()
    const [messages, mails] = [sms.messages.length, mailbox.mails.length]
    const started = await mini.call('sessionStart', {
      body: { number: person.number, password: password(person.number), channel: 'sms' },
    })
    const { challengeId } = started as { challengeId: string }
    const first = await codeByPhone('13900000002', messages)
    expect(await mini.call('codeResend', { body: { challengeId, channel: 'mail' } })).toEqual({ challengeId })
    const second = await codeByMail('second@example.org', mails)
    if (first !== second) {
      const refused = await mini.ask('sessionConfirm', {}, { challengeId, code: first })
      expect([refused.status, refused.body.code]).toEqual([401, 'code-refused'])
    }
    expect(await mini.call('sessionConfirm', { body: { challengeId, code: second } })).toMatchObject({
      state: 'signed-in',
    })
  })
})

it('a 留学生 registers with a passport and a phone from abroad, and is sent the code there', async () => {
  const person = await world.aGraduate({ number: 'E90210746', name: 'ANNA MARTIN' })
  const browser = world.visitor()
  await browser.register({ number: ' e90210746 ', name: 'Anna Martin' }, { kind: 'passport', phone: '+44 7911 123456' })
  await browser.call('sessionStart', { body: { number: 'E90210746', password: '210746' } })
  expect(await browser.call('accountShow', {})).toMatchObject({ kind: 'passport', phone: '+447911123456' })
  const [collection] = await browser.call('collectionList', {})
  expect(collection).toMatchObject({ graduateId: person.graduateId })
  await browser.confirmInformation(person.graduateId)
  const tablet = world.visitor()
  const before = sms.messages.length
  const started = await tablet.call('sessionStart', { body: { number: 'e 9021 0746', password: '210746' } })
  // Confirming the information has set the phone to the one given there.
  const code = await codeByPhone('13800138000', before)
  const { challengeId } = started as { challengeId: string }
  expect(await tablet.call('sessionConfirm', { body: { challengeId, code } })).toMatchObject({ state: 'signed-in' })
})

describe('a student from Hong Kong', () => {
  it('registers with the number of the residence permit', async () => {
    const person = await world.aGraduate({ number: '810000199003074518', name: '陈大文' })
    const browser = world.visitor()
    await browser.signUp(person)
    expect(await browser.call('accountShow', {})).toMatchObject({ kind: 'residence-permit', name: '陈大文' })
    expect(await browser.call('collectionList', {})).toHaveLength(1)
  })

  it('registers with a 回乡证, and with its renewed card is the same person', async () => {
    await world.aGraduate({ number: 'H12345678', name: '陈小文' })
    const browser = world.visitor()
    const given = { kind: 'home-return-permit', phone: '+852 5123 4567' }
    await browser.register({ number: 'H1234567801', name: '陈小文' }, given)
    const started = await browser.call('sessionStart', { body: { number: 'H1234567802', password: '567802' } })
    expect(started).toMatchObject({ state: 'signed-in' })
    expect(await browser.call('accountShow', {})).toMatchObject({ kind: 'home-return-permit', phone: '+85251234567' })
    expect(await browser.call('collectionList', {})).toHaveLength(1)
    const [elsewhere, before] = [world.visitor(), sms.messages.length]
    const asked = await elsewhere.call('sessionStart', { body: { number: 'H12345678', password: '345678' } })
    expect(asked.state).toBe('code-required')
    await codeByPhone('85251234567', before)
    expect(sms.messages.at(-1)).toMatchObject({ template: 'SMS_2' })
  })
})

describe('WeChat', () => {
  const identify = async (mini: MiniProgram, openId: string) =>
    mini.call('wechatIdentify', { body: { code: wechat.loginCode(openId) } })

  it('signs in whoever registered with it, on a new phone too, and its default password needs no code', async () => {
    const person = await world.aGraduate()
    const mini = miniProgram()
    const { wechatTicket, bound } = await identify(mini, 'openid-1')
    expect(bound).toBe(false)
    const code = wechat.phoneCode({ countryCode: '86', purePhoneNumber: '13900000003' })
    expect(await mini.call('wechatPhone', { body: { wechatTicket, code } })).toEqual({ phone: '+8613900000003' })
    await mini.register(person, { phone: '+8613900000003', wechatTicket })

    const newPhone = miniProgram()
    const again = await identify(newPhone, 'openid-1')
    expect(again.bound).toBe(true)
    const body = { number: person.number, password: person.number.slice(-6), wechatTicket: again.wechatTicket }
    expect(await newPhone.call('sessionStart', { body })).toMatchObject({ state: 'signed-in' })

    const third = miniProgram()
    const ticket = (await identify(third, 'openid-1')).wechatTicket
    expect(await third.call('wechatSignIn', { body: { wechatTicket: ticket } })).toMatchObject({ state: 'signed-in' })
    expect(await third.call('accountShow', {})).toMatchObject({ name: person.name, wechatBound: true })
    const twice = await miniProgram().ask('wechatSignIn', {}, { wechatTicket: ticket })
    expect(twice.body.code).toBe('wechat-refused')
  })

  it('of somebody else opens nothing: neither alone, nor with the default password', async () => {
    const person = await world.aGraduate()
    await world.visitor().register(person)
    const mini = miniProgram()
    const { wechatTicket } = await identify(mini, 'openid-stranger')
    const alone = await mini.ask('wechatSignIn', {}, { wechatTicket })
    expect([alone.status, alone.body.code]).toEqual([409, 'wechat-unbound'])
    const body = { number: person.number, password: person.number.slice(-6), wechatTicket }
    expect((await mini.call('sessionStart', { body })).state).toBe('code-required')
    const again = await miniProgram().ask('accountRegister', {}, { ...(await mini.registration(person)), wechatTicket })
    expect(again.status).toBe(200)
    expect((await mini.ask('wechatSignIn', {}, { wechatTicket })).body.code).toBe('wechat-unbound')
  })

  it('is bound and unbound by its owner, under a new session token, and stays with one account', async () => {
    const [one, other] = [miniProgram(), miniProgram()]
    for (const mini of [one, other]) {
      const person = await world.aGraduate()
      await mini.register(person)
      const credentials = { number: person.number, password: person.number.slice(-6), ...mini.device() }
      await mini.call('sessionStart', { body: credentials })
    }
    const before = one.token
    await one.call('wechatBind', { body: { wechatTicket: (await identify(one, 'openid-2')).wechatTicket } })
    expect(one.token).not.toBe(before)
    expect((await one.call('accountShow', {})).wechatBound).toBe(true)
    const taken = await other.ask('wechatBind', {}, { wechatTicket: (await identify(other, 'openid-2')).wechatTicket })
    expect([taken.status, taken.body.code]).toEqual([409, 'wechat-taken'])
    await one.call('wechatUnbind', {})
    expect((await one.ask('wechatUnbind')).status).toBe(404)
    const { wechatTicket } = await identify(one, 'openid-2')
    expect((await miniProgram().ask('wechatSignIn', {}, { wechatTicket })).body.code).toBe('wechat-unbound')
  })

  it('codes that are invented, used or late, and a WeChat that is away, are refused in words', async () => {
    const mini = miniProgram()
    const code = wechat.loginCode('openid-3')
    const { wechatTicket } = await mini.call('wechatIdentify', { body: { code } })
    for (const wrong of [code, 'invented']) {
      const refused = await mini.ask('wechatIdentify', {}, { code: wrong })
      expect([refused.status, refused.body.code]).toEqual([401, 'wechat-refused'])
    }
    expect((await mini.ask('wechatPhone', {}, { wechatTicket, code: 'invented' })).body.code).toBe('wechat-refused')
    expect((await mini.ask('wechatPhone', {}, { wechatTicket: 'none', code })).body.code).toBe('wechat-refused')
    wechat.failing = true
    const away = await mini.ask('wechatIdentify', {}, { code: wechat.loginCode('openid-3') })
    wechat.failing = false
    expect([away.status, away.body.code]).toEqual([503, 'wechat-unavailable'])
  })
})

describe('a forgotten password', () => {
  it('is replaced by a code; every other session ends, and the old password opens nothing', async () => {
    const person = await world.aGraduate()
    const phone = world.visitor()
    await phone.signUp(person)
    await phone.call('passwordChange', { body: { present: person.number.slice(-6), next: 'the one forgotten' } })
    const browser = world.visitor()
    const mails = mailbox.mails.length
    const asked = await browser.call('passwordForget', { body: { number: person.number, channel: 'mail' } })
    expect(asked).toEqual({ challengeId: expect.any(String) })
    const code = await codeByMail('someone@example.org', mails)
    const { challengeId } = asked
    const weak = await browser.ask('passwordReset', {}, { challengeId, code, next: person.number.slice(0, 10) })
    expect([weak.status, weak.body.code, weak.body.field]).toEqual([422, 'password-weak', 'next'])
    const asSignIn = await browser.ask('sessionConfirm', {}, { challengeId, code })
    expect(asSignIn.body.code).toBe('code-refused')
    const reset = await browser.call('passwordReset', { body: { challengeId, code, next: OWN } })
    expect(reset).toEqual({ state: 'signed-in', passwordIsDefault: false })
    expect(await browser.call('accountShow', {})).toMatchObject({ name: person.name })
    expect((await phone.ask('accountShow')).status).toBe(401)
    const old = await world.visitor().ask('sessionStart', {}, { number: person.number, password: 'the one forgotten' })
    expect(old.body.code).toBe('sign-in-refused')
    expect((await browser.ask('passwordReset', {}, { challengeId, code, next: OWN })).body.code).toBe('code-refused')
  })

  it('of a number that nobody registered is answered the same, and its code opens nothing', async () => {
    const mini = miniProgram()
    const asked = await mini.call('passwordForget', { body: { number: aNumber() } })
    expect(asked).toEqual({ challengeId: expect.any(String) })
    for (const code of ['000000', '123456', '', 'abcdef']) {
      const reset = await mini.ask('passwordReset', {}, { challengeId: asked.challengeId, code, next: OWN })
      expect([reset.status, reset.body.code]).toEqual([401, 'code-refused'])
    }
  })
})
