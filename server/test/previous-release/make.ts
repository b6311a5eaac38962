import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import pg from 'pg'
import { withClient } from '../../src/platform/postgres/roles.ts'
import { runningServerUrls } from '../../src/platform/postgres/run-record.ts'
import { freePort } from '../started-product.ts'
import { previousKeyring, previousStudent } from './keys.ts'

/**
 * Makes rows.sql: what an older version of the program itself wrote while a student went the whole way to a paid order.
 *   node server/test/previous-release/make.ts FOLDER
 * FOLDER is a checkout of that version with its dependencies: the one here is of the commit that added migration 0012.
 */
const checkout = resolve(process.argv[2] ?? '')
const folder = mkdtempSync(join(tmpdir(), 'tucai-previous-'))
const dataFolder = join(folder, 'data')
chmodSync(folder, 0o711)
mkdirSync(join(dataFolder, 'keys'), { recursive: true })
writeFileSync(join(dataFolder, 'keys', 'secrets.json'), previousKeyring(), { mode: 0o600 })
const port = await freePort()
const child = spawn(process.execPath, [join(checkout, 'server/src/main.ts')], {
  env: { ...process.env, TUCAI_DATA_DIR: dataFolder, PORT: String(port) },
  stdio: ['ignore', 'ignore', 'inherit'],
})
const ended = new Promise((done) => child.once('close', done))
try {
  await untilHealthy(child, `http://127.0.0.1:${port}`)
  await goTheWay(`http://127.0.0.1:${port}`)
  writeFileSync(new URL('rows.sql', import.meta.url), await rowsAsSql())
} finally {
  child.kill('SIGTERM')
  await ended
  rmSync(folder, { recursive: true, force: true })
}

async function untilHealthy(process: ChildProcess, origin: string): Promise<void> {
  while (process.exitCode === null) {
    const answer = await fetch(`${origin}/health`).catch(() => undefined)
    if (answer?.status === 200) return
    await new Promise((next) => setTimeout(next, 200))
  }
  throw new Error('it ended before it was ready')
}

/** The steps of that version's own tests, by its own client. */
async function goTheWay(origin: string): Promise<void> {
  const { Visitor } = await import(join(checkout, 'server/test/visitor.ts'))
  const { goodPhoto } = await import(join(checkout, 'server/test/pictures.ts'))
  const { demoGraduates } = await import(join(checkout, 'server/src/demo/demo-roster.ts'))
  const { number, name } = demoGraduates.find((one: { name: string }) => one.name === previousStudent.name)
  const student = new Visitor(origin)
  await student.register({ number, name })
  await student.call('sessionStart', { body: { number, password: number.slice(-6) } })
  await student.agree()
  await student.call('passwordChange', { body: { present: number.slice(-6), next: previousStudent.password } })
  const [collection] = await student.call('collectionList', {})
  const params = { graduateId: collection.graduateId }
  await student.confirmInformation(params.graduateId)
  const { photoId } = await student.takePhoto(params.graduateId, await goodPhoto())
  await student.call('photoConfirm', { params, body: { photoId } })
  const address = { recipient: name, phone: '13800138000', regionCode: '310115', detail: '环湖西一路100号' }
  await student.call('paperChoose', { params, body: { paper: true, address, keepAddress: true } })
  const { orderId } = await student.call('orderPlace', { params })
  const { cashier } = await student.call('paymentStart', { params: { orderId }, body: { way: 'simulated' } })
  await student.call('cashierPay', { params: { tradeNumber: cashier.tradeNumber } })
}

function rowsAsSql(): Promise<string> {
  return withClient(runningServerUrls(dataFolder)!.owner, async (client) => {
    await client.query("SET timezone = 'UTC'; SET tucai.actor = 'system'")
    const { rows: tables } = await client.query<{ name: string }>(
      "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'schema_version' ORDER BY 1",
    )
    const statements: string[] = []
    for (const { name } of tables) {
      const at = pg.escapeIdentifier(name)
      const { rows } = await client.query<{ row: string }>(`SELECT to_jsonb(t)::text AS row FROM ${at} t ORDER BY 1`)
      if (rows.length === 0) continue
      const json = `[\n${rows.map(({ row }) => row).join(',\n')}\n]`
      statements.push(
        `INSERT INTO ${at} SELECT * FROM jsonb_populate_recordset(NULL::${at}, ${pg.escapeLiteral(json)});\n`,
      )
    }
    return `-- Made by make.ts: what the version of schema 12 wrote. Everybody in it is invented.\n${statements.join('')}`
  })
}
