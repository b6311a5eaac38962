import type { Flag, WarningCode } from './reading.ts'

interface Words {
  zh: string
  en: string
}

/** What the reader of a field is told about it. */
export const flagWords: Record<Flag, Words> = {
  missing: { zh: '没有读到，请手工填写', en: 'This was not found; please type it.' },
  'low-confidence': { zh: '有的字看不清，请逐字核对', en: 'Some characters are not clear; please compare each one.' },
  'near-tie': { zh: '有的字可能认错，请逐字核对', en: 'Some characters may be others; please compare each one.' },
  'unknown-character': {
    zh: '可能含有系统不认识的字，请逐字核对',
    en: 'There may be a character the reader does not know; please compare each one.',
  },
  width: { zh: '可能漏读了字，请核对字数', en: 'A character may be missing; please count them.' },
  separator: {
    zh: '姓名较长，请核对间隔号和每个字',
    en: 'A long name; please check the separating dot and each character.',
  },
  length: { zh: '位数不对，请核对', en: 'The length is not right; please check it.' },
  checksum: { zh: '校验位不对，请逐位核对', en: 'The check digit does not match; please compare digit by digit.' },
  region: { zh: '地区代码不存在，请核对', en: 'The region code does not exist; please check it.' },
  date: { zh: '日期不存在，请核对', en: 'That date does not exist; please check it.' },
  resolved: {
    zh: '有一位按校验规则推定，请逐位核对',
    en: 'One character was settled by the check digit; please compare each one.',
  },
  unconfirmed: { zh: '未能由其他内容印证，请核对', en: 'Nothing else on the document confirms this; please check it.' },
  'printed-differs': {
    zh: '与证件上另一处的内容不一致，请核对',
    en: 'It differs from another place on the document; please check it.',
  },
  'not-in-table': { zh: '不在名称表中，请核对', en: 'It is not in the table of names; please check it.' },
  expired: { zh: '证件已过有效期', en: 'The document has expired.' },
}

/** What is said about the picture as a whole. */
export const warningWords: Record<WarningCode, Words> = {
  'not-a-document': {
    zh: '没有认出身份证或护照，请拍摄身份证人像面或护照资料页',
    en: 'No identity card or passport was recognised; photograph the front of the card or the data page.',
  },
  'card-back': {
    zh: '这是身份证国徽面，请拍摄有姓名和照片的一面',
    en: 'This is the back of the card; photograph the side with name and portrait.',
  },
  'other-kind': {
    zh: '照片里的证件与所选类型不同，请核对证件类型',
    en: 'The document is of another kind than chosen; please check the kind.',
  },
  'number-doubtful': {
    zh: '证件号没有通过校验，请逐位核对',
    en: 'The number did not pass its check; please compare it digit by digit.',
  },
  'printed-differs': {
    zh: '证件上的内容互相不一致，请逐项核对',
    en: 'Parts of the document contradict each other; please check every field.',
  },
  'mrz-doubtful': {
    zh: '护照底部两行机读码没有完整读出，请逐项核对',
    en: 'The two machine-readable lines were not read completely; please check every field.',
  },
  expired: { zh: '证件已过有效期，请使用有效证件', en: 'The document has expired; please use a valid one.' },
  cropped: {
    zh: '证件没有拍全，请把四个角都放进画面',
    en: 'The document is cut off; keep all four corners in the picture.',
  },
  blurred: { zh: '照片模糊，请对焦后重拍', en: 'The picture is blurred; focus and take it again.' },
  glare: {
    zh: '证件上有反光，请换个角度重拍',
    en: 'There is glare on the document; change the angle and take it again.',
  },
  dark: { zh: '光线太暗，请在明亮处重拍', en: 'It is too dark; take the picture in a brighter place.' },
  'too-small': {
    zh: '证件在画面里太小，请靠近一些重拍',
    en: 'The document is too small in the picture; move closer and take it again.',
  },
  screen: {
    zh: '像是翻拍的屏幕，请直接拍摄证件原件',
    en: 'This looks like a picture of a screen; photograph the document itself.',
  },
  unreadable: {
    zh: '这个文件不是照片或已损坏，请使用 JPG、PNG 或 WebP 照片',
    en: 'This file is not a photo or is damaged; use a JPG, PNG or WebP picture.',
  },
  'gave-up': {
    zh: '识别用时过长，已停止，请重新拍摄',
    en: 'Reading took too long and was stopped; please take another picture.',
  },
}
