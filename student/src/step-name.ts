import type { Step } from './steps.ts'
import type { Words } from './words/zh-CN.ts'

/** The manual's order, in which the words stand. */
const inWords: Step[] = ['information', 'photo', 'confirm', 'paper', 'order']

/** 信息采集, 拍照采集, 照片确认, 邮寄信息 or 订单. */
export function stepName(step: Step, { home }: Words): string {
  return home.steps[inWords.indexOf(step)] ?? ''
}
