import { randomBytes, randomInt } from 'node:crypto'
import type { RouteName } from '@tucai/contract'
import { addTicket, bindWechat } from '../../server/src/account/wechat-identities.ts'
import { consentViews, documentNotice, privacyNotice } from '../../server/src/consent/consent.ts'
import { giveConsent } from '../../server/src/consent/consents.ts'
import { ensureIdentity } from '../../server/src/identity/identities.ts'
import { parseNumber } from '../../server/src/identity/identity.ts'
import { inTransaction, SYSTEM } from '../../server/src/platform/db.ts'
import { usualSettings } from '../../server/test/deliverable.ts'
import { type Crowd, type Session, staffPassword } from './fuzz-crowd.ts'
import type { Ground } from './ground.ts'

/** What a recipe works with. `body` is what the schema alone came to. */
export interface Kitchen {
  ground: Ground
  crowd: Crowd
  session: Session
  numbers: string[]
  nth: number
  body: Record<string, unknown>
  params: Record<string, string>
}

export interface Dish {
  params?: Record<string, string>
  query?: Record<string, unknown>
  body?: Record<string, unknown>
  fields?: Record<string, string>
  session?: Session
}

const hex = (bytes: number) => randomBytes(bytes).toString('hex')
const digits = (count: number) => Array.from({ length: count }, () => randomInt(10)).join('')
const aNumber = () => `P${hex(6)}`.toUpperCase()

async function newcomer({ ground, crowd }: Kitchen): Promise<{ session: Session; number: string; id: string }> {
  const number = aNumber()
  const parsed = parseNumber('passport', number, new Date())
  const id = await inTransaction(ground.db, SYSTEM, (tx) => ensureIdentity(tx, ground.secrets, parsed))
  return { session: await crowd.signIn(id), number, id }
}

const consent = ({ ground }: Kitchen, purpose: 'privacy' | 'document', version: string) =>
  inTransaction(ground.db, SYSTEM, (tx) => giveConsent(tx, { purpose, version, channel: 'web', givenAt: new Date() }))

async function challenge({ ground, numbers, nth }: Kitchen, route: 'sessionStart' | 'passwordForget') {
  const number = numbers[nth % numbers.length]!
  const body = route === 'sessionStart' ? { number, password: number.slice(-6) } : { number }
  const reply = await ground.visitor().ask(route, {}, body)
  return { challengeId: String(reply.body?.challengeId ?? 'chl_none'), code: String(reply.body?.demoCode ?? '000000') }
}

async function ticketFor({ ground }: Kitchen, accountOf?: string): Promise<string> {
  const openId = `o${hex(12)}`
  return inTransaction(ground.db, SYSTEM, async (tx) => {
    if (accountOf) await bindWechat(tx, ground.secrets, accountOf, openId, new Date())
    return addTicket(tx, ground.secrets, openId, new Date())
  })
}

async function invited({ crowd }: Kitchen): Promise<string> {
  const admin = crowd.browserOf(crowd.staff.get('administrator')![0]!)
  return (
    (await admin.ask('staffMemberInvite', {}, { login: `scratch-${hex(5)}`, role: 'auditor', schoolId: null })).body
      ?.token ?? 'none'
  )
}

async function campaignNow({ crowd, params, body, ground }: Kitchen) {
  const admin = crowd.browserOf(crowd.staff.get('administrator')![0]!)
  const [any] = await ground.query<{ id: string }>(
    `SELECT id FROM campaign WHERE title = '采集' ORDER BY ctid DESC LIMIT 1`,
  )
  const shown = (await admin.ask('staffCampaignShow', { campaignId: params.campaignId ?? any!.id })).body
  const drawn = (body.settings ?? {}) as Record<string, unknown>
  const { title, submissionsMost, weekends } = drawn
  return {
    version: shown.version,
    schoolId: shown.schoolId,
    settings: { ...shown.settings, title, submissionsMost, weekends },
  }
}

/** The session of staff with this id, where it is one of ours. */
const staffWith = (crowd: Crowd, id: string) => [...crowd.staff.values()].flat().find((one) => one.id === id)

async function row<R extends object>({ ground }: Kitchen, text: string): Promise<R | undefined> {
  const rows = await ground.query<R & Record<string, unknown>>(text)
  return rows[randomInt(Math.max(1, rows.length))]
}

const approved = (kind: string, more: string) =>
  `SELECT a.subject, a.asked_by ${more} WHERE a.kind = '${kind}' AND a.state = 'approved'`

/** What the schema can't say of a right request. */
export const recipes: Partial<Record<RouteName, (kitchen: Kitchen) => Promise<Dish>>> = {
  consentGive: async ({ nth }) => ({
    body:
      nth % 2
        ? { purpose: 'privacy', version: privacyNotice.version }
        : { purpose: 'document', version: documentNotice.version },
  }),
  consentAgree: async ({ nth }) => {
    const views = consentViews(new Map())
    const { purpose, version } = views[nth % views.length]!
    return { body: { purpose, version } }
  },
  accountRegister: async (kitchen) => ({
    body: {
      ...kitchen.body,
      consentId: await consent(kitchen, 'privacy', privacyNotice.version),
      kind: 'passport',
      number: aNumber(),
      wechatTicket: await ticketFor(kitchen),
    },
  }),
  documentRead: async (kitchen) => ({
    fields: { consentId: await consent(kitchen, 'document', documentNotice.version) },
  }),
  sessionStart: async ({ numbers, nth }) => {
    const number = numbers[nth % numbers.length]!
    return { body: { number, password: number.slice(-6) } }
  },
  sessionConfirm: async (kitchen) => ({ body: await challenge(kitchen, 'sessionStart') }),
  codeResend: async (kitchen) => ({ body: { challengeId: (await challenge(kitchen, 'sessionStart')).challengeId } }),
  passwordForget: async ({ numbers, nth }) => ({ body: { number: numbers[nth % numbers.length]! } }),
  passwordReset: async (kitchen) => ({
    body: { ...(await challenge(kitchen, 'passwordForget')), next: `Laterne-${hex(5)}` },
  }),
  passwordChange: async (kitchen) => {
    const { session, number } = await newcomer(kitchen)
    return { session, body: { present: number.slice(-6), next: `Laterne-${hex(5)}` } }
  },
  wechatSignIn: async (kitchen) => {
    const { id } = await newcomer(kitchen)
    const [account] = await kitchen.ground.query<{ id: string }>(`SELECT id FROM account WHERE identity_id = '${id}'`)
    return { body: { wechatTicket: await ticketFor(kitchen, account!.id) } }
  },
  wechatBind: async (kitchen) => ({
    session: (await newcomer(kitchen)).session,
    body: { wechatTicket: await ticketFor(kitchen) },
  }),
  erasureAsk: async (kitchen) => {
    const { session, number } = await newcomer(kitchen)
    return { session, body: { numberEnding: number.slice(-4) } }
  },
  sessionEnd: async (kitchen) => ({ session: (await newcomer(kitchen)).session }),
  graduateState: async (kitchen) => {
    const [campaign] = await kitchen.ground.query<{ id: string }>(
      `SELECT id FROM campaign WHERE title = '补报' ORDER BY ctid DESC LIMIT 1`,
    )
    return {
      session: (await newcomer(kitchen)).session,
      body: { ...kitchen.body, campaignId: campaign!.id, studentNumber: hex(6) },
    }
  },
  codeSubmit: async (kitchen) => {
    const { session, number } = await newcomer(kitchen)
    const [campaign] = await kitchen.ground.query<{ id: string }>(
      `SELECT id FROM campaign WHERE title = '补报' ORDER BY ctid DESC LIMIT 1`,
    )
    const enrolment = {
      college: '学院',
      major: '专业',
      className: '班',
      level: '本科',
      studyYears: '4',
      graduationYear: 2027,
    }
    const browser = kitchen.crowd.browserOf(session)
    const stated = await browser.ask(
      'graduateState',
      {},
      { ...enrolment, campaignId: campaign!.id, studentNumber: hex(6) },
    )
    const graduateId = String(stated.body?.graduateId)
    await browser.ask('informationConfirm', { graduateId }, { phone: '13800138000', mail: 'someone@example.org' })
    return { session, params: { graduateId }, fields: { numberEnding: number.slice(-4) } }
  },
  photoConfirm: async ({ ground, session }) => {
    const [photo] = await ground.query<{ id: string; graduate_id: string }>(
      `SELECT id, graduate_id FROM photo WHERE identity_id = $1 AND state = 'finished' ORDER BY random() LIMIT 1`,
      [session.id],
    )
    return photo ? { params: { graduateId: photo.graduate_id }, body: { photoId: photo.id } } : {}
  },
  paymentStart: async () => ({ body: { way: 'simulated' } }),
  paperChoose: async ({ body, nth }) => (nth % 2 ? { body: { paper: false } } : { body: { ...body, paper: true } }),
  staffSessionStart: async ({ crowd }) => ({
    body: { login: (await crowd.hire('auditor', null)).login, password: staffPassword },
  }),
  staffSessionConfirm: async ({ crowd, ground }) => {
    const { login, code } = await crowd.hire('auditor', null)
    const started = await ground.visitor().ask('staffSessionStart', {}, { login, password: staffPassword })
    return { body: { ticket: String(started.body?.ticket), code: code() } }
  },
  staffPasswordChange: async ({ crowd }) => ({
    session: await crowd.hire('auditor', null),
    body: { present: staffPassword, next: `Laterne-am-Hafen-${hex(5)}` },
  }),
  staffSessionEnd: async ({ crowd }) => ({ session: await crowd.hire('auditor', null) }),
  staffInvitationShow: async (kitchen) => ({ body: { token: await invited(kitchen) } }),
  staffInvitationAccept: async (kitchen) => ({
    body: { token: await invited(kitchen), password: `Laterne-am-Hafen-${hex(5)}` },
  }),
  staffMemberInvite: async ({ body }) => ({
    body: { ...body, login: `scratch-${hex(5)}`, role: 'print', schoolId: null },
  }),
  staffMemberRole: async () => ({ body: { role: 'auditor', schoolId: null } }),
  staffSchoolAdd: async ({ body }) => ({ body: { ...body, name: `${String(body.name).slice(0, 80)}${hex(4)}` } }),
  staffSchoolChange: async ({ body }) => ({
    body: { ...body, name: `闲置${String(body.name).slice(0, 80)}${hex(4)}` },
  }),
  staffCampaignMake: async (kitchen) => {
    const { schoolId, settings } = await campaignNow(kitchen)
    return { body: { schoolId, settings } }
  },
  staffCampaignPreview: async (kitchen) => {
    const { schoolId, settings } = await campaignNow(kitchen)
    return { body: { schoolId: kitchen.session.schoolId ?? schoolId, settings } }
  },
  staffCampaignChange: async (kitchen) => {
    const { version, settings } = await campaignNow(kitchen)
    return { body: { version, settings: { ...settings, title: '闲置' }, notify: false } }
  },
  staffGraduateUncover: async ({ body }) => ({ body: { ...body, note: '电话核实' } }),
  staffGraduateCorrect: async ({ body }) => ({
    body: { college: '闲置学院', major: body.major ?? '专业', name: body.name ?? '林知远' },
  }),
  staffReviewRecrop: async (kitchen) => {
    const admin = kitchen.crowd.browserOf(kitchen.crowd.staff.get('administrator')![0]!)
    const crop = (await admin.ask('staffReviewShow', { reviewId: kitchen.params.reviewId! })).body?.measured?.crop
    return crop ? { body: { leftPx: crop.leftPx, topPx: crop.topPx, widthPx: crop.widthPx } } : {}
  },
  staffRosterAccept: async (kitchen) => {
    const roster = await row<{ trial: number }>(
      kitchen,
      `SELECT trial FROM roster WHERE id = '${kitchen.params.rosterId!.replaceAll("'", '')}'`,
    )
    return { body: { trial: roster?.trial ?? 1 } }
  },
  staffRosterTry: async () => ({ body: { whole: false } }),
  approvalDecide: async ({ nth }) => ({ body: { approve: nth % 4 !== 0 } }),
  staffGraduateExportFile: async (kitchen) => {
    const found = await row<{ subject: string; asked_by: string }>(
      kitchen,
      approved('graduates-export', 'FROM approval a'),
    )
    const session = found && staffWith(kitchen.crowd, found.asked_by)
    return session ? { session, params: { exportId: found.subject } } : {}
  },
  deliveryFile: async (kitchen) => {
    const found = await row<{ subject: string; asked_by: string; id: string }>(
      kitchen,
      approved('delivery-download', ', f.id FROM approval a JOIN delivery_file f ON f.delivery_id = a.subject'),
    )
    const session = found && staffWith(kitchen.crowd, found.asked_by)
    return session ? { session, params: { deliveryId: found.subject, fileId: found.id } } : {}
  },
  deliveryPreview: async () => ({ body: { ...usualSettings } }),
  deliveryMake: async () => ({ body: { ...usualSettings } }),
  deliveryTemplateSave: async ({ body }) => ({
    body: { title: `${String(body.title).slice(0, 40)}${hex(3)}`, settings: { ...usualSettings } },
  }),
  printSheetPhoto: async (kitchen) => {
    const found = await row<{ batch_id: string; order_id: string }>(
      kitchen,
      `SELECT i.batch_id, i.order_id FROM print_item i JOIN print_batch b ON b.id = i.batch_id WHERE b.file_key IS NOT NULL`,
    )
    return found ? { params: { batchId: found.batch_id, orderId: found.order_id } } : {}
  },
  printBatchPrinted: async () => ({ body: { except: [] } }),
  printLayoutChange: async ({ body }) => ({
    body: {
      ...body,
      paper: 'A4',
      mode: 'per-student',
      prints: [{ size: '33x48', count: 4 }],
      lines: ['{name}'],
      gapMm: 2,
      marginMm: 5,
    },
  }),
  printAgain: async (kitchen) => {
    const found = await row<{ number: string; campaign_id: string }>(
      kitchen,
      `SELECT o.number, b.campaign_id FROM print_item i JOIN print_batch b ON b.id = i.batch_id JOIN "order" o ON o.id = i.order_id WHERE i.state = 'printed'`,
    )
    return found
      ? { params: { campaignId: found.campaign_id }, body: { orderNumbers: [found.number], reason: '补印' } }
      : {}
  },
  printPreview: async () => ({ query: {} }),
  printBatchMake: async () => ({ body: { mostOrders: 1 } }),
  staffBundleMake: async () => ({ body: { by: 'college' } }),
  staffBundleSend: async ({ body }) => ({ body: { note: body.note } }),
  staffParcelLabels: async ({ body }) => ({ body: { campaignId: body.campaignId, sheet: body.sheet, again: true } }),
  staffCourierExport: async ({ body }) => ({
    body: { campaignId: body.campaignId, courier: 'sf', format: body.format, again: true },
  }),
  staffParcelShip: async () => ({ body: { courier: 'sf', trackingNumber: `SF${digits(13)}` } }),
  staffParcelAddress: async ({ body }) => ({ body: { ...body, note: '核对' } }),
  staffRefundAsk: async ({ body }) => ({ body: { ...body, amountFen: randomInt(1, 400) } }),
  staffInvoiceIssue: async () => ({ fields: { number: digits(20) } }),
  staffInvoiceReverse: async () => ({ body: { reversalNumber: digits(20) } }),
  staffInvoiceExportMake: async () => ({ body: {} }),
  staffReconciliationFile: async () => ({ query: { month: '2026-11' } }),
  invoiceAsk: async ({ body }) => ({ body: { ...body, titleKind: 'personal', taxNumber: undefined } }),
  staffReminderPreview: async ({ body }) => ({ body: { stages: body.stages } }),
  staffReminderSend: async ({ nth }) => ({ body: { stages: nth % 2 ? ['none'] : ['photographed', 'confirmed'] } }),
}
