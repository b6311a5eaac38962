import { buffer } from 'node:stream/consumers'
import { xlsxStream } from '../../server/src/platform/sheets/write-xlsx.ts'
import { aNumber } from '../../server/test/number.ts'
import type { Visitor } from '../../server/test/visitor.ts'
import type { ConsoleShooting } from './shooting.ts'

const headings = ['学号', '姓名', '性别', '学院', '专业', '层次', '学制', '证件号码', '班级', '毕业年份', '政治面貌']

/** 240 invented people of a sheet. */
function people(): string[][] {
  const [first, second] = ['陈许顾蒋沈韩林周徐宋', '思知明若嘉雨景晚书亦']
  return Array.from({ length: 240 }, (_, nth) => {
    const name = `${first[nth % 10]}${second[(nth * 3) % 10]}${second[(nth * 7 + 1) % 10]}`
    const college = ['机械工程学院', '信息工程学院', '外国语学院'][nth % 3]!
    const major = ['机械设计', '软件工程', '英语'][nth % 3]!
    const rest = ['本科', '4', aNumber(), `${major.slice(0, 2)}220${(nth % 4) + 1}`, '2026', '']
    return [`2022${String(nth + 1010)}`, name, '', college, major, ...rest]
  })
}

async function sheetOf(rows: string[][]): Promise<Buffer> {
  const columns = headings.map((title) => ({ title }))
  return buffer(xlsxStream('Sheet1', columns, rows))
}

/** The roster on its way in: empty, tried with problems, its columns, tried without, and stored. */
export async function shots({ world, shot, consolePage }: ConsoleShooting): Promise<void> {
  const { campaignId, schoolId } = await world.aCampaign({ title: '2026届春季采集' })
  const operator = await world.aStaff({ schoolId })
  const page = await consolePage({ schoolId }, '?page=roster')
  await page.locator('.roster-drop').waitFor()
  await shot(page, 'console-04-roster-empty')

  const rows = people()
  await accepted(operator, campaignId, await sheetOf(rows.slice(0, 200)))
  const changed = rows.slice(12).map((row, nth) => (nth % 9 === 0 ? row.with(8, '转班2205') : row))
  await operator.uploadRoster(campaignId, await sheetOf(withMistakes(changed)), '浦江理工_2026届毕业生.xlsx')
  await page.reload()
  await page.locator('.roster-cell').first().waitFor()
  await shot(page, 'console-04-roster')
  await page.locator('.roster-steps button').click()
  await page.locator('.roster-field').first().waitFor()
  await shot(page, 'console-04-roster-columns')

  await operator.uploadRoster(campaignId, await sheetOf(changed), '浦江理工_2026届毕业生.xlsx')
  await page.goto(`${world.url}/console/?page=roster&tab=changed`)
  await page.locator('.roster-diff').first().waitFor()
  await shot(page, 'console-04-roster-changes')
  await page.locator('.roster-actions .ant-btn-primary').click()
  await page.locator('.ant-modal .ant-btn-primary').click()
  await page.locator('.roster-drop-drawing.good').waitFor()
  await shot(page, 'console-04-roster-done')
}

function withMistakes(rows: string[][]): string[][] {
  const mistakes: [row: number, column: number, value: string][] = [
    ...([
      [17, 7, '1.1E+17'],
      [34, 7, '310115200503120000'],
      [51, 7, '310115200503129077'],
      [68, 1, '王??'],
      [85, 0, rows[20]![0]!],
      [102, 5, '大本'],
      [119, 1, '阿依努尔.买买提'],
      [136, 2, '未知'],
    ] as [number, number, string][]),
  ]
  return rows.map((row, nth) => {
    const found = mistakes.find(([at]) => at === nth)
    return found === undefined ? row : row.with(found[1], found[2])
  })
}

async function accepted(operator: Visitor, campaignId: string, file: Buffer): Promise<void> {
  const { body } = await operator.uploadRoster(campaignId, file, '名单.xlsx')
  const params = { rosterId: body.rosterId as string }
  const tried = await operator.rosterWhen(params.rosterId, 'tried')
  await operator.call('staffRosterAccept', { params, body: { trial: tried.trial } })
  await operator.rosterWhen(params.rosterId, 'accepted')
}
