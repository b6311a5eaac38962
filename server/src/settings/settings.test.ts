import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { readConfig } from '../config.ts'
import { settings } from './settings.ts'
import { settingsPage } from './settings-page.ts'
import { tellUnknownSettings } from './unknown-settings.ts'

const folder = mkdtempSync(join(tmpdir(), 'tucai-settings-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('docs/configuration.md tells every setting as it is', () => {
  const page = readFileSync(new URL('../../../docs/configuration.md', import.meta.url), 'utf8')
  expect(page, 'make it anew: npm run -s tucai -- settings > docs/configuration.md').toBe(settingsPage())
  for (const name of Object.keys(settings)) expect(page).toContain(`| \`${name}\``)
})

it('a secret may stand in a file, but not in both places, and the file must be there', () => {
  const file = join(folder, 'database-url')
  writeFileSync(file, 'postgres://someone:s3cret@db.example/tucai\n')
  const read = (environment: NodeJS.ProcessEnv) => () => readConfig(environment)
  expect(readConfig({ DATABASE_URL_FILE: file }).databaseUrl).toBe('postgres://someone:s3cret@db.example/tucai')
  expect(read({ DATABASE_URL_FILE: file, DATABASE_URL: 'postgres://db/x' })).toThrow('are both given')
  expect(read({ DATABASE_URL_FILE: join(folder, 'none') })).toThrow('DATABASE_URL_FILE must be the path')
  expect(readConfig({ PORT_FILE: join(folder, 'none') }).port).toBe(8080)
})

it('a variable that is no setting is told with the one it may have meant, and never with its value', () => {
  const told = tellUnknownSettings({
    TUCAI_S3_BUKET: 's3cret',
    TUCAI_NOTHING_LIKE_THAT: 's3cret',
    TUCAI_MODE: 'demo',
    TUCAI_SMTP_URL_FILE: '/run/secrets/smtp',
    TUCAI_TEST_DATA: '/data',
    PATH: '/bin',
  })
  expect(told).toEqual([
    'TUCAI_S3_BUKET is not a setting of this version and changes nothing: did you mean TUCAI_S3_BUCKET?',
    'TUCAI_NOTHING_LIKE_THAT is not a setting of this version and changes nothing.',
  ])
})

it('every default is what its own setting may hold', () => {
  for (const [name, setting] of Object.entries(settings)) {
    const { default: value, parse } = setting as { default: unknown; parse(text: string): unknown }
    if (value !== undefined && value !== '') expect([name, parse(String(value))]).toEqual([name, value])
  }
})
