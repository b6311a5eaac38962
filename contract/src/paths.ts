/** Route name -> method and path. The only table a client carries; `routes.ts` adds the schemas. */
export const paths = {
  appShow: ['GET', '/api/app'],
  consentGive: ['POST', '/api/consents'],
  documentRead: ['POST', '/api/document-readings'],
  accountRegister: ['POST', '/api/registrations'],
  sessionStart: ['POST', '/api/sessions'],
  sessionConfirm: ['POST', '/api/sessions/confirm'],
  sessionEnd: ['DELETE', '/api/sessions/current'],
  codeResend: ['POST', '/api/codes/resend'],
  passwordForget: ['POST', '/api/password-resets'],
  passwordReset: ['POST', '/api/password-resets/confirm'],
  wechatIdentify: ['POST', '/api/wechat/tickets'],
  wechatSignIn: ['POST', '/api/wechat/sessions'],
  wechatPhone: ['POST', '/api/wechat/phones'],
  accountShow: ['GET', '/api/account'],
  accountNumberUncover: ['GET', '/api/account/number'],
  passwordChange: ['POST', '/api/account/password'],
  deviceList: ['GET', '/api/account/devices'],
  deviceForget: ['DELETE', '/api/account/devices/:deviceId'],
  sessionRevoke: ['DELETE', '/api/account/sessions/:sessionId'],
  sessionsRevoke: ['DELETE', '/api/account/sessions'],
  wechatBind: ['POST', '/api/account/wechat'],
  wechatUnbind: ['DELETE', '/api/account/wechat'],

  consentList: ['GET', '/api/account/consents'],
  consentAgree: ['POST', '/api/account/consents'],
  consentWithdraw: ['POST', '/api/account/consents/withdrawal'],
  dataExportAsk: ['POST', '/api/account/exports'],
  dataExportShow: ['GET', '/api/account/exports/newest'],
  dataExportDownload: ['GET', '/api/account/exports/:exportId/file'],
  erasureShow: ['GET', '/api/account/erasure'],
  erasureAsk: ['POST', '/api/account/erasure'],

  campaignOpenList: ['GET', '/api/campaigns'],
  graduateState: ['POST', '/api/graduates'],
  collectionList: ['GET', '/api/collections'],
  collectionShow: ['GET', '/api/collections/:graduateId'],
  correctionSend: ['POST', '/api/collections/:graduateId/corrections'],
  informationConfirm: ['POST', '/api/collections/:graduateId/information'],
  photoSubmit: ['POST', '/api/collections/:graduateId/photos'],
  codeSubmit: ['POST', '/api/collections/:graduateId/code'],
  photoConfirm: ['POST', '/api/collections/:graduateId/photo'],
  paperChoose: ['POST', '/api/collections/:graduateId/paper'],
  orderPlace: ['POST', '/api/collections/:graduateId/orders'],

  reviewWithdraw: ['POST', '/api/collections/:graduateId/review/withdrawal'],

  photoShow: ['GET', '/api/photos/:photoId'],
  photoFinished: ['GET', '/api/photos/:photoId/finished'],
  photoDownload: ['GET', '/api/photos/:photoId/download'],

  orderList: ['GET', '/api/orders'],
  orderShow: ['GET', '/api/orders/:orderId'],
  orderCancel: ['POST', '/api/orders/:orderId/cancel'],
  paymentStart: ['POST', '/api/orders/:orderId/payments'],
  refundShow: ['GET', '/api/orders/:orderId/refunds'],
  refundAsk: ['POST', '/api/orders/:orderId/refunds'],
  cashierPay: ['POST', '/api/simulated-cashier/:tradeNumber/pay'],
  wechatPayNotice: ['POST', '/api/payments/wechat-pay/notices'],

  addressList: ['GET', '/api/addresses'],

  noticeTemplates: ['GET', '/api/notices/templates'],
  noticeAnswer: ['POST', '/api/notices/answers'],

  staffSessionStart: ['POST', '/api/staff/sessions'],
  staffSessionConfirm: ['POST', '/api/staff/sessions/confirm'],
  staffSessionList: ['GET', '/api/staff/sessions'],
  staffSessionRevoke: ['DELETE', '/api/staff/sessions/:sessionId'],
  staffSessionsRevoke: ['DELETE', '/api/staff/sessions'],
  staffPasswordChange: ['POST', '/api/staff/password'],
  staffMemberList: ['GET', '/api/staff/members'],
  staffMemberLock: ['POST', '/api/staff/members/:staffId/lock'],
  staffMemberUnlock: ['POST', '/api/staff/members/:staffId/unlock'],
  staffMemberSessionsRevoke: ['DELETE', '/api/staff/members/:staffId/sessions'],
  staffSessionEnd: ['DELETE', '/api/staff/sessions/current'],
  staffShow: ['GET', '/api/staff/me'],
  staffCampaignList: ['GET', '/api/staff/campaigns'],
  staffGraduateList: ['GET', '/api/staff/campaigns/:campaignId/graduates'],
  staffGraduateConfirm: ['POST', '/api/staff/graduates/:graduateId/confirmation'],
  staffGraduateRefuse: ['POST', '/api/staff/graduates/:graduateId/refusal'],
  staffFeesShow: ['GET', '/api/staff/campaigns/:campaignId/fees'],
  staffFeesSet: ['POST', '/api/staff/campaigns/:campaignId/fees'],
  staffCampaignCancel: ['POST', '/api/staff/campaigns/:campaignId/cancel'],
  staffOrderList: ['GET', '/api/staff/campaigns/:campaignId/orders'],
  staffOrderShow: ['GET', '/api/staff/orders/:orderId'],
  staffRefundAsk: ['POST', '/api/staff/orders/:orderId/refunds'],
  staffRefundList: ['GET', '/api/staff/refunds'],
  staffRefundApprove: ['POST', '/api/staff/refunds/:refundId/approval'],
  staffRefundRefuse: ['POST', '/api/staff/refunds/:refundId/refusal'],
  staffAlarmList: ['GET', '/api/staff/payment-alarms'],
  staffAlarmSettle: ['POST', '/api/staff/payment-alarms/:alarmId/settlement'],
  staffReconciliationList: ['GET', '/api/staff/reconciliations'],
  staffReconciliationShow: ['GET', '/api/staff/reconciliations/:reconciliationId'],
  staffDifferenceSettle: ['POST', '/api/staff/differences/:differenceId/settlement'],
  staffPhotoFinished: ['GET', '/api/staff/photos/:photoId/finished'],

  staffReviewReasonList: ['GET', '/api/staff/review-reasons'],
  staffReviewClaim: ['POST', '/api/staff/reviews/claims'],
  staffReviewList: ['GET', '/api/staff/reviews'],
  staffReviewShow: ['GET', '/api/staff/reviews/:reviewId'],
  staffReviewFinished: ['GET', '/api/staff/reviews/:reviewId/finished'],
  staffReviewOriginal: ['GET', '/api/staff/reviews/:reviewId/original'],
  staffReviewApprove: ['POST', '/api/staff/reviews/:reviewId/approval'],
  staffReviewReject: ['POST', '/api/staff/reviews/:reviewId/rejection'],
  staffReviewTakeBack: ['POST', '/api/staff/reviews/:reviewId/withdrawal'],

  staffNoticeList: ['GET', '/api/staff/notices'],
  staffNoticeRetry: ['POST', '/api/staff/notices/:noticeId/retry'],
} as const satisfies Record<string, readonly [Method, string]>

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'
export type RouteName = keyof typeof paths

/** The path of a route with its parameters filled in. Throws when one is missing: that is a bug of the caller. */
export function pathOf(name: RouteName, params: Record<string, string> = {}): string {
  return paths[name][1].replace(/:(\w+)/g, (_, key: string) => {
    const value = params[key]
    if (value === undefined) throw new Error(`route ${name} needs ${key}`)
    return encodeURIComponent(value)
  })
}
