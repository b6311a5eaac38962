import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aStudent } from '../../test/steps.ts'
import { aNumber, startWorld, type World } from '../../test/world.ts'
import { importRoster } from './roster-commands.ts'

let world: World
let folder: string
beforeAll(async () => {
  world = await startWorld({ handlesJobs: false })
  folder = await mkdtemp(join(tmpdir(), 'tucai-roster-'))
})
afterAll(async () => {
  await world.close()
  await rm(folder, { recursive: true, force: true })
})

const heading = '学号,姓名,性别,身份证号,学院,专业'
const row = (studentNumber: string, name: string, number = aNumber()) =>
  `${studentNumber},${name},,${number},信息学院,软件工程`

const importFile = (args: string[], say: (line: string) => void = () => {}) =>
  importRoster(world.deps, join(folder, 'work'), args, folder, say)

async function importText(campaignId: string, text: string, ...options: string[]) {
  const said: string[] = []
  await writeFile(join(folder, 'roster.csv'), text)
  const exitCode = await importFile(['roster.csv', '--campaign', campaignId, ...options], (line) => said.push(line))
  return { exitCode, said }
}

const graduatesOf = (campaignId: string) =>
  world.query<{ id: string; name: string; student_number: string; standing: string }>(
    'SELECT id, name, student_number, standing FROM graduate WHERE campaign_id = $1 ORDER BY student_number',
    [campaignId],
  )

describe('importing a roster', () => {
  it('adds graduates who can then register and find their enrolment', async () => {
    const { campaignId } = await world.aCampaign()
    const number = aNumber()
    const text = [heading, row('1', '林知远', number), row('2', '陈思语')].join('\n')
    const { exitCode, said } = await importText(campaignId, text)
    expect([exitCode, said]).toEqual([0, ['新增 2，变更 0，不变 0。']])
    const student = world.visitor()
    await student.register({ number, name: '林知远' })
    await student.call('sessionStart', { body: { number, password: number.slice(-6) } })
    expect(await student.call('collectionList', {})).toMatchObject([{ graduationYear: 2027, major: '软件工程' }])
  })

  it('again changes only what differs, keeps ids and leaves alone who is missing', async () => {
    const { campaignId } = await world.aCampaign()
    const rows = [row('1', '林知远'), row('2', '陈思语'), row('3', '周明轩')]
    await importText(campaignId, [heading, ...rows].join('\n'))
    const before = await graduatesOf(campaignId)
    const changed = [heading, rows[0], rows[1]!.replace('陈思语', '陈思雨'), row('4', '沈若溪')].join('\n')
    const { said } = await importText(campaignId, changed)
    expect(said).toEqual(['新增 1，变更 1，不变 1。'])
    const after = await graduatesOf(campaignId)
    expect(after.map(({ name }) => name)).toEqual(['林知远', '陈思雨', '周明轩', '沈若溪'])
    expect(after[1]!.id).toBe(before[1]!.id)
    expect(new Set(after.map(({ standing }) => standing))).toEqual(new Set(['confirmed']))
  })

  it('as the whole roster withdraws who is missing', async () => {
    const { campaignId } = await world.aCampaign()
    const rows = [row('1', '林知远'), row('2', '陈思语')]
    await importText(campaignId, [heading, ...rows].join('\n'))
    const { said } = await importText(campaignId, [heading, rows[0]].join('\n'), '--whole')
    expect(said).toEqual(['新增 0，变更 0，不变 1，退出 1。'])
    expect((await graduatesOf(campaignId)).map(({ standing }) => standing)).toEqual(['confirmed', 'withdrawn'])
  })

  it('with one wrong row imports nothing and keeps nothing of the sheet', async () => {
    const { campaignId } = await world.aCampaign()
    const text = [heading, row('1', '林知远'), row('2', '陈思语', '1')].join('\n')
    const { exitCode, said } = await importText(campaignId, text)
    expect([exitCode, said]).toEqual([
      1,
      ['第 3 行 证件号码：身份证号应为18位，请核对', '共 1 处阻断问题，没有导入任何数据。'],
    ])
    expect(await graduatesOf(campaignId)).toEqual([])
    const [kept] = await world.query('SELECT state, file_key, key_sealed FROM roster WHERE campaign_id = $1', [
      campaignId,
    ])
    expect(kept).toEqual({ state: 'dropped', file_key: null, key_sealed: null })
  })

  it('as a trial says what would happen and writes nothing', async () => {
    const { campaignId } = await world.aCampaign()
    const { said } = await importText(campaignId, [heading, row('1', '林知远')].join('\n'), '--dry-run')
    expect(said).toEqual(['试运行，未写入：新增 1，变更 0，不变 0。'])
    expect(await graduatesOf(campaignId)).toEqual([])
  })

  it('does not give a begun collection to another document', async () => {
    const { person, student, graduateId } = await aStudent(world)
    await student.confirmInformation(graduateId)
    const { said } = await importText(person.campaignId, [heading, row(person.studentNumber, person.name)].join('\n'))
    expect(said[0]).toBe('第 2 行 证件号码：学生已开始采集，证件号不能再更改')
  })

  it('names an unknown campaign and an unreadable file in one line', async () => {
    const { exitCode, said } = await importText('cmp_nothing', heading)
    expect([exitCode, said[0]]).toEqual([1, '没有这个采集批次：cmp_nothing。用 campaign list 查看批次。'])
    await expect(importFile(['nothing.csv', '--campaign', 'x'])).rejects.toThrow("nothing.csv can't be read (ENOENT)")
    await expect(importFile([])).rejects.toThrow('roster import FILE')
  })
})
