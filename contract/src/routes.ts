import { type Static, type TSchema, Type } from 'typebox'
import * as account from './account.ts'
import { AppInfo } from './app.ts'
import * as approval from './approval.ts'
import * as audit from './audit.ts'
import * as campaign from './campaign.ts'
import * as collection from './collection.ts'
import * as consent from './consent.ts'
import * as delivery from './delivery.ts'
import { DocumentReading } from './document.ts'
import { Fees } from './fee.ts'
import * as graduate from './graduate.ts'
import * as invoice from './invoice.ts'
import * as money from './money.ts'
import * as notice from './notice.ts'
import * as order from './order.ts'
import type { RouteName } from './paths.ts'
import * as photo from './photo.ts'
import * as print from './print.ts'
import * as progress from './progress.ts'
import * as refund from './refund.ts'
import * as review from './review.ts'
import * as rights from './rights.ts'
import * as roster from './roster.ts'
import * as shipment from './shipment.ts'
import * as staff from './staff.ts'
import * as wechat from './wechat.ts'

/** Who may call: anyone, a signed-in student, or a signed-in member of staff. */
export type Audience = 'anyone' | 'student' | 'staff'

type RouteShape = { zh: string } & RouteParts & ({ audience: 'anyone' | 'student' } | StaffOnly)

/** A route of staff says which roles may call it; everybody else is refused with `role-not-allowed`. */
type StaffOnly = { audience: 'staff'; roles: readonly staff.StaffRole[] }

type RouteParts = {
  params?: TSchema
  query?: TSchema
  body?: TSchema
  /** `multipart/form-data` with these fields; the server reads them as a stream. */
  upload?: true
  /** The body as it came over the wire, of whatever media type: its sender signed these bytes. */
  raw?: true
  /** JSON of this schema, or bytes of this media type; null: nothing, with status 204. */
  answer: TSchema | 'image/jpeg' | 'application/zip' | 'application/octet-stream' | 'application/pdf' | null
}

const Nothing = Type.Object({})
const id = Type.String({ maxLength: 60 })
const graduateId = Type.Object({ graduateId: id })
const photoId = Type.Object({ photoId: id })
const orderId = Type.Object({ orderId: id })
const approvalId = Type.Object({ approvalId: id })
const staffId = Type.Object({ staffId: id })
const reviewId = Type.Object({ reviewId: id })
const reviewers: readonly staff.StaffRole[] = ['administrator', 'reviewer']
const campaignId = Type.Object({ campaignId: id })
const campaignReaders: readonly staff.StaffRole[] = ['administrator', 'school', 'finance', 'auditor']
const progressReaders: readonly staff.StaffRole[] = ['administrator', 'school', 'finance', 'auditor']
const reminders: readonly staff.StaffRole[] = ['administrator', 'school']
/** Who sees a campaign’s graduates, and who works on their data. */
const graduateReaders: readonly staff.StaffRole[] = ['administrator', 'school', 'auditor']
const graduateKeepers: readonly staff.StaffRole[] = ['administrator', 'school']
const parcelId = Type.Object({ parcelId: id })
const bundleId = Type.Object({ bundleId: id })
const rosterId = Type.Object({ rosterId: id })
/** Schools submit their rosters; the auditor looks. */
const rosterActs: readonly staff.StaffRole[] = ['administrator', 'school']
const rosterReads: readonly staff.StaffRole[] = ['administrator', 'school', 'auditor']
const packers: readonly staff.StaffRole[] = ['administrator', 'print']
const parcelReaders: readonly staff.StaffRole[] = ['administrator', 'print', 'auditor']
const invoiceId = Type.Object({ invoiceId: id })
/** Invoices: finance works on them, the auditor looks. */
const financeActs: readonly staff.StaffRole[] = ['administrator', 'finance']
const financeReads: readonly staff.StaffRole[] = ['administrator', 'finance', 'auditor']
const refundId = Type.Object({ refundId: id })
const reconciliationId = Type.Object({ reconciliationId: id })
const batchId = Type.Object({ batchId: id })
const printRoom = ['print', 'administrator'] as const
const deliveryId = Type.Object({ deliveryId: id })
const deliverers = ['administrator'] as const
const deliveryReaders = ['administrator', 'finance', 'auditor'] as const

/** The route table with its schemas: what the server checks and the API document shows. */
export const routes = {
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

  staffSessionStart: {
    audience: 'anyone',
    zh: '员工登录：用户名和密码',
    body: staff.StaffSessionStart,
    answer: staff.StaffSessionStarted,
  },
  staffSessionConfirm: {
    audience: 'anyone',
    zh: '员工登录：动态验证码或恢复码',
    body: staff.StaffSessionConfirm,
    answer: staff.StaffSessionConfirmed,
  },
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
  staffSessionList: {
    audience: 'staff',
    roles: staff.staffRoles,
    zh: '我的登录',
    answer: Type.Array(staff.StaffSessionView),
  },
  staffSessionRevoke: {
    audience: 'staff',
    roles: staff.staffRoles,
    zh: '结束我的一次登录',
    params: Type.Object({ sessionId: id }),
    answer: Nothing,
  },
  staffSessionsRevoke: { audience: 'staff', roles: staff.staffRoles, zh: '结束我的其他登录', answer: Nothing },
  staffPasswordChange: {
    audience: 'staff',
    roles: staff.staffRoles,
    zh: '修改我的密码',
    body: staff.StaffPasswordChange,
    answer: Nothing,
  },
  staffMemberList: {
    audience: 'staff',
    roles: ['administrator'],
    zh: '员工账号',
    answer: Type.Array(staff.StaffMember),
  },
  staffMemberInvite: {
    audience: 'staff',
    roles: ['administrator'],
    zh: '邀请员工',
    body: staff.StaffInvite,
    answer: staff.StaffInvited,
  },
  staffMemberInviteAgain: {
    audience: 'staff',
    roles: ['administrator'],
    zh: '重发员工邀请（原链接失效）',
    params: staffId,
    answer: staff.StaffInvited,
  },
  staffMemberRole: {
    audience: 'staff',
    roles: ['administrator'],
    zh: '改变员工的角色，结束其全部登录',
    params: staffId,
    body: staff.StaffRoleChange,
    answer: Nothing,
  },
  staffMemberLock: {
    audience: 'staff',
    roles: ['administrator'],
    zh: '停用员工账号',
    params: staffId,
    answer: Nothing,
  },
  staffMemberUnlock: {
    audience: 'staff',
    roles: ['administrator'],
    zh: '恢复员工账号',
    params: staffId,
    answer: Nothing,
  },
  staffMemberSessionsRevoke: {
    audience: 'staff',
    roles: ['administrator'],
    zh: '结束员工的全部登录',
    params: staffId,
    answer: Nothing,
  },
  savedFilterList: {
    audience: 'staff',
    roles: staff.staffRoles,
    zh: '我保存的筛选',
    query: staff.SavedFilterQuery,
    answer: Type.Array(staff.SavedFilter),
  },
  savedFilterKeep: {
    audience: 'staff',
    roles: staff.staffRoles,
    zh: '保存一个筛选（同名替换）',
    body: staff.SavedFilterKeep,
    answer: staff.SavedFilter,
  },
  savedFilterForget: {
    audience: 'staff',
    roles: staff.staffRoles,
    zh: '删除我保存的筛选',
    params: Type.Object({ filterId: id }),
    answer: Nothing,
  },
  auditList: {
    audience: 'staff',
    roles: ['administrator', 'auditor'],
    zh: '审计日志',
    query: audit.AuditQuery,
    answer: audit.AuditPage,
  },
  auditExport: {
    audience: 'staff',
    roles: ['administrator', 'auditor'],
    zh: '导出审计日志（XLSX或CSV，最多十万行）',
    query: audit.AuditExportQuery,
    answer: 'application/octet-stream',
  },
  approvalList: {
    audience: 'staff',
    roles: ['administrator', 'school', 'auditor'],
    zh: '待第二人批准的申请（学校只看自己申请的）',
    query: approval.ApprovalQuery,
    answer: Type.Array(approval.ApprovalView),
  },
  approvalDecide: {
    audience: 'staff',
    roles: ['administrator'],
    zh: '批准或拒绝他人的申请',
    params: approvalId,
    body: approval.ApprovalDecide,
    answer: approval.ApprovalView,
  },
  approvalWithdraw: {
    audience: 'staff',
    roles: ['administrator', 'school'],
    zh: '撤回自己的申请',
    params: approvalId,
    answer: Nothing,
  },
  staffSessionEnd: { audience: 'staff', roles: staff.staffRoles, zh: '员工退出', answer: Nothing },
  staffShow: { audience: 'staff', roles: staff.staffRoles, zh: '当前员工', answer: staff.StaffView },
  staffCampaignList: {
    audience: 'staff',
    roles: staff.staffRoles,
    zh: '采集批次',
    answer: Type.Array(staff.StaffCampaign),
  },
  staffCampaignMake: {
    audience: 'staff',
    roles: ['administrator'],
    zh: '新建采集批次',
    body: campaign.CampaignMake,
    answer: campaign.CampaignDetail,
  },
  staffCampaignPreview: {
    audience: 'staff',
    roles: campaignReaders,
    zh: '预览学生看到的批次',
    body: campaign.CampaignPreviewAsk,
    answer: campaign.CampaignPreview,
  },
  staffCampaignShow: {
    audience: 'staff',
    roles: campaignReaders,
    zh: '批次的设置',
    params: campaignId,
    answer: campaign.CampaignDetail,
  },
  staffCampaignChange: {
    audience: 'staff',
    roles: ['administrator'],
    zh: '修改批次的设置',
    params: campaignId,
    body: campaign.CampaignChange,
    answer: campaign.CampaignDetail,
  },
  staffCampaignNextYear: {
    audience: 'staff',
    roles: ['administrator'],
    zh: '从这个批次复制出另一届的设置（不保存）',
    params: campaignId,
    query: campaign.CampaignCopyQuery,
    answer: campaign.CampaignSettings,
  },
  staffCampaignHistory: {
    audience: 'staff',
    roles: campaignReaders,
    zh: '批次设置的修改记录',
    params: campaignId,
    answer: Type.Array(campaign.CampaignHistoryEntry),
  },
  staffSchoolList: {
    audience: 'staff',
    roles: ['administrator', 'auditor'],
    zh: '学校',
    answer: Type.Array(campaign.SchoolView),
  },
  staffSchoolAdd: {
    audience: 'staff',
    roles: ['administrator'],
    zh: '新建学校',
    body: campaign.SchoolKeep,
    answer: campaign.SchoolView,
  },
  staffSchoolChange: {
    audience: 'staff',
    roles: ['administrator'],
    zh: '修改学校',
    params: Type.Object({ schoolId: id }),
    body: campaign.SchoolKeep,
    answer: campaign.SchoolView,
  },
  staffStandardList: {
    audience: 'staff',
    roles: campaignReaders,
    zh: '照片标准',
    answer: Type.Array(campaign.StandardView),
  },
  staffProgressShow: {
    audience: 'staff',
    roles: progressReaders,
    zh: '采集进度：按学校和学院、班级或层次',
    params: campaignId,
    query: progress.ProgressQuery,
    answer: progress.ProgressOverview,
  },
  staffProgressPrint: {
    audience: 'staff',
    roles: progressReaders,
    zh: '批次概要（PDF）',
    params: campaignId,
    query: progress.ProgressQuery,
    answer: 'application/pdf',
  },
  staffMissingList: {
    audience: 'staff',
    roles: ['administrator', 'school', 'auditor'],
    zh: '还没有完成的毕业生',
    params: campaignId,
    query: progress.MissingQuery,
    answer: progress.MissingPage,
  },
  staffMissingExport: {
    audience: 'staff',
    roles: ['administrator', 'school'],
    zh: '导出还没有完成的毕业生（XLSX或CSV）',
    params: campaignId,
    query: progress.MissingFormat,
    answer: 'application/octet-stream',
  },
  staffReminderPreview: {
    audience: 'staff',
    roles: reminders,
    zh: '提醒会发给多少人',
    params: campaignId,
    body: progress.ReminderScope,
    answer: progress.ReminderPreview,
  },
  staffReminderSend: {
    audience: 'staff',
    roles: reminders,
    zh: '提醒还没有完成的毕业生（十秒后发出）',
    params: campaignId,
    body: progress.ReminderScope,
    answer: progress.ReminderView,
  },
  staffReminderList: {
    audience: 'staff',
    roles: progressReaders,
    zh: '批次发过的提醒',
    params: campaignId,
    answer: Type.Array(progress.ReminderView),
  },
  staffReminderCancel: {
    audience: 'staff',
    roles: reminders,
    zh: '撤回还没有发出的提醒',
    params: Type.Object({ reminderId: id }),
    answer: progress.ReminderView,
  },
  staffOverdueExtend: {
    audience: 'staff',
    roles: ['administrator', 'school'],
    zh: '延长逾期未重拍的期限',
    params: campaignId,
    body: progress.OverdueExtend,
    answer: progress.OverdueExtended,
  },
  staffGraduateList: {
    audience: 'staff',
    roles: graduateReaders,
    zh: '毕业生列表（姓名和号码遮盖）',
    params: campaignId,
    query: graduate.StaffGraduateQuery,
    answer: graduate.StaffGraduatePage,
  },
  staffGraduateFacets: {
    audience: 'staff',
    roles: graduateReaders,
    zh: '毕业生列表的筛选项和人数',
    params: campaignId,
    answer: graduate.GraduateFacets,
  },
  staffGraduateShow: {
    audience: 'staff',
    roles: graduateReaders,
    zh: '一名毕业生（姓名和号码遮盖）',
    params: graduateId,
    answer: graduate.StaffGraduateDetail,
  },
  staffGraduateHistory: {
    audience: 'staff',
    roles: graduateReaders,
    zh: '一名毕业生的经过，和谁看过',
    params: graduateId,
    answer: Type.Array(graduate.GraduateEvent),
  },
  staffGraduateUncover: {
    audience: 'staff',
    roles: graduateKeepers,
    zh: '说明原因，查看一项完整信息（留有记录）',
    params: graduateId,
    body: graduate.GraduateUncover,
    answer: graduate.GraduateUncovered,
  },
  staffGraduateCorrect: {
    audience: 'staff',
    roles: graduateKeepers,
    zh: '更正毕业生的信息',
    params: graduateId,
    body: graduate.GraduateCorrect,
    answer: graduate.StaffGraduateDetail,
  },
  staffWithdrawalPreview: {
    audience: 'staff',
    roles: graduateKeepers,
    zh: '撤下或恢复毕业生：会影响多少人',
    params: campaignId,
    body: graduate.GraduatesWithdraw,
    answer: graduate.WithdrawalPreview,
  },
  staffWithdrawalMake: {
    audience: 'staff',
    roles: graduateKeepers,
    zh: '撤下或恢复毕业生',
    params: campaignId,
    body: graduate.GraduatesWithdraw,
    answer: graduate.GraduatesWithdrawn,
  },
  staffGraduateExportAsk: {
    audience: 'staff',
    roles: graduateKeepers,
    zh: '申请导出毕业生名单（须另一人批准）',
    params: campaignId,
    body: graduate.GraduateExportAsk,
    answer: graduate.GraduateExportView,
  },
  staffGraduateExportList: {
    audience: 'staff',
    roles: graduateKeepers,
    zh: '毕业生名单的导出申请',
    params: campaignId,
    answer: Type.Array(graduate.GraduateExportView),
  },
  staffGraduateExportFile: {
    audience: 'staff',
    roles: graduateKeepers,
    zh: '下载已批准的毕业生名单（XLSX或CSV）',
    params: Type.Object({ exportId: id }),
    query: graduate.GraduateExportFormat,
    answer: 'application/octet-stream',
  },
  staffGraduateConfirm: {
    audience: 'staff',
    roles: ['administrator', 'school'],
    zh: '确认学生填报的信息',
    params: graduateId,
    answer: Nothing,
  },
  staffGraduateRefuse: {
    audience: 'staff',
    roles: ['administrator', 'school'],
    zh: '退回学生填报的信息',
    params: graduateId,
    answer: Nothing,
  },
  staffRosterTemplate: {
    audience: 'staff',
    roles: rosterActs,
    zh: '下载名单模板',
    answer: 'application/octet-stream',
  },
  staffRosterUpload: {
    audience: 'staff',
    roles: rosterActs,
    zh: '上传名单（multipart：file=xlsx、xls、csv、dbf文件，whole=true|false 可省略）',
    params: campaignId,
    upload: true,
    answer: roster.RosterView,
  },
  staffRosterList: {
    audience: 'staff',
    roles: rosterReads,
    zh: '名单导入记录',
    params: campaignId,
    answer: roster.RosterList,
  },
  staffRosterShow: {
    audience: 'staff',
    roles: rosterReads,
    zh: '一次名单导入',
    params: rosterId,
    answer: roster.RosterView,
  },
  staffRosterTry: {
    audience: 'staff',
    roles: rosterActs,
    zh: '试运行名单（可调整列匹配）',
    params: rosterId,
    body: roster.RosterTry,
    answer: roster.RosterView,
  },
  staffRosterProblemList: {
    audience: 'staff',
    roles: rosterReads,
    zh: '试运行发现的问题',
    params: rosterId,
    query: roster.RosterProblemQuery,
    answer: roster.RosterProblemPage,
  },
  staffRosterProblemSheet: {
    audience: 'staff',
    roles: rosterReads,
    zh: '下载问题表',
    params: rosterId,
    answer: 'application/octet-stream',
  },
  staffRosterChangeList: {
    audience: 'staff',
    roles: rosterReads,
    zh: '接受后的变化',
    params: rosterId,
    query: roster.RosterChangeQuery,
    answer: roster.RosterChangePage,
  },
  staffRosterAccept: {
    audience: 'staff',
    roles: rosterActs,
    zh: '接受名单',
    params: rosterId,
    body: roster.RosterAccept,
    answer: roster.RosterView,
  },
  staffRosterDrop: { audience: 'staff', roles: rosterActs, zh: '放弃一次名单导入', params: rosterId, answer: Nothing },
  staffFeesShow: {
    audience: 'staff',
    roles: ['administrator', 'school', 'finance', 'auditor'],
    zh: '批次的费用',
    params: campaignId,
    answer: Fees,
  },
  staffFeesSet: {
    audience: 'staff',
    roles: ['administrator'],
    zh: '设置批次的费用',
    params: campaignId,
    body: Fees,
    answer: Fees,
  },
  staffCampaignCancel: {
    audience: 'staff',
    roles: ['administrator'],
    zh: '取消批次并全额退款',
    params: campaignId,
    answer: Nothing,
  },
  staffOrderList: {
    audience: 'staff',
    roles: ['administrator', 'finance', 'auditor'],
    zh: '批次的订单',
    params: campaignId,
    query: money.StaffOrderQuery,
    answer: money.StaffOrderPage,
  },
  staffOrderFile: {
    audience: 'staff',
    roles: ['administrator', 'finance', 'auditor'],
    zh: '导出批次的订单（XLSX或CSV，姓名和学号遮盖）',
    params: campaignId,
    query: money.StaffOrderFileQuery,
    answer: 'application/octet-stream',
  },
  staffOrderShow: {
    audience: 'staff',
    roles: ['administrator', 'finance', 'auditor'],
    zh: '订单和支付记录',
    params: orderId,
    answer: money.StaffOrderDetail,
  },
  staffRefundAsk: {
    audience: 'staff',
    roles: ['administrator', 'finance'],
    zh: '发起退款',
    params: orderId,
    body: refund.StaffRefundAsk,
    answer: refund.StaffRefund,
  },
  staffRefundList: {
    audience: 'staff',
    roles: ['administrator', 'finance', 'auditor'],
    zh: '退款列表',
    query: refund.StaffRefundQuery,
    answer: refund.StaffRefundPage,
  },
  staffRefundApprove: {
    audience: 'staff',
    roles: ['administrator', 'finance'],
    zh: '批准退款',
    params: refundId,
    answer: refund.StaffRefund,
  },
  staffRefundPaidOut: {
    audience: 'staff',
    roles: ['administrator', 'finance'],
    zh: '退款已线下支付',
    params: refundId,
    body: money.Settled,
    answer: refund.StaffRefund,
  },
  staffRefundRefuse: {
    audience: 'staff',
    roles: ['administrator', 'finance'],
    zh: '拒绝退款',
    params: refundId,
    answer: refund.StaffRefund,
  },
  staffInvoiceList: {
    audience: 'staff',
    roles: financeReads,
    zh: '发票申请列表',
    query: invoice.StaffInvoiceQuery,
    answer: invoice.StaffInvoicePage,
  },
  staffInvoiceExportList: {
    audience: 'staff',
    roles: financeReads,
    zh: '发票申请的导出记录',
    answer: Type.Array(invoice.InvoiceExportView),
  },
  staffInvoiceExportMake: {
    audience: 'staff',
    roles: financeActs,
    zh: '导出待开的发票申请',
    body: invoice.InvoiceExportMake,
    answer: invoice.InvoiceExportView,
  },
  staffInvoiceExportFile: {
    audience: 'staff',
    roles: financeActs,
    zh: '下载一次导出（可以重复）',
    params: Type.Object({ exportId: id }),
    query: invoice.InvoiceExportFormat,
    answer: 'application/octet-stream',
  },
  staffInvoiceIssue: {
    audience: 'staff',
    roles: financeActs,
    zh: '登记发票号码和文件（multipart：number、file，至少一项）',
    params: invoiceId,
    upload: true,
    answer: invoice.StaffInvoice,
  },
  staffInvoiceNumbers: {
    audience: 'staff',
    roles: financeActs,
    zh: '按表格登记发票号码（multipart：sheet=CSV或XLSX）',
    upload: true,
    answer: invoice.InvoiceNumbersTaken,
  },
  staffInvoiceRefuse: {
    audience: 'staff',
    roles: financeActs,
    zh: '退回发票申请',
    params: invoiceId,
    body: invoice.InvoiceRefuse,
    answer: invoice.StaffInvoice,
  },
  staffInvoiceReverse: {
    audience: 'staff',
    roles: financeActs,
    zh: '登记红字发票',
    params: invoiceId,
    body: invoice.InvoiceReverse,
    answer: invoice.StaffInvoice,
  },
  staffAlarmList: {
    audience: 'staff',
    roles: ['administrator', 'finance', 'auditor'],
    zh: '支付异常',
    answer: Type.Array(money.PaymentAlarm),
  },
  staffAlarmSettle: {
    audience: 'staff',
    roles: ['administrator', 'finance'],
    zh: '处理支付异常',
    params: Type.Object({ alarmId: id }),
    body: money.Settled,
    answer: Nothing,
  },
  staffReconciliationList: {
    audience: 'staff',
    roles: ['administrator', 'finance', 'auditor'],
    zh: '对账',
    answer: Type.Array(money.ReconciliationView),
  },
  staffReconciliationShow: {
    audience: 'staff',
    roles: ['administrator', 'finance', 'auditor'],
    zh: '一天的对账',
    params: reconciliationId,
    answer: money.ReconciliationDetail,
  },
  staffReconciliationMake: {
    audience: 'staff',
    roles: ['administrator', 'finance'],
    zh: '重新取一天的账单并对账',
    body: money.ReconciliationMake,
    answer: Nothing,
  },
  staffReconciliationFile: {
    audience: 'staff',
    roles: ['administrator', 'finance', 'auditor'],
    zh: '导出一个月的对账（XLSX或CSV）',
    query: money.ReconciliationMonthQuery,
    answer: 'application/octet-stream',
  },
  staffReconciliationClose: {
    audience: 'staff',
    roles: ['administrator', 'finance'],
    zh: '关账（差异须已逐笔处理）',
    params: reconciliationId,
    answer: money.ReconciliationView,
  },
  staffReconciliationReopenAsk: {
    audience: 'staff',
    roles: ['administrator', 'finance'],
    zh: '申请重开已关的账',
    params: reconciliationId,
    body: money.ReconciliationReopen,
    answer: money.ReconciliationView,
  },
  staffReconciliationReopen: {
    audience: 'staff',
    roles: ['administrator', 'finance'],
    zh: '第二人同意重开已关的账',
    params: reconciliationId,
    answer: money.ReconciliationView,
  },
  staffDifferenceSettle: {
    audience: 'staff',
    roles: ['administrator', 'finance'],
    zh: '处理对账差异',
    params: Type.Object({ differenceId: id }),
    body: money.Settled,
    answer: Nothing,
  },
  staffPhotoFinished: {
    audience: 'staff',
    roles: ['administrator', 'school', 'auditor'],
    zh: '毕业生的照片',
    params: photoId,
    answer: 'image/jpeg',
  },

  staffReviewReasonList: {
    audience: 'staff',
    roles: reviewers,
    zh: '驳回原因',
    answer: Type.Array(review.RejectReason),
  },
  staffReviewClaim: {
    audience: 'staff',
    roles: reviewers,
    zh: '领取待审核的照片',
    body: review.ReviewClaim,
    answer: Type.Array(review.StaffReview),
  },
  staffReviewList: {
    audience: 'staff',
    roles: reviewers,
    zh: '审核列表',
    query: review.StaffReviewQuery,
    answer: review.StaffReviewPage,
  },
  staffReviewShow: {
    audience: 'staff',
    roles: reviewers,
    zh: '一次审核',
    params: reviewId,
    answer: review.StaffReview,
  },
  staffReviewFinished: {
    audience: 'staff',
    roles: reviewers,
    zh: '送审的成品照',
    params: reviewId,
    answer: 'image/jpeg',
  },
  staffReviewOriginal: {
    audience: 'staff',
    roles: reviewers,
    zh: '送审照片的原图（JPEG、HEIC、PNG或WebP）',
    params: reviewId,
    answer: 'application/octet-stream',
  },
  staffReviewApprove: {
    audience: 'staff',
    roles: reviewers,
    zh: '审核通过',
    params: reviewId,
    answer: review.StaffReview,
  },
  staffReviewReject: {
    audience: 'staff',
    roles: reviewers,
    zh: '驳回照片',
    params: reviewId,
    body: review.ReviewReject,
    answer: review.StaffReview,
  },
  staffReviewTakeBack: {
    audience: 'staff',
    roles: reviewers,
    zh: '撤销审核通过',
    params: reviewId,
    body: review.ReviewTakeBack,
    answer: review.StaffReview,
  },

  staffNoticeList: {
    audience: 'staff',
    roles: ['administrator', 'auditor'],
    zh: '发给学生的通知',
    query: notice.StaffNoticeQuery,
    answer: notice.StaffNoticePage,
  },
  staffNoticeRetry: {
    audience: 'staff',
    roles: ['administrator'],
    zh: '重新发送失败的通知',
    params: Type.Object({ noticeId: id }),
    answer: Nothing,
  },
  printLayoutShow: {
    audience: 'staff',
    roles: printRoom,
    zh: '批次的冲印版式',
    params: campaignId,
    answer: print.PrintLayout,
  },
  printLayoutChange: {
    audience: 'staff',
    roles: printRoom,
    zh: '修改冲印版式（只影响以后的冲印批次）',
    params: campaignId,
    body: print.PrintLayout,
    answer: print.PrintLayout,
  },
  printPreview: {
    audience: 'staff',
    roles: printRoom,
    zh: '待冲印的订单：多少、哪些除外和原因',
    params: campaignId,
    query: print.PrintChoose,
    answer: print.PrintPreview,
  },
  printBatchList: {
    audience: 'staff',
    roles: printRoom,
    zh: '冲印批次',
    params: campaignId,
    answer: Type.Array(print.PrintBatchView),
  },
  printBatchMake: {
    audience: 'staff',
    roles: printRoom,
    zh: '新建冲印批次',
    params: campaignId,
    body: print.PrintChoose,
    answer: print.PrintBatchView,
  },
  printAgain: {
    audience: 'staff',
    roles: printRoom,
    zh: '补印',
    params: campaignId,
    body: print.PrintAgain,
    answer: print.PrintBatchView,
  },
  printBatchShow: {
    audience: 'staff',
    roles: printRoom,
    zh: '一个冲印批次和其中的订单',
    params: batchId,
    answer: print.PrintBatchDetail,
  },
  printSheetShow: {
    audience: 'staff',
    roles: printRoom,
    zh: '冲印批次的一张版面',
    params: Type.Object({ batchId: id, sheet: Type.String({ pattern: '^[1-9]\\d{0,5}$' }) }),
    answer: print.PrintSheet,
  },
  printSheetPhoto: {
    audience: 'staff',
    roles: printRoom,
    zh: '版面上一个订单的照片',
    params: Type.Object({ batchId: id, orderId: id }),
    answer: 'image/jpeg',
  },
  printBatchPdf: {
    audience: 'staff',
    roles: printRoom,
    zh: '下载冲印文件',
    params: batchId,
    answer: 'application/pdf',
  },
  printBatchPrepare: {
    audience: 'staff',
    roles: printRoom,
    zh: '重新生成冲印文件（生成失败之后）',
    params: batchId,
    answer: print.PrintBatchView,
  },
  printBatchPrinted: {
    audience: 'staff',
    roles: printRoom,
    zh: '标记已冲印，可列出例外',
    params: batchId,
    body: print.PrintDone,
    answer: print.PrintBatchView,
  },
  printBatchCancel: {
    audience: 'staff',
    roles: printRoom,
    zh: '取消冲印批次，订单退回待冲印',
    params: batchId,
    answer: print.PrintBatchView,
  },

  parcelShow: { audience: 'student', zh: '纸质版照片的寄送', params: orderId, answer: shipment.ParcelView },
  staffPackingChoices: {
    audience: 'staff',
    roles: parcelReaders,
    zh: '快递公司和标签纸',
    answer: shipment.PackingChoices,
  },
  staffPackingDue: {
    audience: 'staff',
    roles: parcelReaders,
    zh: '待打包的订单数',
    params: campaignId,
    answer: shipment.PackingDue,
  },
  staffParcelMake: {
    audience: 'staff',
    roles: packers,
    zh: '为已冲印的订单建包裹',
    params: campaignId,
    answer: shipment.Made,
  },
  staffParcelList: {
    audience: 'staff',
    roles: parcelReaders,
    zh: '包裹',
    query: shipment.StaffParcelQuery,
    answer: shipment.StaffParcelPage,
  },
  staffParcelShow: {
    audience: 'staff',
    roles: parcelReaders,
    zh: '一个包裹',
    params: parcelId,
    answer: shipment.StaffParcelDetail,
  },
  staffParcelAddress: {
    audience: 'staff',
    roles: packers,
    zh: '包裹的完整地址（留有记录）',
    params: parcelId,
    body: shipment.ParcelAddressAsk,
    answer: order.AddressView,
  },
  staffParcelLabels: {
    audience: 'staff',
    roles: packers,
    zh: '打印面单（PDF）',
    body: shipment.LabelAsk,
    answer: 'application/pdf',
  },
  staffCourierExport: {
    audience: 'staff',
    roles: packers,
    zh: '导出给快递公司（CSV或XLSX）',
    body: shipment.CourierExportAsk,
    answer: 'application/octet-stream',
  },
  staffTrackingImport: {
    audience: 'staff',
    roles: packers,
    zh: '导入运单号（multipart：dryRun、takeGood=true|false，courier 可省略，file=CSV或XLSX）',
    upload: true,
    answer: shipment.TrackingImported,
  },
  staffParcelShip: {
    audience: 'staff',
    roles: packers,
    zh: '寄出一个包裹',
    params: parcelId,
    body: shipment.ParcelShip,
    answer: shipment.StaffParcel,
  },
  staffParcelDeliver: {
    audience: 'staff',
    roles: packers,
    zh: '包裹已签收',
    params: parcelId,
    answer: shipment.StaffParcel,
  },
  staffParcelReturn: {
    audience: 'staff',
    roles: packers,
    zh: '包裹被退回',
    params: parcelId,
    body: shipment.ParcelReturn,
    answer: shipment.StaffParcel,
  },
  staffParcelResend: {
    audience: 'staff',
    roles: packers,
    zh: '重新寄送退回的包裹',
    params: parcelId,
    body: shipment.ParcelResend,
    answer: shipment.StaffParcel,
  },
  staffBundleMake: {
    audience: 'staff',
    roles: packers,
    zh: '把到校领取的订单装箱',
    params: campaignId,
    body: shipment.BundleMake,
    answer: Type.Array(shipment.StaffBundle),
  },
  staffBundleList: {
    audience: 'staff',
    roles: parcelReaders,
    zh: '到校的箱子',
    params: campaignId,
    query: shipment.StaffBundleQuery,
    answer: shipment.StaffBundlePage,
  },
  staffBundleShow: {
    audience: 'staff',
    roles: parcelReaders,
    zh: '一个箱子',
    params: bundleId,
    answer: shipment.StaffBundleDetail,
  },
  staffBundleHandOver: {
    audience: 'staff',
    roles: packers,
    zh: '领取签名表（PDF或XLSX）',
    params: bundleId,
    query: shipment.HandOverQuery,
    answer: 'application/octet-stream',
  },
  staffBundleSend: {
    audience: 'staff',
    roles: packers,
    zh: '箱子发出',
    params: bundleId,
    body: shipment.BundleSend,
    answer: shipment.StaffBundle,
  },
  staffBundleReceive: {
    audience: 'staff',
    roles: packers,
    zh: '箱子到校',
    params: bundleId,
    answer: shipment.StaffBundle,
  },
  staffShippingReportList: {
    audience: 'staff',
    roles: ['administrator', 'print', 'finance', 'auditor'],
    zh: '向微信上报的发货信息',
    query: shipment.StaffShippingReportQuery,
    answer: shipment.StaffShippingReportPage,
  },
  deliveryChoices: {
    audience: 'staff',
    roles: deliveryReaders,
    zh: '交付包可选的内容',
    params: campaignId,
    answer: delivery.DeliveryChoices,
  },
  deliveryDerive: {
    audience: 'staff',
    roles: deliverers,
    zh: '生成缺少的派生照片',
    params: campaignId,
    answer: Type.Object({ count: Type.Integer() }),
  },
  deliveryPreview: {
    audience: 'staff',
    roles: deliverers,
    zh: '交付包预览',
    params: campaignId,
    body: delivery.DeliverySettings,
    answer: delivery.DeliveryPreview,
  },
  deliveryList: {
    audience: 'staff',
    roles: deliveryReaders,
    zh: '交付记录',
    params: campaignId,
    answer: Type.Array(delivery.DeliveryView),
  },
  deliveryMake: {
    audience: 'staff',
    roles: deliverers,
    zh: '提交批准并生成交付包',
    params: campaignId,
    body: delivery.DeliverySettings,
    answer: delivery.DeliveryView,
  },
  deliveryResultsImport: {
    audience: 'staff',
    roles: deliverers,
    zh: '导入比对或校对结果（multipart：kind=comparison|proofreading，dryRun 默认 true，takeGood，file=表格）',
    params: campaignId,
    upload: true,
    answer: delivery.DeliveryResultsImported,
  },
  deliveryShow: {
    audience: 'staff',
    roles: deliveryReaders,
    zh: '一次交付',
    params: deliveryId,
    answer: delivery.DeliveryDetail,
  },
  deliveryPrepare: {
    audience: 'staff',
    roles: deliverers,
    zh: '重新生成交付包',
    params: deliveryId,
    answer: delivery.DeliveryView,
  },
  deliveryApprovalAsk: {
    audience: 'staff',
    roles: deliverers,
    zh: '申请下载交付包',
    params: deliveryId,
    answer: delivery.DeliveryView,
  },
  deliveryCancel: {
    audience: 'staff',
    roles: deliverers,
    zh: '取消交付',
    params: deliveryId,
    answer: delivery.DeliveryView,
  },
  deliveryFile: {
    audience: 'staff',
    roles: deliverers,
    zh: '下载交付包的文件（需两人批准）',
    params: Type.Object({ deliveryId: id, fileId: id }),
    answer: 'application/octet-stream',
  },
  deliveryTemplateSave: {
    audience: 'staff',
    roles: deliverers,
    zh: '存为交付模板',
    body: delivery.DeliveryTemplateSave,
    answer: delivery.DeliveryTemplate,
  },
  deliveryTemplateRemove: {
    audience: 'staff',
    roles: deliverers,
    zh: '删除交付模板',
    params: Type.Object({ templateId: id }),
    answer: Nothing,
  },
} as const satisfies Record<RouteName, RouteShape>

export type Routes = typeof routes

type Part<R, K extends string> = R extends { readonly [P in K]: infer S extends TSchema } ? Static<S> : undefined
export type RouteParams<N extends RouteName> = Part<Routes[N], 'params'>
export type RouteQuery<N extends RouteName> = Part<Routes[N], 'query'>
export type RouteBody<N extends RouteName> = Part<Routes[N], 'body'>
export type RouteAnswer<N extends RouteName> = Routes[N]['answer'] extends TSchema ? Static<Routes[N]['answer']> : never
