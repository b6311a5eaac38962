import { existsSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Reply, Visitor } from '../../test/visitor.ts'
import { aNumber, startWorld, type World } from '../../test/world.ts'

const folder = join(import.meta.dirname, '../../../../shared/data/hostile')
const isHere = existsSync(join(folder, 'manifest.csv'))
if (!isHere && process.env.TUCAI_REQUIRE?.includes('data'))
  throw new Error('the hostile files are required and missing')

interface Entry {
  file: string
  odd: string
  expected: string
}
const groups = ['spreadsheet', 'spreadsheet-hostile', 'csv', 'zip']
const entries: Entry[] = isHere ? parse(readFileSync(join(folder, 'manifest.csv')), { columns: true }) : []
const sheets = entries.filter(({ file }) => groups.includes(file.split('/')[0]!))

/** What became of a file: refused at once, or tried with so many added rows and blocking problems. */
interface Outcome {
  reply: Reply
  state: string
  added: number
  blocking: number
  rows: number[]
}

describe.skipIf(!isHere)('sheets of the hostile collection', () => {
  let world: World
  let operator: Visitor
  let campaignId: string
  beforeAll(async () => {
    world = await startWorld()
    const campaign = await world.aCampaign()
    campaignId = campaign.campaignId
    operator = await world.aStaff({ schoolId: campaign.schoolId })
  })
  afterAll(() => world.close())

  async function tried(bytes: Uint8Array | string, name: string): Promise<Outcome> {
    const reply = await operator.uploadRoster(campaignId, bytes, name)
    const nothing = { reply, state: 'refused', added: 0, blocking: 0, rows: [] }
    if (reply.status !== 200) return nothing
    const { rosterId, state } = reply.body
    if (state === 'matching') return { ...nothing, state }
    const { counts } = await operator.rosterWhen(rosterId, 'tried')
    const { problems } = await operator.call('staffRosterProblemList', { params: { rosterId }, query: { limit: 200 } })
    for (const { what, hint } of problems) expect(what.zh + what.en + hint.zh + hint.en).not.toMatch(/undefined|Error/)
    const rows = problems.filter(({ severity }) => severity === 'block').map(({ row }) => row)
    return { reply, state: 'tried', added: counts.added, blocking: counts.blocking, rows }
  }

  async function accept({ reply }: Outcome): Promise<void> {
    const params = { rosterId: reply.body.rosterId as string }
    await operator.call('staffRosterAccept', { params, body: { trial: 1 } })
    await operator.rosterWhen(params.rosterId, 'accepted')
  }

  const graduates = () => world.query('SELECT college FROM graduate WHERE campaign_id = $1', [campaignId])

  it.each(sheets)('$file ($odd): $expected', async ({ file, expected }) => {
    const outcome = await tried(await readFile(join(folder, file)), file.split('/')[1]!)
    const { reply, state, added, blocking, rows } = outcome
    expect(reply.status).toBeLessThan(500)
    if (reply.status !== 200) expect([reply.body.zh, reply.body.en]).toEqual([expect.any(String), expect.any(String)])
    if (/^reject 4xx/.test(expected) || file.startsWith('zip/')) expect(reply.status).toBeGreaterThanOrEqual(400)
    else if (/^import row accepted(, stored as X| trimmed)?$/.test(expected))
      expect([state, added, blocking]).toEqual(['tried', 1, 0])
    else if (/^row rejected/.test(expected) && !/converted/.test(expected)) {
      expect([state, blocking > 0]).toEqual(['tried', true])
      expect(Math.min(...rows)).toBeGreaterThanOrEqual(2)
    } else if (/^both reported/.test(expected)) expect(new Set(rows)).toEqual(new Set([2, 3]))
    else if (/naming missing/.test(expected))
      expect([reply.status, reply.body.code]).toEqual([422, 'roster-heading-missing'])
    else if (/extra columns ignored/.test(expected)) {
      const unused = reply.body.columns.filter(({ field }: { field: string | null }) => field === null)
      expect(unused.map(({ heading }: { heading: string }) => heading)).toEqual(
        expect.arrayContaining(['is_admin', 'price', 'paid']),
      )
      expect([added, blocking]).toEqual([1, 0])
    } else expect(['tried', 'matching', 'refused']).toContain(state)
    expect(await graduates()).toEqual([])
  })

  it('naughty strings in every text are stored as they stand or refused with their row', async () => {
    const strings: string[] = JSON.parse(await readFile(join(folder, 'strings/blns.json'), 'utf8'))
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
    const texts = ['学院', '专业', '班级', '层次', '学制', '校区', '备注']
    const sheetOf = (chosen: string[]) =>
      [
        `学号,姓名,证件号码,${texts.join(',')}`,
        ...chosen.map((text, nth) => `${nth + 1},林知远,${aNumber()},${texts.map(() => quoted(text)).join(',')}`),
      ].join('\n')
    const first = await tried(sheetOf(strings), 'strings.csv')
    const { rosterId } = first.reply.body
    const refused = new Set<number>()
    for (let offset = 0; ; offset += 200) {
      const query = { offset, limit: 200, severity: 'block' as const }
      const { problems } = await operator.call('staffRosterProblemList', { params: { rosterId }, query })
      for (const { row } of problems) refused.add(row)
      if (problems.length < 200) break
    }
    const good = strings.filter((_, nth) => !refused.has(nth + 2))
    expect(good.length).toBeGreaterThan(strings.length / 2)
    const outcome = await tried(sheetOf(good), 'good.csv')
    expect(outcome.blocking).toBe(0)
    await accept(outcome)
    const stored = await world.query<{ student_number: string; college: string; note: string }>(
      "SELECT student_number, college, extra ->> 'note' AS note FROM graduate WHERE campaign_id = $1",
      [campaignId],
    )
    const outer = /^[\s\p{Z}]+|[\s\p{Z}]+$/gu
    for (const { student_number, college, note } of stored) {
      const text = good[Number(student_number) - 1]!.replace(outer, '')
      expect([college, note ?? '']).toEqual([text, text])
    }
    expect(stored).toHaveLength(good.length)
  })
})
