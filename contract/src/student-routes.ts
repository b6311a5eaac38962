import { Type } from 'typebox'
import * as account from './account.ts'
import { AppInfo } from './app.ts'
import * as collection from './collection.ts'
import * as consent from './consent.ts'
import { DocumentReading } from './document.ts'
import * as invoice from './invoice.ts'
import * as notice from './notice.ts'
import * as order from './order.ts'
import * as photo from './photo.ts'
import * as refund from './refund.ts'
import * as review from './review.ts'
import * as rights from './rights.ts'
import { id, Nothing, type RouteTable } from './route.ts'
import * as shipment from './shipment.ts'
import * as staff from './staff.ts'
import * as wechat from './wechat.ts'

const graduateId = Type.Object({ graduateId: id })
const photoId = Type.Object({ photoId: id })
const orderId = Type.Object({ orderId: id })
const invoiceId = Type.Object({ invoiceId: id })

/** What students call, and whoever is not signed in yet. */
export const studentRoutes = {
  appShow: { audience: 'anyone', zh: '应用信息', answer: AppInfo },
  consentGive: { audience: 'anyone', zh: '同意隐私保护指引', body: consent.ConsentGive, answer: consent.ConsentGiven },
  documentRead: {
    audience: 'anyone',
    zh: '识别证件照片（multipart：consentId，kind=idcard|passport 可省略，picture=文件）',
    upload: true,
    answer: DocumentReading,
  },
  accountRegister: {
    audience: 'anyone',
    zh: '注册账号',
    body: account.AccountRegister,
    answer: account.AccountRegistered,
  },
  sessionStart: { audience: 'anyone', zh: '登录', body: account.SessionStart, answer: account.SessionStarted },
  sessionConfirm: {
    audience: 'anyone',
    zh: '用验证码登录',
    body: account.SessionConfirm,
    answer: account.SessionStarted,
  },
  sessionEnd: { audience: 'student', zh: '退出登录', answer: Nothing },
  codeResend: { audience: 'anyone', zh: '重新发送验证码', body: account.CodeResend, answer: account.CodeAsked },
  passwordForget: { audience: 'anyone', zh: '忘记密码', body: account.PasswordForget, answer: account.CodeAsked },
  passwordReset: {
    audience: 'anyone',
    zh: '用验证码重设密码',
    body: account.PasswordReset,
    answer: account.SessionStarted,
  },
  wechatIdentify: {
    audience: 'anyone',
    zh: '微信身份（wx.login）',
    body: wechat.WechatIdentify,
    answer: wechat.WechatIdentified,
  },
  wechatSignIn: { audience: 'anyone', zh: '微信登录', body: wechat.WechatSignIn, answer: account.SessionStarted },
  wechatPhone: {
    audience: 'anyone',
    zh: '微信手机号（getPhoneNumber）',
    body: wechat.WechatPhoneAsk,
    answer: wechat.WechatPhone,
  },
  accountShow: { audience: 'student', zh: '我的账户', answer: account.AccountView },
  accountNumberUncover: { audience: 'student', zh: '显示本人证件号', answer: account.AccountNumber },
  passwordChange: {
    audience: 'student',
    zh: '修改密码',
    body: account.PasswordChange,
    answer: account.SessionRenewed,
  },
  deviceList: { audience: 'student', zh: '登录设备', answer: Type.Array(account.DeviceView) },
  deviceForget: { audience: 'student', zh: '移除登录设备', params: Type.Object({ deviceId: id }), answer: Nothing },
  sessionRevoke: { audience: 'student', zh: '结束一次登录', params: Type.Object({ sessionId: id }), answer: Nothing },
  sessionsRevoke: { audience: 'student', zh: '结束其他登录', answer: Nothing },
  wechatBind: { audience: 'student', zh: '绑定微信', body: wechat.WechatBind, answer: account.SessionRenewed },
  wechatUnbind: { audience: 'student', zh: '解除微信绑定', answer: Nothing },

  consentList: { audience: 'student', zh: '我的授权', answer: Type.Array(consent.ConsentView) },
  consentAgree: {
    audience: 'student',
    zh: '同意一项授权',
    body: consent.ConsentAgree,
    answer: Type.Array(consent.ConsentView),
  },
  consentWithdraw: {
    audience: 'student',
    zh: '撤回一项授权',
    body: consent.ConsentWithdraw,
    answer: Type.Array(consent.ConsentView),
  },
  dataExportAsk: { audience: 'student', zh: '导出我的数据', answer: rights.DataExportView },
  dataExportShow: { audience: 'student', zh: '导出的进度', answer: rights.DataExportNewest },
  dataExportDownload: {
    audience: 'student',
    zh: '下载导出的数据',
    params: Type.Object({ exportId: id }),
    answer: 'application/zip',
  },
  erasureShow: { audience: 'student', zh: '删除账户：会删除和保留什么', answer: rights.ErasureView },
  erasureAsk: { audience: 'student', zh: '删除账户', body: rights.ErasureAsk, answer: rights.ErasureView },

  campaignOpenList: { audience: 'student', zh: '开放的采集批次', answer: Type.Array(collection.OpenCampaign) },
  graduateState: {
    audience: 'student',
    zh: '填报学籍信息（不在名单中）',
    body: collection.GraduateState,
    answer: collection.GraduateStated,
  },
  collectionList: { audience: 'student', zh: '我的采集', answer: Type.Array(collection.CollectionSummary) },
  collectionShow: { audience: 'student', zh: '一次采集', params: graduateId, answer: collection.CollectionView },
  correctionSend: {
    audience: 'student',
    zh: '信息有误',
    params: graduateId,
    body: collection.CorrectionSend,
    answer: Nothing,
  },
  informationConfirm: {
    audience: 'student',
    zh: '确认个人信息',
    params: graduateId,
    body: collection.InformationConfirm,
    answer: collection.CollectionView,
  },
  photoSubmit: {
    audience: 'student',
    zh: '提交照片（multipart：source=camera|file，lens=front|rear 可省略，photo=文件）',
    params: graduateId,
    upload: true,
    answer: photo.PhotoView,
  },
  codeSubmit: {
    audience: 'student',
    zh: '提交学信网采集码（multipart：numberEnding=证件号后四位，picture=文件）',
    params: graduateId,
    upload: true,
    answer: Nothing,
  },
  photoConfirm: {
    audience: 'student',
    zh: '确认照片',
    params: graduateId,
    body: photo.PhotoConfirm,
    answer: collection.CollectionView,
  },
  paperChoose: {
    audience: 'student',
    zh: '选择是否需要纸质版照片',
    params: graduateId,
    body: order.PaperChoose,
    answer: collection.CollectionView,
  },
  orderPlace: { audience: 'student', zh: '生成订单', params: graduateId, answer: order.OrderView },

  reviewWithdraw: { audience: 'student', zh: '撤回待审核的照片', params: graduateId, answer: review.ReviewView },

  photoShow: {
    audience: 'student',
    zh: '照片处理结果',
    params: photoId,
    query: photo.PhotoWait,
    answer: photo.PhotoView,
  },
  photoFinished: { audience: 'student', zh: '处理后的照片', params: photoId, answer: 'image/jpeg' },
  photoPreview: { audience: 'student', zh: '处理前的照片（小图）', params: photoId, answer: 'image/jpeg' },
  photoDownload: { audience: 'student', zh: '保存电子照片', params: photoId, answer: 'image/jpeg' },

  orderList: { audience: 'student', zh: '我的订单', answer: Type.Array(order.OrderView) },
  orderShow: { audience: 'student', zh: '订单详情', params: orderId, answer: order.OrderView },
  orderCancel: { audience: 'student', zh: '取消订单', params: orderId, answer: order.OrderView },
  paymentStart: {
    audience: 'student',
    zh: '去支付',
    params: orderId,
    body: order.PaymentStart,
    answer: order.PaymentStarted,
  },
  paymentCheck: {
    audience: 'student',
    zh: '向支付平台查询订单是否已支付',
    params: orderId,
    answer: order.PaymentChecked,
  },
  refundShow: { audience: 'student', zh: '订单的退款', params: orderId, answer: refund.RefundOffer },
  refundAsk: {
    audience: 'student',
    zh: '申请退款',
    params: orderId,
    body: refund.RefundAsk,
    answer: refund.RefundView,
  },
  invoiceShow: { audience: 'student', zh: '订单的发票', params: orderId, answer: invoice.InvoiceOffer },
  invoiceAsk: {
    audience: 'student',
    zh: '申请发票',
    params: orderId,
    body: invoice.InvoiceAsk,
    answer: invoice.InvoiceView,
  },
  invoiceWithdraw: { audience: 'student', zh: '撤回发票申请', params: orderId, answer: invoice.InvoiceOffer },
  invoiceDownload: {
    audience: 'student',
    zh: '下载电子发票（PDF、OFD或XML）',
    params: invoiceId,
    answer: 'application/octet-stream',
  },
  cashierPay: {
    audience: 'student',
    zh: '模拟收银台：确认支付',
    params: Type.Object({ tradeNumber: id }),
    answer: order.PaymentStarted,
  },
  wechatPayNotice: { audience: 'anyone', zh: '微信支付的通知（支付、退款）', raw: true, answer: null },

  addressList: { audience: 'student', zh: '常用地址', answer: Type.Array(order.AddressView) },

  noticeTemplates: {
    audience: 'student',
    zh: '可以请求订阅的微信消息模板',
    query: notice.NoticeTemplateQuery,
    answer: notice.NoticeTemplates,
  },
  noticeAnswer: { audience: 'student', zh: '学生对订阅消息的选择', body: notice.NoticeAnswers, answer: Nothing },

  staffInvitationShow: {
    audience: 'anyone',
    zh: '员工邀请：给谁的',
    body: staff.StaffInvitationAsk,
    answer: staff.StaffInvitation,
  },
  staffInvitationAccept: {
    audience: 'anyone',
    zh: '接受员工邀请：设置密码，随后绑定验证器',
    body: staff.StaffInvitationAccept,
    answer: staff.StaffSessionStarted,
  },
  parcelShow: { audience: 'student', zh: '纸质版照片的寄送', params: orderId, answer: shipment.ParcelView },
} as const satisfies RouteTable
