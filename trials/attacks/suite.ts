import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Ground } from './ground.ts'
import { type Options, type Row, Tally } from './row.ts'

interface Proof {
  row: string
  attack: string
  file: string
  /** Which of its tests are the proof; all when left out. */
  only?: RegExp
}

const server = (file: string) => `server/${file}`

/** Rows whose attack a test already is, with the provider's emulator or a clock that moves: run from here and counted. */
const proofs: Proof[] = [
  {
    row: '7',
    attack: '4 × 2,000 changed notices, two ways of signing',
    file: server('src/payment/wechat-pay/notices.test.ts'),
  },
  {
    row: '7',
    attack: '2 × 1,000 changed notices over HTTP: no row of any table changes',
    file: server('src/payment/one-effect.test.ts'),
    only: /thousand changes/,
  },
  {
    row: '7',
    attack: '1,000 changed notices over HTTP; what is refused, away or unknown',
    file: server('src/payment/payment-notice-routes.test.ts'),
  },
  {
    row: '8',
    attack: '100 copies of each notice at once, in any order',
    file: server('src/payment/one-effect.test.ts'),
    only: /hundred copies/,
  },
  {
    row: '9',
    attack: 'amount, currency, merchant differ: an alarm, no payment',
    file: server('src/payment/one-payment.test.ts'),
    only: /another (amount|currency|merchant)/,
  },
  {
    row: '9',
    attack: 'merchant, app and amount of others, as the provider tells them',
    file: server('src/payment/wechat-pay/notices.test.ts'),
    only: /other people/,
  },
  {
    row: '10',
    attack: 'two browsers × 200 begin to pay',
    file: server('src/payment/one-effect.test.ts'),
    only: /two browsers|another browser/,
  },
  {
    row: '11',
    attack: 'every notice lost: found by the sweep, and by the student',
    file: server('src/payment/wechat-pay-way.test.ts'),
    only: /lost|comes back/,
  },
  {
    row: '12',
    attack: '3 × 50 refunds at once; lost answers; a second person',
    file: server('src/refund/refunds-at-once.test.ts'),
  },
  {
    row: '12',
    attack: 'the server killed between call and record',
    file: server('test/payment-kills/payment-kills.test.ts'),
  },
  {
    row: '13',
    attack: 'bombs and malformed pictures through the upload route',
    file: server('src/photo/uploads.test.ts'),
  },
  {
    row: '15',
    attack: 'what comes out holds no metadata and nothing behind the picture',
    file: 'portrait/test/finished-file.test.ts',
    only: /foreign segments/,
  },
  { row: '16', attack: 'hostile sheets and bombs as rosters', file: server('src/roster/hostile-sheets.test.ts') },
  {
    row: '17',
    attack: 'cells of exports read back as text',
    file: server('src/platform/sheets/sheets.test.ts'),
    only: /formula|text in every cell/,
  },
  {
    row: '20',
    attack: 'exports need a second person; values are uncovered one by one',
    file: server('src/dossier/dossier.test.ts'),
    only: /second person|uncovers one/,
  },
  {
    row: '21',
    attack: 'personal data in any field, message or error of the log',
    file: server('src/platform/log.test.ts'),
  },
  {
    row: '23',
    attack: 'bytes changed after the approval: left out of the package',
    file: server('src/delivery/delivery.test.ts'),
    only: /bytes|taken back/,
  },
  {
    row: '23',
    attack: 'master changed after the approval: not printed',
    file: server('src/print/stopped-prints.test.ts'),
    only: /changed/,
  },
]

const root = resolve(import.meta.dirname, '../..')

interface Assertion {
  fullName: string
  status: string
  failureMessages: string[]
}

interface Report {
  testResults: { name: string; message: string; assertionResults: Assertion[] }[]
}

export async function run(_: Ground, { short, tell }: Options): Promise<Row[]> {
  if (short) return []
  const folder = await mkdtemp(join(tmpdir(), 'tucai-proofs-'))
  try {
    const files = [...new Set(proofs.map(({ file }) => file))]
    tell(`running ${files.length} files of the tests …`)
    await vitest([...files, '--reporter=json', `--outputFile=${join(folder, 'report.json')}`])
    const report: Report = JSON.parse(await readFile(join(folder, 'report.json'), 'utf8'))
    const rows = proofs.map((proof) => counted(proof, report))
    for (const { attack } of rows.filter(({ isSkipped }) => isSkipped))
      tell(`left out, for want of the corpus: ${attack}`)
    return rows.filter(({ isSkipped }) => !isSkipped).map(({ row }) => row)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Skipped are those that need a corpus which is not there; a file whose preparation failed has none that passed. */
function counted({ row, attack, file, only }: Proof, { testResults }: Report) {
  const tally = new Tally(row, attack)
  const result = testResults.find(({ name }) => name.endsWith(file))
  const all = (result?.assertionResults ?? []).filter(({ fullName }) => only === undefined || only.test(fullName))
  const isWithout = process.env.TUCAI_TEST_DATA === undefined
  const skipped = all.filter(({ status, fullName }) => isWithout && status === 'skipped' && /hostile/.test(fullName))
  for (const { fullName, status, failureMessages } of all.filter((one) => !skipped.includes(one)))
    tally.count(status === 'passed', `${fullName}: ${status}, ${failureMessages[0]?.split('\n')[0]}`)
  const note = skipped.length === 0 ? '' : `; ${skipped.length} more need the corpus`
  return {
    attack,
    row: tally.done(`tests of ${file}${note}`),
    isSkipped: all.length > 0 && skipped.length === all.length,
  }
}

/** Ends with 1 when a test fails, which the report tells better. */
function vitest(args: string[]): Promise<void> {
  const script = join(root, 'node_modules/vitest/vitest.mjs')
  const child = spawn(process.execPath, [script, 'run', ...args], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })
  return new Promise((done, fail) => {
    child.once('error', fail)
    child.once('close', () => done())
  })
}
