import type {
  DeliveryLeftReason,
  DeliveryPerson,
  DeliveryResult,
  DeliverySettings,
  DeliveryState,
  DeliveryTarget,
} from '@tucai/contract'
import { surnameOf } from '../contact/contact.ts'
import type { Tx } from '../platform/db.ts'

/** One package of finished photos for CHSI or the school. */
export interface Delivery {
  id: string
  number: string
  campaignId: string
  schoolId: string
  schoolName: string
  target: DeliveryTarget
  state: DeliveryState
  settings: DeliverySettings
  /** Login. */
  madeBy: string
  madeAt: Date
  readyAt: Date | null
  /** When a zip of it was first fetched. */
  deliveredAt: Date | null
  tookMs: number | null
}

/** Where a delivery may go from each state. */
export const deliveryMoves: Record<DeliveryState, readonly DeliveryState[]> = {
  preparing: ['ready', 'failed'],
  ready: ['delivered', 'cancelled'],
  // Somebody has it made again.
  failed: ['preparing', 'cancelled'],
  delivered: [],
  cancelled: [],
}

/** States of a delivery that has, or will have, its photos out. */
export const liveStates: readonly DeliveryState[] = ['preparing', 'ready', 'delivered']

/** What may still be said of a delivered photo after what was said before. */
export const resultMoves: Record<DeliveryResult | 'none', readonly DeliveryResult[]> = {
  none: ['matched', 'compare-failed', 'proofread', 'proofread-wrong'],
  matched: ['compare-failed', 'proofread', 'proofread-wrong'],
  'proofread-wrong': ['proofread', 'compare-failed'],
  proofread: ['proofread-wrong'],
  // Another photo is taken; what follows is said of that one.
  'compare-failed': [],
}

/** `D0416-01`: month and day in China, and a number within them. */
export function deliveryNumber(chinaDay: string, sequence: number): string {
  return `D${chinaDay.slice(4)}-${String(sequence).padStart(2, '0')}`
}

/** Whoever stands above deliveries hears what came back, in the transaction that stores it. */
export interface DeliveryEvents {
  /** CHSI found another face: the photo is taken anew, free of charge. False when another photo is approved by now. */
  comparisonFailed(tx: Tx, item: { reviewId: string | null; reason: string }): Promise<boolean>
}

/** Why a photo is left out, in words that say what to do. */
export const leftWords: Record<DeliveryLeftReason, (detail: string) => { zh: string; en: string }> = {
  'refund-open': () => ({
    zh: '订单正在退款，退款结束后再交付',
    en: 'The order is being refunded. Deliver once that has ended.',
  }),
  'consent-withdrawn': () => ({
    zh: '学生撤回了向学校和学信网提供照片的授权，不能交付',
    en: 'The student withdrew the agreement to delivery. The photo must not leave.',
  }),
  'graduate-withdrawn': () => ({
    zh: '已不在学校名单里，请学校核对',
    en: 'No longer on the school’s roster. Ask the school.',
  }),
  'field-missing': (field) => ({
    zh: `缺${fieldWords[field]?.zh ?? field}，请学校在名单里补上，或换一个文件名模板`,
    en: `No ${fieldWords[field]?.en ?? field}. Have the school add it to the roster, or take another template.`,
  }),
  'derivative-missing': (standard) => ({
    zh: `${standard} 的照片还没有生成，请稍后再试`,
    en: `The photo by ${standard} is still being made. Try again in a while.`,
  }),
  'derivative-refused': (standard) => ({
    zh: `按 ${standard} 生成的照片不合格，比如衣服与背景颜色相近，请取消这项派生`,
    en: `The photo by ${standard} does not meet that standard, e.g. clothes like the background. Leave the standard out.`,
  }),
  'name-illegal': (field) => ({
    zh: `${fieldWords[field]?.zh ?? '文件名'}里有不能用于文件名的字符，请学校更正或换一个模板`,
    en: `The ${fieldWords[field]?.en ?? 'name'} holds characters that no file name may have. Have it corrected, or take another template.`,
  }),
  'name-taken': () => ({
    zh: '按这个模板会与别人的文件同名，请在文件名里加上学号',
    en: 'By this template somebody else’s file has the same name. Add the student number.',
  }),
  'bytes-changed': () => ({
    zh: '照片文件与审核通过时不一致，没有交付，请联系管理员',
    en: 'The file is not the one that was approved and was left out. Tell the administrator.',
  }),
  'approval-gone': () => ({
    zh: '打包时审核通过已被撤回',
    en: 'The approval was taken back before it was packed.',
  }),
}

/** What the fields of templates are called. */
const fieldWords: Record<string, { zh: string; en: string }> = {
  studentNo: { zh: '学号', en: 'student number' },
  examNo: { zh: '考生号', en: 'exam number' },
  idNo: { zh: '证件号', en: 'document number' },
  code: { zh: '采集码', en: 'collection code' },
  name: { zh: '姓名', en: 'name' },
  class: { zh: '班级', en: 'class' },
  college: { zh: '学院', en: 'college' },
  major: { zh: '专业', en: 'major' },
  school: { zh: '学校', en: 'school' },
  level: { zh: '层次', en: 'level' },
  year: { zh: '届别', en: 'year' },
}

/** The middle of a number covered: 2022****17. */
export function coverMiddle(text: string): string {
  return text.length <= 6 ? '****' : `${text.slice(0, 4)}****${text.slice(-2)}`
}

export function personView(person: { graduateId: string; name: string; studentNumber: string }): DeliveryPerson {
  return {
    graduateId: person.graduateId,
    name: `${surnameOf(person.name)}**`,
    studentNumber: coverMiddle(person.studentNumber),
  }
}
