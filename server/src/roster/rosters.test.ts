import { buffer } from 'node:stream/consumers'
import { utils, write } from '@e965/xlsx'
import iconv from 'iconv-lite'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { aPaidOrder, aStudent } from '../../test/steps.ts'
import type { Visitor } from '../../test/visitor.ts'
import { aNumber, startWorld, type World } from '../../test/world.ts'
import { xlsxStream } from '../platform/sheets/write-xlsx.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())

const headings = ['学号', '姓名', '证件号码', '学院', '考生号', '政治面貌']
const line = (nth: number, number = aNumber(), college = '信息学院') => [
  `2023${nth}`,
  '林知远',
  number,
  college,
  `23310${nth}`,
  '群众',
]
const csvOf = (rows: string[][]) => [headings, ...rows].map((cells) => cells.join(',')).join('\n')

async function aSchool() {
  const { campaignId, schoolId } = await world.aCampaign()
  return { campaignId, schoolId, operator: await world.aStaff({ schoolId }) }
}

async function tried(operator: Visitor, campaignId: string, bytes: Uint8Array | string, name?: string, whole = true) {
  const { body } = await operator.uploadRoster(campaignId, bytes, name, whole)
  return operator.rosterWhen(body.rosterId, 'tried')
}

async function accepted(operator: Visitor, campaignId: string, bytes: Uint8Array | string, whole = true) {
  const { rosterId, trial } = await tried(operator, campaignId, bytes, undefined, whole)
  await operator.call('staffRosterAccept', { params: { rosterId }, body: { trial } })
  return operator.rosterWhen(rosterId, 'accepted')
}

const graduatesOf = (campaignId: string) =>
  world.query<{ id: string; student_number: string; college: string; standing: string; extra: object }>(
    'SELECT id, student_number, college, standing, extra FROM graduate WHERE campaign_id = $1 ORDER BY student_number',
    [campaignId],
  )

/** A dBASE III table with text fields of 40 bytes, in GB18030. */
function dbfOf(rows: string[][]): Buffer {
  const names = ['XH', 'XM', 'SFZH', 'FY', 'KSH', 'ZZMM']
  const head = Buffer.alloc(33 + 32 * names.length)
  head[0] = 3
  head.writeUInt32LE(rows.length, 4)
  head.writeUInt16LE(head.length, 8)
  head.writeUInt16LE(1 + 40 * names.length, 10)
  names.forEach((name, place) => {
    head.write(name, 32 + 32 * place, 'latin1')
    head.write('C', 43 + 32 * place, 'latin1')
    head[48 + 32 * place] = 40
  })
  head[head.length - 1] = 0x0d
  const field = (text: string) => Buffer.concat([iconv.encode(text, 'gb18030'), Buffer.alloc(40, ' ')]).subarray(0, 40)
  return Buffer.concat([head, ...rows.map((cells) => Buffer.concat([Buffer.from(' '), ...cells.map(field)]))])
}

describe('a roster is tried alike', () => {
  const rows = [line(1), line(2)]
  const workbook = () => {
    const book = utils.book_new()
    utils.book_append_sheet(book, utils.aoa_to_sheet([headings, ...rows]), '名单')
    return book
  }
  it.each([
    ['as CSV in UTF-8', async () => Buffer.from(csvOf(rows))],
    ['as CSV in GB18030', async () => iconv.encode(csvOf(rows), 'gb18030')],
    ['below a line of brackets', async () => Buffer.from(`${'('.repeat(900_000)}\n${csvOf(rows)}`)],
    ['below a title', async () => Buffer.from(`2027届毕业生名单\n${csvOf(rows)}`)],
    [
      'as XLSX of our own',
      () =>
        buffer(
          xlsxStream(
            '名单',
            headings.map((title) => ({ title })),
            rows,
          ),
        ),
    ],
    ['as XLSX of another program', async () => write(workbook(), { type: 'buffer', bookType: 'xlsx', bookSST: true })],
    ['as XLS', async () => write(workbook(), { type: 'buffer', bookType: 'biff8' })],
    ['as DBF', async () => dbfOf(rows)],
  ])('%s', async (_, bytes) => {
    const { campaignId, operator } = await aSchool()
    const { counts, columns } = await tried(operator, campaignId, await bytes(), 'roster')
    expect(counts).toMatchObject({ rows: 2, added: 2, changed: 0, withdrawn: 0, blocking: 0 })
    expect(columns.at(-1)!.field).toBeNull()
  })
})

describe('accepting a roster', () => {
  it('stores what the dry run showed, and neither the sheet nor the columns without a use are kept', async () => {
    const { campaignId, operator } = await aSchool()
    const { rosterId } = await accepted(operator, campaignId, csvOf([line(1), line(2)]))
    expect((await graduatesOf(campaignId)).map(({ extra }) => extra)).toEqual([
      { examNumber: '233101' },
      { examNumber: '233102' },
    ])
    expect(await world.query('SELECT 1 FROM roster_change WHERE roster_id = $1', [rosterId])).toEqual([])
    const { files } = world.deps
    await vi.waitFor(async () => expect(await files.exists(`roster/${rosterId}.bin`)).toBe(false), { timeout: 10_000 })
  })

  it('withdraws who is missing, keeps orders and photos, and takes them back with the next roster', async () => {
    const paid = await aPaidOrder(world)
    const { campaignId, schoolId } = paid.person
    const operator = await world.aStaff({ schoolId })
    const other = line(9)
    const { counts } = await accepted(operator, campaignId, csvOf([other]))
    expect(counts).toMatchObject({ added: 1, withdrawn: 1, withdrawnBegun: 1 })
    expect(await graduatesOf(campaignId)).toMatchObject([{ standing: 'withdrawn' }, { standing: 'confirmed' }])
    expect(await paid.student.call('orderList', {})).toHaveLength(1)
    const again = [other, [paid.person.studentNumber, paid.person.name, paid.person.number, '', '', '']]
    expect((await accepted(operator, campaignId, csvOf(again))).counts).toMatchObject({ changed: 1, unchanged: 1 })
    const [back] = await graduatesOf(campaignId)
    expect(back).toMatchObject({ id: paid.graduateId, standing: 'confirmed' })
  })

  it('refuses a withdrawn student the next step', async () => {
    const { person, student, graduateId } = await aStudent(world)
    const operator = await world.aStaff({ schoolId: person.schoolId })
    await accepted(operator, person.campaignId, csvOf([line(9)]))
    const body = { phone: '13800138000', mail: 'someone@example.org' }
    const { status, body: refusal } = await student.ask('informationConfirm', { graduateId }, body)
    expect([status, refusal.code]).toEqual([409, 'graduate-withdrawn'])
  })

  it('as a supplement leaves alone who is missing', async () => {
    const { campaignId, operator } = await aSchool()
    await accepted(operator, campaignId, csvOf([line(1)]))
    await accepted(operator, campaignId, csvOf([line(2)]), false)
    expect((await graduatesOf(campaignId)).map(({ standing }) => standing)).toEqual(['confirmed', 'confirmed'])
  })

  it('gives two students each other’s numbers, and one a new number', async () => {
    const { campaignId, operator } = await aSchool()
    const [one, two, three] = [aNumber(), aNumber(), aNumber()]
    await accepted(operator, campaignId, csvOf([line(1, one), line(2, two), line(3, three)]))
    const before = await graduatesOf(campaignId)
    const { counts } = await accepted(operator, campaignId, csvOf([line(1, two), line(2, one), line(4, three)]))
    expect(counts).toMatchObject({ added: 0, changed: 3, withdrawn: 0 })
    const after = await graduatesOf(campaignId)
    expect(after.map(({ student_number }) => student_number)).toEqual(['20231', '20232', '20234'])
    expect(after[2]!.id).toBe(before[2]!.id)
  })

  it('keeps what the sheet has no column for', async () => {
    const { campaignId, operator } = await aSchool()
    const number = aNumber()
    await accepted(operator, campaignId, csvOf([line(1, number, '外国语学院')]))
    const { counts } = await tried(operator, campaignId, `学号,姓名,证件号码\n20231,林知远,${number}\n`)
    expect(counts).toMatchObject({ unchanged: 1, changed: 0 })
  })

  it('stores nothing where somebody has changed since the dry run, until it is tried again', async () => {
    const { campaignId, operator } = await aSchool()
    const number = aNumber()
    await accepted(operator, campaignId, csvOf([line(1, number)]))
    const { rosterId, trial } = await tried(operator, campaignId, csvOf([line(1, number, '文学院'), line(2)]))
    await world.query('UPDATE graduate SET updated_at = now() WHERE campaign_id = $1', [campaignId])
    await operator.call('staffRosterAccept', { params: { rosterId }, body: { trial } })
    await operator.rosterWhen(rosterId, 'outdated')
    expect((await graduatesOf(campaignId)).map(({ college }) => college)).toEqual(['信息学院'])
    const { trial: next } = await operator.call('staffRosterTry', { params: { rosterId }, body: {} })
    await operator.rosterWhen(rosterId, 'tried')
    await operator.call('staffRosterAccept', { params: { rosterId }, body: { trial: next } })
    await operator.rosterWhen(rosterId, 'accepted')
    expect(await graduatesOf(campaignId)).toHaveLength(2)
  })

  it('is refused with a blocking problem, or for a trial that is not the last', async () => {
    const { campaignId, operator } = await aSchool()
    const { rosterId, trial } = await tried(operator, campaignId, csvOf([line(1), line(2, '1.1E+17')]))
    const codeOf = async (given: number) =>
      (await operator.ask('staffRosterAccept', { rosterId }, { trial: given })).body.code
    expect([await codeOf(trial), await codeOf(trial + 1)]).toEqual(['roster-blocked', 'roster-moved'])
    expect(await graduatesOf(campaignId)).toEqual([])
  })
})

describe('what the dry run found', () => {
  it('is told by its cells, covered, with the rows around, and as a sheet', async () => {
    const { campaignId, operator } = await aSchool()
    const rows = [line(1), line(2, '1.1E+17'), line(3)]
    const { rosterId } = await tried(operator, campaignId, csvOf(rows))
    const { total, problems } = await operator.call('staffRosterProblemList', { params: { rosterId }, query: {} })
    expect([total, problems[0]]).toMatchObject([
      1,
      { cell: 'C3', code: 'exponent', value: '1.1E+17', severity: 'block' },
    ])
    expect(problems[0]!.around.map(({ row }) => row)).toEqual([2, 3, 4])
    expect(JSON.stringify(problems)).not.toContain(rows[0]![2])
    const sheet = await operator.ask('staffRosterProblemSheet', { rosterId })
    expect([sheet.status, sheet.bytes.subarray(0, 2).toString()]).toEqual([200, 'PK'])
    expect(
      await world.query("SELECT 1 FROM audit WHERE action = 'roster-read' AND $1 = ANY(subject_ids)", [rosterId]),
    ).toHaveLength(2)
  })

  it('holds no number in the open, neither in the database nor among the files', async () => {
    const { campaignId, operator } = await aSchool()
    const number = aNumber()
    const { rosterId } = await tried(operator, campaignId, csvOf([line(1, number)]))
    const rows = await world.query('SELECT * FROM roster_change WHERE roster_id = $1', [rosterId])
    expect(JSON.stringify(rows)).not.toContain(number)
    const file = await buffer(await world.deps.files.stream(`roster/${rosterId}.bin`))
    expect(file.includes(number)).toBe(false)
  })

  it('waits for columns that no heading names, and takes them by hand', async () => {
    const { campaignId, operator } = await aSchool()
    const { body } = await operator.uploadRoster(campaignId, `编码,姓名,学院,号码\n1,林知远,信息学院,${aNumber()}\n`)
    expect([body.state, body.missing]).toEqual(['matching', ['studentNumber', 'number']])
    const columns = [
      { index: 0, field: 'studentNumber' as const },
      { index: 3, field: 'number' as const },
    ]
    const params = { rosterId: body.rosterId as string }
    await operator.call('staffRosterTry', { params, body: { columns } })
    expect((await operator.rosterWhen(params.rosterId, 'tried')).counts).toMatchObject({ added: 1, blocking: 0 })
  })

  it('of an earlier roster gives way to the next upload', async () => {
    const { campaignId, operator } = await aSchool()
    const { rosterId } = await tried(operator, campaignId, csvOf([line(1)]))
    await tried(operator, campaignId, csvOf([line(2)]))
    const { state } = await operator.call('staffRosterShow', { params: { rosterId } })
    expect(state).toBe('dropped')
  })
})
