import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { readConfig } from '../../config.ts'
import { StartRefused } from '../../platform/start-refused.ts'

const folder = mkdtempSync(join(tmpdir(), 'tucai-keys-'))
afterAll(() => rmSync(folder, { recursive: true }))

function file(name: string, content: string | KeyObject): string {
  const path = join(folder, name)
  const type = typeof content === 'string' || content.type === 'public' ? 'spki' : 'pkcs8'
  const pem = typeof content === 'string' ? content : content.export({ type, format: 'pem' } as never)
  writeFileSync(path, pem)
  return path
}

const own = generateKeyPairSync('rsa', { modulusLength: 2048 })
const platforms = generateKeyPairSync('rsa', { modulusLength: 2048 })
const small = generateKeyPairSync('rsa', { modulusLength: 1024 })
const privateKey = file('apiclient_key.pem', own.privateKey)
const publicKey = file('pub_key.pem', platforms.publicKey)
const settings = {
  TUCAI_PUBLIC_URL: 'https://photo.example.edu.cn',
  TUCAI_WECHAT_APP_ID: 'wx00000000000000aa',
  TUCAI_WECHAT_APP_SECRET: 'app-s3cret',
  TUCAI_WECHAT_PAY_MERCHANT_ID: '1900000001',
  TUCAI_WECHAT_PAY_SERIAL: '1DDE55AD98ED71D6EDD4A4A16996DE7B47773A8C',
  TUCAI_WECHAT_PAY_PRIVATE_KEY: privateKey,
  TUCAI_WECHAT_PAY_API_KEY: 'an-api-s3cret-of-32-characters--',
}
const withPublicKey = {
  ...settings,
  TUCAI_WECHAT_PAY_PUBLIC_KEY_ID: 'PUB_KEY_ID_0119000000012026112500000000000001',
  TUCAI_WECHAT_PAY_PUBLIC_KEY: publicKey,
}

it('without its settings nobody takes money', () => {
  expect(readConfig({}).wechatPay).toBeUndefined()
})

it('a merchant pays by certificates, or by the public key; notices come to the public address', () => {
  expect(readConfig(settings).wechatPay).toMatchObject({
    ...{ merchantId: '1900000001', url: 'https://api.mch.weixin.qq.com', weappId: 'wx00000000000000aa' },
    noticeUrl: 'https://photo.example.edu.cn/api/payments/wechat-pay/notices',
    publicKey: undefined,
  })
  const { wechatPay, wechatPage } = readConfig({
    ...withPublicKey,
    TUCAI_WECHAT_PAGE_APP_ID: 'wx00000000000000bb',
    TUCAI_WECHAT_PAGE_APP_SECRET: 'page-secret',
    TUCAI_WECHAT_PAY_URL: 'http://127.0.0.1:8093/',
  })
  expect(wechatPay?.publicKey?.key.equals(platforms.publicKey)).toBe(true)
  expect(wechatPay).toMatchObject({ url: 'http://127.0.0.1:8093', pageId: 'wx00000000000000bb' })
  expect(wechatPage).toMatchObject({ appId: 'wx00000000000000bb', appSecret: 'page-secret' })
})

const wrong: [string, NodeJS.ProcessEnv][] = [
  ['TUCAI_PUBLIC_URL', { TUCAI_PUBLIC_URL: '' }],
  ['TUCAI_PUBLIC_URL', { TUCAI_PUBLIC_URL: 'http://s3cret.example' }],
  ['TUCAI_WECHAT_APP_ID', { TUCAI_WECHAT_APP_ID: '', TUCAI_WECHAT_APP_SECRET: '' }],
  ['TUCAI_WECHAT_PAY_MERCHANT_ID', { TUCAI_WECHAT_PAY_MERCHANT_ID: 's3cret' }],
  ['TUCAI_WECHAT_PAY_SERIAL', { TUCAI_WECHAT_PAY_SERIAL: 's3cret' }],
  ['TUCAI_WECHAT_PAY_SERIAL', { TUCAI_WECHAT_PAY_SERIAL: '' }],
  ['TUCAI_WECHAT_PAY_API_KEY', { TUCAI_WECHAT_PAY_API_KEY: 's3cret' }],
  ['TUCAI_WECHAT_PAY_PRIVATE_KEY', { TUCAI_WECHAT_PAY_PRIVATE_KEY: '/nowhere/s3cret.pem' }],
  ['TUCAI_WECHAT_PAY_PRIVATE_KEY', { TUCAI_WECHAT_PAY_PRIVATE_KEY: file('text.pem', 's3cret') }],
  ['TUCAI_WECHAT_PAY_PRIVATE_KEY', { TUCAI_WECHAT_PAY_PRIVATE_KEY: publicKey }],
  ['TUCAI_WECHAT_PAY_PRIVATE_KEY', { TUCAI_WECHAT_PAY_PRIVATE_KEY: file('small.pem', small.privateKey) }],
  ['TUCAI_WECHAT_PAY_PUBLIC_KEY_ID', { TUCAI_WECHAT_PAY_PUBLIC_KEY_ID: 's3cret' }],
  ['TUCAI_WECHAT_PAY_PUBLIC_KEY_ID', { TUCAI_WECHAT_PAY_PUBLIC_KEY_ID: '' }],
  ['TUCAI_WECHAT_PAY_PUBLIC_KEY', { TUCAI_WECHAT_PAY_PUBLIC_KEY: '' }],
  ['TUCAI_WECHAT_PAY_PUBLIC_KEY', { TUCAI_WECHAT_PAY_PUBLIC_KEY: file('text2.pem', 's3cret') }],
  ['TUCAI_WECHAT_PAY_PUBLIC_KEY', { TUCAI_WECHAT_PAY_PUBLIC_KEY: privateKey }],
  ['TUCAI_WECHAT_PAY_PUBLIC_KEY', { TUCAI_WECHAT_PAY_PUBLIC_KEY: file('own.pem', createPublicKey(own.privateKey)) }],
  ['TUCAI_WECHAT_PAY_URL', { TUCAI_WECHAT_PAY_URL: 'ftp://s3cret' }],
  ['TUCAI_WECHAT_PAGE_APP_SECRET', { TUCAI_WECHAT_PAGE_APP_ID: 'wxs3cret' }],
]
it.each(wrong)('a wrong or missing %s is named in one sentence, without any value', (name, changed) => {
  let error: unknown
  try {
    readConfig({ ...withPublicKey, ...changed })
  } catch (thrown) {
    error = thrown
  }
  expect(error).toBeInstanceOf(StartRefused)
  const { message } = error as Error
  expect(message).toContain(name)
  expect(message).not.toMatch(/s3cret|\n|BEGIN/)
})

it('a public key alone is no merchant', () => {
  const { TUCAI_WECHAT_PAY_PUBLIC_KEY_ID, TUCAI_WECHAT_PAY_PUBLIC_KEY } = withPublicKey
  const alone = { TUCAI_WECHAT_PAY_PUBLIC_KEY_ID, TUCAI_WECHAT_PAY_PUBLIC_KEY }
  expect(() => readConfig(alone)).toThrow('TUCAI_WECHAT_PAY_MERCHANT_ID')
})
