import { PassThrough, type Readable } from 'node:stream'
import type { ProgressGrouping, ProgressOverview, StageCounts } from '@tucai/contract'
import { stages, unfinishedStages } from '@tucai/contract'
import { chinaMinute } from '../platform/china-time.ts'
import { type Column, openFlow } from '../platform/paper/flow.ts'
import { A4, openPaper, type Paper } from '../platform/paper/paper.ts'
import { countIn, stageWords } from './progress.ts'

const groupingWords: Record<ProgressGrouping, string> = { college: '学院', className: '班级', level: '层次' }

/** A campaign on paper: its figures, then every school with its colleges, classes or levels. */
export function summaryPdf(overview: ProgressOverview, by: ProgressGrouping, fonts: Paper['fonts']): Readable {
  const output = new PassThrough()
  void write(output, overview, by, fonts).catch((error: Error) => output.destroy(error))
  return output
}

async function write(
  output: PassThrough,
  overview: ProgressOverview,
  by: ProgressGrouping,
  fonts: Paper['fonts'],
): Promise<void> {
  const paper = openPaper(output, { fonts, title: `${overview.title} 概要` })
  const made = `${chinaMinute(new Date(overview.madeAt))} 生成`
  try {
    const foot = (page: number) => `${overview.title} 概要 · ${made} · 第 ${page} 页`
    const size = { widthMm: A4.heightMm, heightMm: A4.widthMm }
    const flow = await openFlow(paper, { size, marginMm: 12, foot })
    await flow.paragraph(`${overview.title} 采集概要`, { sizeMm: 6, leastMm: 3, lines: 2 })
    flow.space(1)
    await flow.paragraph(`${overview.year} 届 · ${overview.schools.length} 所学校 · ${made}`, { sizeMm: 3.4 })
    flow.space(4)
    await flow.table(figureColumns, [figureRow(overview)])
    flow.space(5)
    for (const school of overview.schools) {
      const window = `${chinaMinute(new Date(school.opensAt))} 至 ${chinaMinute(new Date(school.closesAt))}${school.cancelled ? '（已取消）' : ''}`
      await flow.paragraph(`${school.schoolName}　${window}`, { sizeMm: 4, leastMm: 3, lines: 2 })
      flow.space(1)
      const rows = school.groups.map(({ name, college, total, stages: counts }) => {
        const shown = by === 'className' && college !== '' ? `${college} ${name}` : name
        return groupRow(shown === '' ? '（未填写）' : shown, total, counts)
      })
      await flow.table(groupColumns(groupingWords[by]), [...rows, groupRow('合计', school.total, school.stages)])
      flow.space(5)
    }
    await paper.end()
  } catch (error) {
    await paper.fail(error as Error)
  }
}

const figureColumns: Column[] = [
  '名单人数',
  '已提交',
  '未提交',
  '待审核',
  '驳回待重拍',
  '已通过',
  '已支付',
  '冲印份数',
].map((title) => ({ title, widthMm: 34, align: 'right' }))

function figureRow({ total, stages: counts, paid, printSets }: ProgressOverview): string[] {
  const unfinished = countIn(counts, unfinishedStages)
  const approved = countIn(counts, approvedStages)
  const numbers = [total, total - unfinished, unfinished, counts.waiting, counts.rejected, approved, paid, printSets]
  return numbers.map(String)
}

const approvedStages = ['approved', 'paid', 'printed', 'shipped', 'delivered', 'proofread'] as const

const groupColumns = (title: string): Column[] => [
  { title, widthMm: 62, lines: 2, spelled: true },
  { title: '人数', widthMm: 18, align: 'right' },
  ...stages.map((stage): Column => ({ title: stageWords[stage].zh, widthMm: 16, align: 'right' })),
  { title: '通过率', widthMm: 17, align: 'right' },
]

function groupRow(name: string, total: number, counts: StageCounts): string[] {
  const share = total === 0 ? '—' : `${((100 * countIn(counts, approvedStages)) / total).toFixed(1)}%`
  return [name, String(total), ...stages.map((stage) => String(counts[stage])), share]
}
