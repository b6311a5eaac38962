import { isAbsolute } from 'node:path'
import { expect, it } from 'vitest'
import { readConfig } from './config.ts'

it('needs no setting at all: a demonstration, on this machine only, with the bundled database', () => {
  const config = readConfig({})
  expect(config).toMatchObject({ mode: 'demo', host: '127.0.0.1', port: 8080 })
  expect(config.databaseUrl).toBeUndefined()
  expect(isAbsolute(config.dataFolder)).toBe(true)
})

it('takes an empty setting for one that is not there', () => {
  expect(readConfig({ PORT: '', DATABASE_URL: ' ', TUCAI_MODE: '' })).toMatchObject({ port: 8080, mode: 'demo' })
})

it('is in production mode when the environment says so', () => {
  expect(readConfig({ NODE_ENV: 'production' }).mode).toBe('production')
  expect(readConfig({ NODE_ENV: 'production', TUCAI_MODE: 'demo' }).mode).toBe('demo')
})

it('carries the centre’s own name', () => {
  const brand = readConfig({ TUCAI_BRAND_NAME: '某某中心', TUCAI_BRAND_WORDMARK: 'MMZX' }).brand
  expect(brand).toMatchObject({ centreName: '某某中心', wordmark: 'MMZX' })
})

it.each([
  ['PORT', '80a80'],
  ['PORT', '70000'],
  ['PORT', '-1'],
  ['HOST', 'a b'],
  ['TUCAI_MODE', 'prod-s3cret'],
  ['DATABASE_URL', 'mysql://root:s3cret@db/x'],
  ['DATABASE_URL', 's3cret'],
  ['DATABASE_APP_URL', 'http://s3cret'],
  ['TUCAI_PUBLIC_URL', 'https://x.example/s3cret'],
  ['TUCAI_PUBLIC_URL', 'ftp://s3cret'],
  ['TUCAI_SMTP_URL', 'mail.s3cret'],
  ['TUCAI_MAIL_FROM', 's3cret'],
  ['TUCAI_BRAND_WORDMARK', 's3cret that is too long'],
  ['TUCAI_PHOTO_WORKERS', '0'],
  ['TUCAI_ROLE', 's3cret'],
  ['TUCAI_S3_SECRET_ACCESS_KEY', 's3cret'],
  ['TUCAI_S3_ENDPOINT', 's3cret'],
  ['TUCAI_S3_STYLE', 's3cret'],
  ['TUCAI_SMS_ACCESS_KEY_SECRET', 's3cret'],
  ['TUCAI_SMS_API_URL', 's3cret'],
  ['TUCAI_WECHAT_APP_SECRET', 's3cret'],
  ['TUCAI_WECHAT_API_URL', 'ftp://s3cret'],
])('a wrong %s is named in one line, without its value', (name, value) => {
  let message = ''
  try {
    readConfig({ [name]: value })
  } catch (error) {
    message = (error as Error).message
  }
  expect(message).toContain(name)
  expect(message).not.toContain('\n')
  expect(message).not.toContain('s3cret')
  expect(message).not.toContain(value)
})

it('a process that shares the work names what it does not share yet', () => {
  const shared = { DATABASE_URL: 'postgres://db.example/tucai', TUCAI_KEYS_DIR: '/run/keys', ...aBucket }
  for (const role of ['web', 'worker']) {
    expect(readConfig({ TUCAI_ROLE: role, ...shared }).role).toBe(role)
    for (const name of ['DATABASE_URL', 'TUCAI_S3_BUCKET', 'TUCAI_KEYS_DIR'])
      expect(() => readConfig({ TUCAI_ROLE: role, ...shared, ...aBucket, [name]: '' })).toThrow(/TUCAI_/)
  }
  expect(() => readConfig({ TUCAI_ROLE: 'web', ...shared, DATABASE_URL: '' })).toThrow('needs DATABASE_URL')
})

it('a bucket of another maker stands in the path, one of Amazon before the host', () => {
  expect(readConfig(aBucket).s3).toMatchObject({ bucket: 'photos', isPathStyle: false })
  const own = { ...aBucket, TUCAI_S3_ENDPOINT: 'https://objects.example' }
  expect(readConfig(own).s3).toMatchObject({ endpoint: 'https://objects.example', isPathStyle: true })
  expect(readConfig({ ...own, TUCAI_S3_STYLE: 'host' }).s3?.isPathStyle).toBe(false)
})

const aBucket = {
  TUCAI_S3_BUCKET: 'photos',
  TUCAI_S3_REGION: 'cn-shanghai',
  TUCAI_S3_ACCESS_KEY_ID: 'a-key',
  TUCAI_S3_SECRET_ACCESS_KEY: 'a-secret',
}

it('tells metrics to nobody until a port is given, and beyond this machine to who has the token only', () => {
  expect(readConfig({ TUCAI_METRICS_TOKEN: 'a-token-for-the-test' }).metrics).toBeUndefined()
  expect(readConfig({ TUCAI_METRICS_PORT: '9464' }).metrics).toEqual({ host: '127.0.0.1', port: 9464 })
  const everywhere = { TUCAI_METRICS_PORT: '9464', TUCAI_METRICS_HOST: '0.0.0.0' }
  expect(() => readConfig(everywhere)).toThrow('needs TUCAI_METRICS_TOKEN')
  const token = 'a-token-for-the-test'
  expect(readConfig({ ...everywhere, TUCAI_METRICS_TOKEN: token }).metrics).toMatchObject({ host: '0.0.0.0', token })
  expect(() => readConfig({ ...everywhere, TUCAI_METRICS_TOKEN: 'short' })).toThrow('TUCAI_METRICS_TOKEN must be')
})
