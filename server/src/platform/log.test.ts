import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openLog } from './log.ts'
import { openLogFile } from './log-file.ts'
import { redact } from './redact.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tucai-log-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function logged(write: (log: ReturnType<typeof openLog>) => void): string {
  write(openLog({ logsFolder: folder, level: 'trace' }))
  return readFileSync(join(folder, 'tucai.log'), 'utf8')
}

const personal = {
  idNumber: '11010519491231002X',
  olderIdNumber: '110105491231002',
  phone: '13812345678',
  groupedPhone: '+86 138-1234-5678',
  mail: 'li.lei+photo@mail.example.edu.cn',
  passport: 'E12345678',
}

it.each(Object.entries(personal))('hides a person’s data in any message or field: %s', (_what, value) => {
  const text = logged((log) => {
    log.info(`refused ${value}, try again`)
    log.warn({ deep: { list: [{ note: `about ${value}` }] } }, 'found')
    log.error({ err: new Error(`duplicate ${value}`, { cause: new Error(`below: ${value}`) }) }, 'broke')
    log.info({ address: `/api/x?value=${encodeURIComponent(value)}` })
  })
  expect(text).not.toContain(value)
  expect(text).not.toContain(encodeURIComponent(value))
  expect(text.match(/\[hidden\]/g)?.length).toBeGreaterThanOrEqual(4)
})

it('lines that are copied for a container are the redacted ones, from the level on that is asked for', () => {
  const copied: string[] = []
  const told: string[] = []
  const copyTo = { write: (line: string) => copied.push(line) }
  const log = openLog({ logsFolder: folder, level: 'warn', copyTo, terminal: (line) => told.push(line) })
  log.info('nothing to speak of')
  log.warn('13812345678 does not answer')
  expect(copied.map((line) => JSON.parse(line).msg)).toEqual(['[hidden] does not answer'])
  expect(readFileSync(join(folder, 'tucai.log'), 'utf8')).toBe(copied.join(''))
  expect(told).toEqual([])
})

it('hides secrets by the name of their field, at any depth', () => {
  const secrets = {
    password: 'correct horse',
    token: 't0k3n',
    code: '482913',
    cookie: 'sid=abc',
    authorization: 'Basic eA==',
  }
  const text = logged((log) => {
    log.info(secrets, 'flat')
    log.info({ request: { headers: { ...secrets, 'set-cookie': ['sid=abc', 'sid=def'] } } }, 'nested')
    log.info({ body: JSON.stringify(secrets) }, 'text in text')
    log.info(`GET /x?token=t0k3n&code=482913&page=2`)
    log.info('postgresql://owner:hunter2@db.example/tucai')
  })
  for (const secret of [...Object.values(secrets), 'sid=def', 'hunter2', '482913']) expect(text).not.toContain(secret)
  expect(text).toContain('page=2')
})

it('keeps what is needed to understand a failure', () => {
  const text = logged((log) => {
    log.info({ code: 'PHOTO_NO_FACE', photoId: 'pho_1q2w3e4r5t', latencyMs: 1234567, orderId: 'ord_20261122000017' })
    log.error({ err: Object.assign(new Error('full'), { code: 'ENOSPC' }) })
  })
  for (const kept of ['PHOTO_NO_FACE', 'pho_1q2w3e4r5t', '1234567', 'ord_20261122000017', 'ENOSPC', 'log.test.ts']) {
    expect(text).toContain(kept)
  }
})

it('hides what begins a line inside a text, and numbers that are no text', () => {
  const text = `no mail to\n${personal.mail}\n${personal.phone}`
  const line = redact(JSON.stringify({ level: 30, text, value: [-13000000000] }))
  expect(JSON.parse(line)).toEqual({ level: 30, text: 'no mail to\n[hidden]\n[hidden]', value: ['[hidden]'] })
})

it('a line stays one line of JSON, whatever is in it', () => {
  const personalLook = fc.constantFrom(
    -13_000_000_000,
    13_900_000_126,
    `\n${personal.mail}`,
    'x?code=12\\"3',
    '\\13900000126',
  )
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fc.array(personalLook)), (value) => {
      const line = redact(JSON.stringify({ level: 30, value, msg: 'x' }))
      expect(line).not.toContain('\n')
      expect(JSON.parse(line)).toMatchObject({ level: 30, msg: 'x' })
    }),
  )
})

it('shows warnings on the terminal as one readable line, and nothing below them', () => {
  const lines: string[] = []
  const log = openLog({ logsFolder: folder, terminal: (line) => lines.push(line) })
  log.info('all is well')
  log.warn({ phone: personal.phone }, 'slow')
  log.error({ err: new Error(`no mail to ${personal.mail}`) }, 'broke')
  expect(lines).toEqual(['warning: slow', 'error: broke: no mail to [hidden]'])
})

it('starts a new file when one is full and keeps a few older ones', () => {
  const file = openLogFile(join(folder, 'a.log'), 50)
  for (let i = 0; i < 40; i++) file.write(`line ${i} of the log, with some text\n`)
  expect(readdirSync(folder).sort()).toEqual(['a.log', 'a.log.1', 'a.log.2', 'a.log.3', 'a.log.4'])
  expect(readFileSync(join(folder, 'a.log'), 'utf8')).toContain('line 39')
})

it('goes on where an earlier run stopped', () => {
  writeFileSync(join(folder, 'b.log'), 'earlier\n')
  openLogFile(join(folder, 'b.log')).write('later\n')
  expect(readFileSync(join(folder, 'b.log'), 'utf8')).toBe('earlier\nlater\n')
})

/** What somebody may send to keep a search busy: each would take minutes where it begins anew at every character. */
const tedious = {
  backslashes: '\\'.repeat(500_000),
  digits: '1'.repeat(500_000),
  letters: 'a'.repeat(500_000),
  dots: 'a.'.repeat(250_000),
  addresses: 'a@'.repeat(250_000),
  scheme: 'a:'.repeat(250_000),
  opened: '\\"name\\":\\"'.repeat(50_000),
  quotes: `{"a":"${'\\"'.repeat(250_000)}`,
  lists: '"name":['.repeat(50_000),
  queries: '?code='.repeat(80_000),
}

it.each(Object.entries(tedious))('is done with a long line of %s, and still hides what is behind it', (_what, text) => {
  const value = '13812345678'
  expect(redact(JSON.stringify({ msg: `${text} ${value}` }))).not.toContain(value)
  expect(redact(`${text} ${value}`)).not.toContain(value)
})
