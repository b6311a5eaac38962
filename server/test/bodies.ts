import type { RouteName } from '@tucai/contract'

/** A body that the schema of each route lets through, so that the refusal is about whose record it is. */
export const bodies: Partial<Record<RouteName, object>> = {
  correctionSend: { text: '姓名有误' },
  informationConfirm: { phone: '13800138000', mail: 'someone@example.org' },
  photoConfirm: { photoId: 'pho_somebodys' },
  paperChoose: { paper: false },
  paymentStart: { way: 'simulated' },
  refundAsk: { reason: '' },
  consentAgree: { purpose: 'notices', version: '1' },
  consentWithdraw: { purpose: 'notices' },
  graduateState: {
    ...{ campaignId: 'cmp_1', college: '学院', major: '专业', className: '班级', studentNumber: '1' },
    ...{ level: '本科', studyYears: '4', graduationYear: 2027 },
  },
  erasureAsk: { numberEnding: '0000' },
  invoiceAsk: { titleKind: 'personal', title: '林知远', mail: 'someone@example.org' },
  noticeAnswer: { answers: [{ templateId: 'tpl', answer: 'accept' }], language: 'zh' },
}
