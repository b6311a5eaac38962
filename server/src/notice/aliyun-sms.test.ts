import { afterAll, beforeAll, expect, it } from 'vitest'
import { openSmsEmulator, type SmsEmulator } from '../../../emulators/sms.ts'
import { systemClock } from '../platform/clock.ts'
import { signAliyun } from './aliyun-signature.ts'
import { aliyunCodeSender } from './aliyun-sms.ts'

const account = {
  accessKeyId: 'key',
  accessKeySecret: 'secret',
  signName: '图采 (测试)',
  templates: ['SMS_1', 'SMS_2'],
}
let emulator: SmsEmulator
beforeAll(async () => {
  emulator = await openSmsEmulator(account)
})
afterAll(() => emulator.close())

const senderWith = (changed: object = {}) =>
  aliyunCodeSender(
    { ...account, apiUrl: emulator.url, template: 'SMS_1', templateAbroad: 'SMS_2', ...changed },
    systemClock,
  )

it('signs as the provider’s own example', () => {
  const { headers } = signAliyun(
    {
      method: 'POST',
      host: 'ecs.cn-shanghai.aliyuncs.com',
      action: 'RunInstances',
      version: '2014-05-26',
      parameters: { RegionId: 'cn-shanghai', ImageId: 'win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd' },
      date: '2023-10-26T10:22:32Z',
      nonce: '3156853299f313e23d1673dc12e1703d',
    },
    { accessKeyId: 'YourAccessKeyId', accessKeySecret: 'YourAccessKeySecret' },
  )
  expect(headers.authorization).toBe(
    'ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0',
  )
})

it('sends the code to phones of the mainland and abroad, each with its template', async () => {
  const sender = senderWith()
  const sent = [
    await sender.send({ phone: '+8613900000126', code: '012345', key: 'ntc_1' }),
    await sender.send({ phone: '+85251234567', code: '543210', key: 'ntc_2' }),
  ]
  expect(sent).toEqual(['1', '2'].map((providerMessage) => ({ outcome: 'accepted', reason: null, providerMessage })))
  expect(emulator.messages).toEqual([
    {
      phone: '13900000126',
      signName: '图采 (测试)',
      template: 'SMS_1',
      parameters: { code: '012345' },
      outId: 'ntc_1',
    },
    {
      phone: '85251234567',
      signName: '图采 (测试)',
      template: 'SMS_2',
      parameters: { code: '543210' },
      outId: 'ntc_2',
    },
  ])
})

it('without a template for abroad only the mainland is reached', () => {
  const sender = senderWith({ templateAbroad: undefined })
  expect(sender.reaches('+8613900000126')).toBe(true)
  expect(sender.reaches('+85251234567')).toBe(false)
})

it('a wrong secret or template is refused, and what is told names neither phone nor code', async () => {
  const told = []
  for (const changed of [{ accessKeySecret: 'other' }, { template: 'SMS_9' }]) {
    told.push(await senderWith(changed).send({ phone: '+8613900000126', code: '012345', key: 'ntc_3' }))
  }
  expect(told).toEqual([
    { outcome: 'away', reason: 'SignatureDoesNotMatch', providerMessage: null },
    { outcome: 'refused', reason: 'isv.SMS_TEMPLATE_ILLEGAL', providerMessage: null },
  ])
})

it('a service that does not listen was sent nothing', async () => {
  const closed = await openSmsEmulator(account)
  await closed.close()
  const carried = await senderWith({ apiUrl: closed.url }).send({ phone: '+8613900000126', code: '1', key: 'ntc_4' })
  expect(carried.outcome).toBe('away')
})
