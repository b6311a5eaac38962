import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aStudent } from '../../test/steps.ts'
import { aNumber, startWorld, type World } from '../../test/world.ts'
import { importBytes, importRoster } from './roster-commands.ts'

let world: World
let folder: string
beforeAll(async () => {
  world = await startWorld()
  folder = await mkdtemp(join(tmpdir(), 'tucai-roster-'))
})
afterAll(async () => {
  await world.close()
  await rm(folder, { recursive: true, force: true })
})

const heading = '学号,姓名,性别,身份证号,学院,专业'
const row = (studentNumber: string, name: string, number = aNumber()) =>
  `${studentNumber},${name},男,${number},信息学院,软件工程`

async function importText(campaignId: string, text: string, ...options: string[]) {
  const said: string[] = []
  await writeFile(join(folder, 'roster.csv'), text)
  const args = ['roster.csv', '--campaign', campaignId, ...options]
  const exitCode = await importRoster(world.deps, args, folder, (line) => said.push(line))
  return { exitCode, said }
}

const graduatesOf = (campaignId: string) =>
  world.query<{ id: string; name: string; student_number: string }>(
    'SELECT id, name, student_number FROM graduate WHERE campaign_id = $1 ORDER BY student_number',
    [campaignId],
  )

describe('importing a roster', () => {
  it('adds graduates who can then register and find their enrolment', async () => {
    const { campaignId } = await world.aCampaign()
    const number = aNumber()
    const { exitCode, said } = await importText(
      campaignId,
      [heading, row('1', '林知远', number), row('2', '陈思语')].join('\n'),
    )
    expect([exitCode, said]).toEqual([0, ['新增 2，更新 0，未变 0。']])
    const student = world.visitor()
    await student.register({ number, name: '林知远' })
    await student.call('sessionStart', { body: { number, password: number.slice(-6) } })
    expect(await student.call('collectionList', {})).toMatchObject([{ graduationYear: 2027, major: '软件工程' }])
  })

  it('again changes only what differs, keeps ids, and says who is missing', async () => {
    const { campaignId } = await world.aCampaign()
    const rows = [row('1', '林知远'), row('2', '陈思语'), row('3', '周明轩')]
    await importText(campaignId, [heading, ...rows].join('\n'))
    const before = await graduatesOf(campaignId)
    const changed = [heading, rows[0], rows[1]!.replace('陈思语', '陈思雨'), row('4', '沈若溪')].join('\n')
    const { said } = await importText(campaignId, changed)
    expect(said).toEqual(['新增 1，更新 1，未变 1。', '表中没有的 1 人保持不变。'])
    const after = await graduatesOf(campaignId)
    expect(after.map(({ name }) => name)).toEqual(['林知远', '陈思雨', '周明轩', '沈若溪'])
    expect(after[1]!.id).toBe(before[1]!.id)
  })

  it('with one wrong row imports nothing', async () => {
    const { campaignId } = await world.aCampaign()
    const { exitCode, said } = await importText(
      campaignId,
      [heading, row('1', '林知远'), row('2', '陈思语', '1')].join('\n'),
    )
    expect([exitCode, said]).toEqual([
      1,
      ['第 3 行 身份证号：身份证号应为18位，请核对', '共 1 处错误，没有导入任何数据。'],
    ])
    expect(await graduatesOf(campaignId)).toEqual([])
  })

  it('as a trial says what would happen and writes nothing', async () => {
    const { campaignId } = await world.aCampaign()
    const { said } = await importText(campaignId, [heading, row('1', '林知远')].join('\n'), '--dry-run')
    expect(said).toEqual(['试运行，未写入：新增 1，更新 0，未变 0。'])
    expect(await graduatesOf(campaignId)).toEqual([])
  })

  it('refuses a document that belongs to another student number, and imports nothing', async () => {
    const { campaignId } = await world.aCampaign()
    const number = aNumber()
    await importText(campaignId, [heading, row('1', '林知远', number)].join('\n'))
    const { said } = await importText(campaignId, [heading, row('0', '苏晚晴'), row('2', '林知远', number)].join('\n'))
    expect(said[0]).toBe('第 3 行 身份证号：已属于学号 1')
    expect(await graduatesOf(campaignId)).toHaveLength(1)
  })

  it('does not give a begun collection to another document', async () => {
    const { person, student, graduateId } = await aStudent(world)
    await student.confirmInformation(graduateId)
    const { said } = await importText(person.campaignId, [heading, row(person.studentNumber, person.name)].join('\n'))
    expect(said[0]).toBe('第 2 行 身份证号：这名学生已开始采集，证件号不能再更改')
  })

  it('names an unknown campaign and an unreadable file in one line', async () => {
    const { exitCode, said } = await importText('cmp_nothing', heading)
    expect([exitCode, said[0]]).toEqual([1, '没有这个采集批次：cmp_nothing。用 campaign list 查看批次。'])
    const missing = importRoster(world.deps, ['nothing.csv', '--campaign', 'x'], folder, () => {})
    await expect(missing).rejects.toThrow("nothing.csv can't be read (ENOENT)")
    await expect(importRoster(world.deps, [], folder, () => {})).rejects.toThrow('roster import FILE.csv')
  })
})

const hostile = join(import.meta.dirname, '../../../../shared/data/hostile/csv')

describe.skipIf(!existsSync(hostile))('sheets of the hostile collection', () => {
  it.each([
    ['utf8_bom.csv', 0],
    ['gbk.csv', 0],
    ['gb18030_rare.csv', 0],
    ['utf16le.csv', 0],
    ['id_lower_x.csv', 0],
    ['id_fullwidth.csv', 0],
    ['id_spaces_nbsp.csv', 0],
    ['id_leading_apostrophe.csv', 0],
    ['id_15_digit.csv', 0],
    ['extra_columns.csv', 0],
    ['semicolon_sep.csv', 0],
    ['tab_sep.csv', 0],
    ['unbalanced_quote.csv', 1],
    ['sci_notation_id.csv', 1],
    ['id_as_number_precision.csv', 1],
    ['id_bad_checksum.csv', 1],
    ['nul_bytes.csv', 1],
    ['lone_surrogate.csv', 1],
    ['no_header.csv', 3],
    ['header_only.csv', 1],
    ['empty.csv', 1],
    ['dup_ids.csv', 1],
    ['very_long_cell.csv', 1],
  ])('%s is read, or refused with so many errors: %i', async (name, errorCount) => {
    const { campaignId } = await world.aCampaign()
    const outcome = await importBytes(world.deps, await readFile(join(hostile, name)), campaignId, false)
    if (errorCount === 0)
      expect(outcome).toMatchObject({ errors: [], addedCount: expect.toSatisfy((count) => count >= 1) })
    else expect(outcome!.errors.length).toBeGreaterThanOrEqual(1)
    for (const { row, column, zh } of outcome!.errors) {
      expect(row).toBeGreaterThanOrEqual(1)
      expect(column + zh).not.toMatch(/undefined|Error/)
    }
  })
})
