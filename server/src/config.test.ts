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
