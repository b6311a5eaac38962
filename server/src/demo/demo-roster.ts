import type { DocumentKind } from '@tucai/contract'

/** A school, its campaigns and its graduates, all invented; the numbers are well-formed and belong to nobody. */
export const demoSchool = '上海临港示范大学'
export const demoTitle = '2027届毕业生图像采集'
export const demoSecondTitle = '2027届第二学士学位毕业生图像采集'

export const demoFees = { collectionFeeFen: 2000, paperFeeFen: 1500 }

export interface DemoGraduate {
  kind: DocumentKind
  number: string
  name: string
  gender: '男' | '女'
  college: string
  major: string
  className: string
  studentNumber: string
  level: string
  studyYears: string
}

const line = (text: string): DemoGraduate => {
  const [kind, number, name, gender, college, major, className, studentNumber, level, studyYears] = text.split('|')
  return { kind, number, name, gender, college, major, className, studentNumber, level, studyYears } as DemoGraduate
}

/** Serial numbers 9xx of districts of Shanghai; check characters by GB 11643. */
export const demoGraduates: DemoGraduate[] = [
  'idcard|310115200503129076|林知远|男|信息工程学院|软件工程|软件2301|20230101|本科|4',
  'idcard|310104200411209088|陈思语|女|信息工程学院|软件工程|软件2301|20230102|本科|4',
  'idcard|310112200507019158|周明轩|男|信息工程学院|网络工程|网络2302|20230103|本科|4',
  'idcard|310109200502289169|沈若溪|女|经济管理学院|会计学|会计2301|20230201|本科|4',
  'idcard|310230200409309176|顾一鸣|男|经济管理学院|会计学|会计2301|20230202|本科|4',
  'idcard|310107200508159186|阿依古丽·买买提|女|外国语学院|英语|英语2303|20230301|本科|4',
  'idcard|310113200501019196|徐子昂|男|机械工程学院|机械设计制造及其自动化|机械2304|20230401|本科|4',
  'idcard|310117200412129209|宋雨桐|女|机械工程学院|工业设计|设计2301|20230402|本科|4',
  'idcard|310118200506069215|何嘉树|男|医学院|护理学|护理2302|20230501|专升本|2',
  'idcard|310120200410019223|苏晚晴|女|医学院|护理学|护理2302|20230502|专升本|2',
  'idcard|31010620050320923X|陆景行|男|研究生院|材料科学与工程|材研2401|20240601|硕士|3',
  'passport|E90210745|ANNA MARTIN|女|国际教育学院|汉语言|汉语2301|20230701|本科|4',
].map(line)

/** The person with a second enrolment, in the second campaign. */
export const demoSecondDegree = line(
  'idcard|310115200503129076|林知远|男|经济管理学院|工商管理|工商双2501|20250901|第二学士学位|2',
)
export const demoGraduationYear = 2027
