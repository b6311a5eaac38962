import { type ProblemCode, problems } from '@tucai/contract'

interface Words {
  zh: string
  en: string
}

interface FindingWords {
  what: Words
  hint: Words
}

const says = (zh: string, en: string, hintZh: string, hintEn: string): FindingWords => ({
  what: { zh, en },
  hint: { zh: hintZh, en: hintEn },
})

const words: Record<string, (detail: string) => FindingWords> = {
  missing: () => says('没有填写', 'Nothing is filled in', '请补全', 'Fill it in'),
  'cell-long': (most) => says(`内容超过${most}个字`, `It is longer than ${most} characters`, '请缩短', 'Shorten it'),
  'cell-signs': () =>
    says(
      '含有无法识别的字符',
      'It holds characters that cannot be read',
      '检查文件编码后重新填写',
      'Check the encoding of the file',
    ),
  'cells-beyond': () =>
    says('单元格比表头多', 'There are more cells than headings', '检查逗号和引号', 'Check commas and quotes'),
  'quote-open': () =>
    says(
      '引号没有闭合，后面的内容无法读取',
      'A quote is never closed; what follows cannot be read',
      '补上引号',
      'Close the quote',
    ),
  unreadable: () =>
    says('从这一行起无法读取', 'From this row on the file cannot be read', '检查这一行', 'Check this row'),
  'no-rows': () =>
    says('没有数据行', 'There are no rows of data', '请在表头下面填写', 'Fill in rows below the headings'),
  exponent: () =>
    says(
      ...([
        'Excel 把号码转成了科学计数，原值已丢失',
        'Excel wrote the number with an exponent; the digits are lost',
      ] as const),
      ...(['将该列设为文本后重新填写', 'Make the column text and fill it in again'] as const),
    ),
  'tail-lost': () =>
    says('末三位为 000，疑似被 Excel 截断', 'It ends in 000, as if Excel had cut it', '核对原件', 'Check the document'),
  'number-lengthened': () =>
    says('15 位旧号码，已补为 18 位', 'An old number of 15 digits was made 18', '核对原件', 'Check the document'),
  'name-gap': () =>
    says(
      '缺字以 ? 代替',
      'A character is missing, with ? in its place',
      '补全生僻字（支持 GB 18030 三级）',
      'Fill in the character; all of GB 18030 is supported',
    ),
  'name-invalid': () =>
    says(
      '姓名中有不能使用的字符',
      'The name holds characters that names don’t have',
      '与证件一致填写',
      'Write it as on the document',
    ),
  'name-spelling': () =>
    says(
      '姓名写法已统一（间隔号、空格或全角字符）',
      'Its spelling was made uniform: dot, spaces or width',
      '请确认',
      'Please confirm',
    ),
  'name-space': () => says('汉字之间有空格', 'There are spaces between Han characters', '请确认', 'Please confirm'),
  'gender-unknown': () => says('应为男或女', 'It must be 男 or 女', '改为男或女', 'Write 男 or 女'),
  'gender-differs': () =>
    says(
      '与证件号码中的性别不一致',
      'It differs from the gender in the document number',
      '核对原件',
      'Check the document',
    ),
  'student-number-invalid': () =>
    says('应为 30 位以内的字母和数字', 'It must be letters and digits, 30 at most', '请改正', 'Correct it'),
  width: () => says('全角字符已改为半角', 'Full-width characters were made half-width', '请确认', 'Please confirm'),
  'year-invalid': () => says('应为四位年份', 'It must be a year of four digits', '例如 2027', 'For example 2027'),
  'level-unknown': (guess) =>
    says(
      '不在常用值内',
      'It is not among the usual words',
      guess ? `是否指“${guess}”？` : '请确认',
      guess ? `Is “${guess}” meant?` : 'Please confirm',
    ),
  repeated: (cell) => says(`与 ${cell} 重复`, `The same as in ${cell}`, '保留一行', 'Keep one of the rows'),
  held: (studentNumber) =>
    says(
      `证件已属于学号 ${studentNumber}`,
      `The document belongs to student number ${studentNumber}`,
      '核对两名学生的证件',
      'Check both students’ documents',
    ),
  begun: () =>
    says(
      '学生已开始采集，证件号不能再更改',
      'The student has begun; the document can no longer change',
      '如确需更改请联系中心',
      'Contact the centre if it must',
    ),
  'number-replaced': () =>
    says(
      '与已有记录的证件号不同',
      'It differs from the number on record',
      '接受后以本表为准，请确认',
      'The sheet will count; please confirm',
    ),
  returned: () => says('已移出名单的学生将恢复', 'A withdrawn graduate comes back', '请确认', 'Please confirm'),
}

/** What a code means, and what to do. */
export function findingWords(code: string, detail: string): FindingWords {
  const found = words[code]
  if (found !== undefined) return found(detail)
  const { zh, en } = problems[code as ProblemCode]
  return { what: { zh, en }, hint: { zh: '核对原件', en: 'Check the document' } }
}
