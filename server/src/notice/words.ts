import type { NoticeKind } from '@tucai/contract'
import { amount, type Field, moment, phrase, sayAmount, sayMoment, text, token, type Words } from './field.ts'
import type { NoticeData } from './notice.ts'

type DataOf<K extends NoticeKind> = NoticeData<K>['data']

/** How one kind of notice is told: a mail’s subject and words, and what a template of WeChat or SMS can be filled with. */
interface Telling<K extends NoticeKind> {
  subject: Words
  words(data: DataOf<K>): Words
  /** By the name that the operator’s settings give. */
  fields: Record<string, Field<DataOf<K>>>
  /** What a tap on WeChat’s message opens. */
  page(data: DataOf<K>): string
}

const ofCampaign = {
  campaign: text(({ campaignTitle: title }: { campaignTitle: string }) => ({ zh: title, en: title })),
}
const ofOrder = { ...ofCampaign, order: token(({ orderNumber }: { orderNumber: string }) => orderNumber) }
const sum = amount(({ amountFen }: { amountFen: number }) => amountFen)
const status = (zh: string) => phrase(() => zh)
const tip = (zh: string, en: string) => text(() => ({ zh, en }))
const ofParcel = {
  ...ofOrder,
  courier: text(({ courier }: { courier: string }) => ({ zh: courier, en: courier })),
  tracking: token(({ trackingNumber }: { trackingNumber: string }) => trackingNumber),
}
const orderPage = ({ orderId }: { orderId: string }) => `pages/order-detail/order-detail?orderId=${orderId}`
const homePage = () => 'pages/home/home'

const joined = (reasons: Words[]): Words => ({
  zh: reasons.map(({ zh }) => zh).join('；'),
  en: reasons.map(({ en }) => en).join('; '),
})
/** What a student whose photo was rejected does now. */
function afterRejection({ forGood, dueAt }: DataOf<'review-rejected'>): Words {
  if (forGood) {
    return {
      zh: '本次采集到此结束，如有退款会另行通知。',
      en: 'This collection ends here; you hear from us about any refund.',
    }
  }
  if (dueAt === null) return { zh: '请尽快重新拍摄。', en: 'Please take a new photo soon.' }
  const { zh, en } = sayMoment(dueAt)
  return { zh: `请在${zh}前重新拍摄。`, en: `Please take a new photo by ${en}.` }
}

/** The words of every notice. None names the person or the document. */
export const tellings: { [K in NoticeKind]: Telling<K> } = {
  'order-paid': {
    subject: { zh: '支付成功', en: 'Your payment arrived' },
    words: ({ campaignTitle, orderNumber, amountFen, paidAt }) => ({
      zh: `您的订单${orderNumber}（${campaignTitle}）已支付${sayAmount(amountFen)}，时间${sayMoment(paidAt).zh}。`,
      en: `Order ${orderNumber} (${campaignTitle}) was paid: ${sayAmount(amountFen)}, ${sayMoment(paidAt).en}.`,
    }),
    fields: { ...ofOrder, amount: sum, at: moment(({ paidAt }) => paidAt), status: status('已支付') },
    page: orderPage,
  },
  'order-expired': {
    subject: { zh: '订单已过期', en: 'Your order has expired' },
    words: ({ campaignTitle, orderNumber }) => ({
      zh: `您的订单${orderNumber}（${campaignTitle}）没有按时支付，已取消。如仍需采集，请重新提交订单。`,
      en: `Order ${orderNumber} (${campaignTitle}) was not paid in time and is cancelled. If you still need it, place a new order.`,
    }),
    fields: { ...ofOrder, status: status('已取消'), tip: tip('如仍需采集，请重新提交订单', 'Place a new order') },
    page: orderPage,
  },
  'refund-asked': {
    subject: { zh: '退款申请已收到', en: 'Your refund was asked for' },
    words: ({ campaignTitle, orderNumber, amountFen }) => ({
      zh: `订单${orderNumber}（${campaignTitle}）的退款申请已收到，金额${sayAmount(amountFen)}。退款完成后另行通知。`,
      en: `A refund of ${sayAmount(amountFen)} for order ${orderNumber} (${campaignTitle}) was asked for. We tell you when it is done.`,
    }),
    fields: { ...ofOrder, amount: sum, status: status('处理中') },
    page: orderPage,
  },
  'refund-done': {
    subject: { zh: '退款完成', en: 'Your refund is done' },
    words: ({ campaignTitle, orderNumber, amountFen }) => ({
      zh: `订单${orderNumber}（${campaignTitle}）已退款${sayAmount(amountFen)}，按原支付方式退回，到账时间以银行为准。`,
      en: `${sayAmount(amountFen)} of order ${orderNumber} (${campaignTitle}) went back the way it was paid. Your bank may take a few days.`,
    }),
    fields: {
      ...{ ...ofOrder, amount: sum, status: status('已退款') },
      tip: tip('按原支付方式退回', 'Paid back as you paid'),
    },
    page: orderPage,
  },
  'refund-failed': {
    subject: { zh: '退款没有成功', en: 'Your refund did not go through' },
    words: ({ campaignTitle, orderNumber, amountFen }) => ({
      zh: `订单${orderNumber}（${campaignTitle}）的退款${sayAmount(amountFen)}没有成功，我们会继续处理。如您的支付账户有变化，请联系客服。`,
      en: `The refund of ${sayAmount(amountFen)} for order ${orderNumber} (${campaignTitle}) did not go through; we are working on it. If your payment account has changed, contact our service.`,
    }),
    fields: {
      ...ofOrder,
      amount: sum,
      status: status('退款异常'),
      tip: tip('正在处理，如有疑问请联系客服', 'We are on it'),
    },
    page: orderPage,
  },
  'review-rejected': {
    subject: { zh: '照片没有通过审核', en: 'Your photo was not accepted' },
    words: (data) => ({
      zh: `您的照片（${data.campaignTitle}）没有通过审核：${joined(data.reasons).zh}。${afterRejection(data).zh}`,
      en: `Your photo (${data.campaignTitle}) was not accepted: ${joined(data.reasons).en}. ${afterRejection(data).en}`,
    }),
    fields: {
      ...ofCampaign,
      reason: text(({ reasons }) => joined(reasons)),
      due: moment(({ dueAt }) => dueAt),
      status: status('未通过'),
      tip: text(({ forGood }) =>
        forGood ? { zh: '本次采集结束', en: 'It ends here' } : { zh: '请按要求重新拍摄', en: 'Take a new photo' },
      ),
    },
    page: homePage,
  },
  'review-approved': {
    subject: { zh: '照片审核通过', en: 'Your photo was accepted' },
    words: ({ campaignTitle }) => ({
      zh: `您的照片（${campaignTitle}）已通过审核，可以登录查看和保存。`,
      en: `Your photo (${campaignTitle}) was accepted. Sign in to see and save it.`,
    }),
    fields: { ...ofCampaign, status: status('已通过'), tip: tip('可以查看和保存电子照片', 'See and save it') },
    page: homePage,
  },
  'prints-shipped': {
    subject: { zh: '纸质版照片已寄出', en: 'Your prints are on their way' },
    words: ({ orderNumber, courier, trackingNumber }) => ({
      zh: `订单${orderNumber}的纸质版照片已由${courier}寄出，运单号${trackingNumber}。`,
      en: `The prints of order ${orderNumber} were handed to ${courier}, tracking number ${trackingNumber}.`,
    }),
    fields: { ...ofParcel, status: status('已寄出') },
    page: orderPage,
  },
  'prints-at-station': {
    subject: { zh: '纸质版照片可以领取', en: 'Your prints can be picked up' },
    words: ({ orderNumber, station, hours }) => ({
      zh: `订单${orderNumber}的纸质版照片已到学校领取点：${station}。领取时间：${hours}。`,
      en: `The prints of order ${orderNumber} wait for you at ${station}. Hours: ${hours}.`,
    }),
    fields: {
      ...ofOrder,
      station: text(({ station }) => ({ zh: station, en: station })),
      hours: text(({ hours }) => ({ zh: hours, en: hours })),
      status: status('待领取'),
    },
    page: orderPage,
  },
  'parcel-returned': {
    subject: { zh: '包裹被退回', en: 'Your parcel came back' },
    words: ({ orderNumber, courier, trackingNumber }) => ({
      zh: `订单${orderNumber}的包裹（${courier} ${trackingNumber}）被退回，请登录核对地址或联系客服重新寄送。`,
      en: `The parcel of order ${orderNumber} (${courier} ${trackingNumber}) came back. Sign in to check the address, or contact our service to have it sent again.`,
    }),
    fields: { ...ofParcel, status: status('已退回'), tip: tip('请核对地址或联系客服', 'Check your address') },
    page: orderPage,
  },
  'invoice-issued': {
    subject: { zh: '发票已开具', en: 'Your invoice is ready' },
    words: ({ orderNumber, amountFen, invoiceNumber }) => ({
      zh: `订单${orderNumber}的发票已开具，号码${invoiceNumber}，金额${sayAmount(amountFen)}，可以登录下载。`,
      en: `The invoice of order ${orderNumber} is ready: number ${invoiceNumber}, ${sayAmount(amountFen)}. Sign in to download it.`,
    }),
    fields: { ...ofOrder, amount: sum, invoice: token(({ invoiceNumber }) => invoiceNumber), status: status('已开票') },
    page: orderPage,
  },
  'campaign-reminder': {
    subject: { zh: '图像采集即将截止', en: 'The photo collection closes soon' },
    words: ({ campaignTitle, closesAt }) => ({
      zh: `${campaignTitle}将于${sayMoment(closesAt).zh}截止，您的采集还没有完成，请登录继续。如不需要提醒，可在“授权管理”撤回。`,
      en: `${campaignTitle} closes ${sayMoment(closesAt).en} and yours is not finished. Sign in to go on. To get no reminders withdraw under “Consents”.`,
    }),
    fields: {
      ...ofCampaign,
      due: moment(({ closesAt }) => closesAt),
      status: status('未完成'),
      tip: tip('请在截止前完成采集', 'Finish before it closes'),
    },
    page: homePage,
  },
  'campaign-changed': {
    subject: { zh: '图像采集的安排有变化', en: 'The photo collection has changed' },
    words: ({ campaignTitle, opensAt, closesAt, openHours }) => ({
      zh: `${campaignTitle}的安排有变化：采集时间${sayMoment(opensAt).zh}至${sayMoment(closesAt).zh}，${openHours.zh}。请登录查看拍摄要求。`,
      en: `${campaignTitle} has changed. It is open from ${sayMoment(opensAt).en} until ${sayMoment(closesAt).en}, ${openHours.en}. Sign in to see how the photo is taken.`,
    }),
    fields: {
      ...ofCampaign,
      due: moment(({ closesAt }) => closesAt),
      hours: text(({ openHours }) => openHours),
      status: status('安排有变化'),
      tip: tip('请登录查看新的安排', 'Sign in to see what is new'),
    },
    page: homePage,
  },
}
