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
  await sender.send({ phone: '+8613900000126', code: '012345' })
  await sender.send({ phone: '+85251234567', code: '543210' })
  expect(emulator.messages).toEqual([
    { phone: '13900000126', signName: '图采 (测试)', template: 'SMS_1', parameters: { code: '012345' } },
    { phone: '85251234567', signName: '图采 (测试)', template: 'SMS_2', parameters: { code: '543210' } },
  ])
})

it('without a template for abroad only the mainland is reached', () => {
  const sender = senderWith({ templateAbroad: undefined })
  expect(sender.reaches('+8613900000126')).toBe(true)
  expect(sender.reaches('+85251234567')).toBe(false)
})

it('a wrong secret or template is refused, and the failure names neither phone nor code', async () => {
  for (const changed of [{ accessKeySecret: 'other' }, { template: 'SMS_9' }]) {
    const failure = await senderWith(changed)
      .send({ phone: '+8613900000126', code: '012345' })
      .catch((error: Error) => error)
    expect(failure).toBeInstanceOf(Error)
    expect(String(failure)).not.toMatch(/13900000126|012345/)
  }
  expect(emulator.refused).toEqual(['SignatureDoesNotMatch', 'isv.SMS_TEMPLATE_ILLEGAL'])
})
