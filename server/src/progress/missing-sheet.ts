import { chinaMinute } from '../platform/china-time.ts'
import type { BytesAnswer } from '../platform/http/route-table.ts'
import { type SheetFormat, sheetAnswer } from '../platform/sheets/sheet-answer.ts'
import { stageWords } from './progress.ts'
import type { StagedGraduate } from './stages.ts'

const columns = [
  { title: '学院', width: 22 },
  { title: '班级', width: 16 },
  { title: '学号', width: 18 },
  { title: '姓名', width: 16 },
  { title: '层次', width: 10 },
  { title: '进度', width: 10 },
  { title: '已注册', width: 8 },
  { title: '重拍期限', width: 18 },
  { title: '最近提醒', width: 18 },
]

/**
 * Who is missing, for those who go from class to class: no number of a document, no phone, no mail, and nothing that is
 * kept sealed. A school needs it at once to send its own students, so it waits for no second person; who took it, and
 * about whom, is on record.
 */
export function missingSheet(graduates: StagedGraduate[], format: SheetFormat): Promise<BytesAnswer> {
  const rows = graduates.map(({ college, className, studentNumber, name, level, stage, registered, ...at }) => [
    ...[college, className, studentNumber, name, level, stageWords[stage].zh, registered ? '是' : '否'],
    ...[inChina(at.dueAt), inChina(at.remindedAt)],
  ])
  return sheetAnswer('未完成', format, columns, rows, '未完成名单')
}

const inChina = (instant: Date | null) => (instant === null ? '' : chinaMinute(instant))
