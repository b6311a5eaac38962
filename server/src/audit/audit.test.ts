import { readFile } from 'node:fs/promises'
import { pathOf } from '@tucai/contract'
import ExcelJS from 'exceljs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startWorld, type World } from '../../test/world.ts'
import { ANONYMOUS, inTransaction, SYSTEM } from '../platform/db.ts'
import { auditWords } from './audit-words.ts'
import { recordAudit } from './audits.ts'

let world: World
beforeAll(async () => {
  world = await startWorld({ handlesJobs: false })
})
afterAll(() => world.close())

const now = () => world.deps.clock.now()
const record = (subjectIds: string[], reason = '') =>
  inTransaction(world.deps.db, SYSTEM, (tx) => recordAudit(tx, now(), SYSTEM, 'roster-imported', subjectIds, reason))

describe('the record can be looked through', () => {
  it('by action, person, subject and time, the newest first, with names that people know', async () => {
    const auditor = await world.aStaff({ role: 'auditor' })
    const { staffId } = await auditor.call('staffShow', {})
    const person = await world.aGraduate()
    await record([person.campaignId])
    await record([person.graduateId], 'identity-call')
    const bySubject = await auditor.call('auditList', { query: { subjectId: person.graduateId } })
    const { studentNumber } = person
    expect(bySubject.entries).toMatchObject([
      {
        action: { name: 'roster-imported', zh: '导入名单' },
        reason: 'identity-call',
        actorKind: 'system',
        actorLogin: null,
        subjectCount: 1,
      },
    ])
    expect(bySubject.entries[0]!.subject).toBe(`${studentNumber.slice(0, 4)}****${studentNumber.slice(-2)}`)
    const byAction = await auditor.call('auditList', { query: { action: 'roster-imported' } })
    expect(byAction.entries.map(({ subject }) => subject)).toEqual([
      bySubject.entries[0]!.subject,
      '2027届毕业生图像采集',
    ])
    const byActor = await auditor.call('auditList', { query: { actorId: staffId } })
    expect(byActor.entries.map(({ action, actorLogin }) => [action.name, actorLogin !== null])).toEqual([
      ['staff-signed-in', true],
    ])
    expect(byActor.actions.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['roster-imported', 'staff-signed-in']),
    )
    const earlier = { until: new Date(now().getTime() - 3_600_000).toISOString() }
    expect((await auditor.call('auditList', { query: earlier })).total).toBe(0)
    const parts = await Promise.all(
      [0, 1].map((offset) => auditor.call('auditList', { query: { action: 'roster-imported', offset, limit: 1 } })),
    )
    expect(parts.map(({ total, entries }) => [total, entries.length])).toEqual([
      [2, 1],
      [2, 1],
    ])
  })

  it('that somebody looked stands in it too, and does not push the rest away', async () => {
    const auditor = await world.aStaff({ role: 'auditor' })
    const before = await auditor.call('auditList', {})
    expect((await auditor.call('auditList', {})).total).toBe(before.total)
    const looks = await auditor.call('auditList', { query: { action: 'audits-read' } })
    expect(looks.total).toBeGreaterThanOrEqual(2)
  })

  it('nobody but administrators and auditors may', async () => {
    for (const role of ['reviewer', 'finance', 'print'] as const) {
      const reply = await (await world.aStaff({ role })).ask('auditList')
      expect([reply.status, reply.body.code]).toEqual([403, 'role-not-allowed'])
    }
  })

  it('leaves as a whole sheet, more than one reading long and in order, in which nothing is a formula', async () => {
    const auditor = await world.aStaff({ role: 'auditor' })
    const rows = Array.from({ length: 1500 }, (_, place) => `row_${place}`)
    const at = now()
    await inTransaction(world.deps.db, SYSTEM, async (tx) => {
      for (const row of rows) await recordAudit(tx, at, SYSTEM, 'retention-swept', [row], '=1+1')
    })
    const newestFirst = rows.toReversed()
    const page = await auditor.call('auditList', { query: { action: 'retention-swept', offset: 20 } })
    expect(page.entries.map(({ subject }) => subject)).toEqual(newestFirst.slice(20, 70))
    const path = pathOf('auditExport')
    const csv = await auditor.send('GET', `${path}?format=csv&action=retention-swept`)
    const lines = csv.bytes.toString('utf8').trim().split('\r\n')
    expect(lines.slice(1).map((line) => /row_\d+/.exec(line)?.[0])).toEqual(newestFirst)
    expect(lines[1]).toContain(`"'=1+1"`)
    const xlsx = await auditor.send('GET', `${path}?action=retention-swept`)
    const book = new ExcelJS.Workbook()
    await book.xlsx.load(xlsx.bytes as never)
    expect(book.worksheets[0]!.rowCount).toBe(1501)
    expect(book.worksheets[0]!.getCell('G2').value).toBe('=1+1')
    expect(book.worksheets[0]!.getCell('G2').type).toBe(ExcelJS.ValueType.String)
  })

  it('that can’t be read is refused in words, not broken off', async () => {
    const auditor = await world.aStaff({ role: 'auditor' })
    for (const format of ['csv', 'xlsx']) {
      const { status, body } = await auditor.send('GET', `${pathOf('auditExport')}?format=${format}&action=a%00b`)
      expect([status, body.code]).toEqual([400, 'request-malformed'])
    }
  })
})

it('every action of the record has words', async () => {
  const source = await readFile(new URL('audits.ts', import.meta.url), 'utf8')
  const actions = [...source.matchAll(/^ {2}\| '([\w-]+)'$/gm)].map(([, action]) => action!)
  expect(actions.length).toBeGreaterThan(80)
  expect(actions.filter((action) => !(action in auditWords))).toEqual([])
})

describe('the application can’t change the record', () => {
  it('neither a row, nor what a row may be, whoever it says it is', async () => {
    await record(['row_kept'])
    const changes = [
      "UPDATE audit SET reason = 'x'",
      'DELETE FROM audit',
      'TRUNCATE audit',
      'ALTER TABLE audit DISABLE ROW LEVEL SECURITY',
      'DROP POLICY visible ON audit',
      'DROP TABLE audit',
      "UPDATE audit_subject SET subject_id = 'x'",
      'DELETE FROM audit_subject',
      'ALTER TABLE audit DISABLE TRIGGER audit_subjects',
      'CREATE TRIGGER t BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()',
    ]
    for (const text of changes) {
      const client = await world.deps.db.pool.connect()
      try {
        await client.query('BEGIN')
        await client.query("SELECT set_config('tucai.actor', 'system', true)")
        await expect(client.query(text), text).rejects.toThrow(/permission denied|must be owner/)
        await client.query('ROLLBACK')
      } finally {
        client.release()
      }
    }
    const kept = await world.query("SELECT 1 FROM audit WHERE 'row_kept' = ANY(subject_ids)")
    expect(kept).toHaveLength(1)
  })

  it('nobody without a name can add to it', async () => {
    await expect(
      inTransaction(world.deps.db, ANONYMOUS, (tx) => recordAudit(tx, now(), ANONYMOUS, 'number-uncovered', ['x'])),
    ).rejects.toThrow('row-level security')
  })
})
