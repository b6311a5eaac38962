import type { RouteName } from '@tucai/contract'
import type { Session } from './fuzz-crowd.ts'
import type { Ground } from './ground.ts'

/** SQL for ids of one kind. `$1`: the student's identity, the operator's school or the member of staff, as it fits. */
type Query = string

const ofStudent: Record<string, Query> = {
  graduateId: 'SELECT id FROM graduate WHERE identity_id = $1',
  photoId: 'SELECT id FROM photo WHERE identity_id = $1',
  orderId: 'SELECT id FROM "order" WHERE identity_id = $1',
  invoiceId: 'SELECT id FROM invoice WHERE identity_id = $1 ORDER BY file_key IS NULL',
  exportId: `SELECT id FROM data_export WHERE identity_id = $1 ORDER BY state <> 'ready'`,
  tradeNumber: `SELECT trade_number FROM payment WHERE identity_id = $1 ORDER BY state <> 'open'`,
  deviceId: 'SELECT t.device_id FROM trusted_device t JOIN account a ON a.id = t.account_id WHERE a.identity_id = $1',
  sessionId: 'SELECT id FROM session WHERE identity_id = $1',
  campaignId: `SELECT id FROM campaign WHERE title = '补报'`,
}

const newest = (table: string, where = 'true') =>
  `SELECT id FROM ${table} WHERE ${where} AND ($1::text IS NULL OR school_id = $1) ORDER BY ctid DESC LIMIT 40`
const any = (table: string, where = 'true') =>
  `SELECT id FROM ${table} WHERE ${where} AND $1::text IS NULL ORDER BY ctid DESC LIMIT 40`

const ofStaff: Record<string, Query> = {
  campaignId: newest('campaign', `title = '采集'`).replace('LIMIT 40', 'LIMIT 2'),
  schoolId: `SELECT id FROM school WHERE $1::text IS NULL OR id = $1 ORDER BY ctid DESC LIMIT 4`,
  graduateId: newest('graduate'),
  photoId: newest('photo', `state = 'finished'`),
  orderId: newest('"order"'),
  orderNumber: newest('"order"', `state = 'producing'`).replace('SELECT id', 'SELECT number'),
  reviewId: newest('review', `state = 'waiting'`),
  rosterId: newest('roster'),
  reminderId: newest('reminder', `state = 'due'`),
  approvalId: newest('approval'),
  refundId: newest('refund'),
  invoiceId: newest('invoice'),
  batchId: newest('print_batch'),
  parcelId: newest('parcel'),
  bundleId: newest('bundle'),
  deliveryId: newest('delivery'),
  fileId: newest('delivery_file'),
  exportId: newest('graduate_export'),
  templateId: any('delivery_template'),
  noticeId: any('notice'),
  alarmId: any('payment_alarm'),
  reconciliationId: any('reconciliation'),
  differenceId: any('reconciliation_difference'),
  staffId: any('staff'),
  filterId: 'SELECT id FROM saved_filter WHERE staff_id = $2',
  sessionId: 'SELECT id FROM staff_session WHERE staff_id = $2',
  identityId: any('graduate').replace('SELECT id', 'SELECT identity_id'),
  actorId: any('staff'),
  subjectId: newest('graduate'),
  subject: newest('graduate'),
}

const waiting = newest('review', `state = 'waiting'`)
const visible = newest(
  'review r',
  `state = 'waiting' AND EXISTS (SELECT 1 FROM photo p WHERE p.id = r.photo_id AND p.record IS NOT NULL)`,
).replace(/ctid/, 'r.ctid')
const scratchStaff = any('staff', `login LIKE 'scratch-%'`)

/** Where a route works on things in a certain state only. */
const states: Partial<Record<RouteName, Record<string, Query>>> = {
  orderCancel: { orderId: `SELECT id FROM "order" WHERE identity_id = $1 ORDER BY state <> 'unpaid' LIMIT 1` },
  paymentStart: { orderId: `SELECT id FROM "order" WHERE identity_id = $1 ORDER BY state <> 'unpaid' LIMIT 1` },
  refundAsk: { orderId: `SELECT id FROM "order" WHERE identity_id = $1 ORDER BY state <> 'paid' LIMIT 1` },
  invoiceAsk: { orderId: `SELECT id FROM "order" WHERE identity_id = $1 ORDER BY paid_at IS NULL LIMIT 1` },
  staffReviewApprove: { reviewId: waiting },
  staffReviewPreview: { reviewId: visible },
  staffReviewRecrop: { reviewId: visible },
  staffReviewTakeBack: { reviewId: newest('review', `state = 'approved'`) },
  staffGraduateConfirm: { graduateId: newest('graduate', `standing = 'unconfirmed'`) },
  staffGraduateRefuse: { graduateId: newest('graduate', `standing = 'unconfirmed'`) },
  staffGraduateCorrect: { graduateId: newest('graduate', `college = '闲置学院'`) },
  staffWithdrawalMake: {
    graduateId: newest('graduate', `college = '闲置学院'`),
    campaignId: newest('campaign', `title = '采集'`),
  },
  staffRosterTry: { rosterId: newest('roster', `state IN ('matching', 'tried', 'outdated')`) },
  staffRosterAccept: { rosterId: newest('roster', `state = 'tried'`) },
  staffRosterDrop: { rosterId: newest('roster', `state IN ('matching', 'tried', 'outdated')`) },
  staffRosterProblemList: { rosterId: newest('roster', `state = 'tried'`) },
  approvalDecide: { approvalId: newest('approval', `state = 'asked' AND asked_by <> $2`) },
  approvalWithdraw: { approvalId: newest('approval', `state = 'asked' AND asked_by = $2`) },
  staffGraduateExportFile: {
    exportId: `SELECT subject FROM approval WHERE state = 'approved' AND kind = 'graduates-export' AND asked_by = $2 AND ($1::text IS NULL OR school_id = $1)`,
  },
  staffRefundAsk: { orderId: newest('"order"', `state = 'paid'`) },
  staffRefundApprove: { refundId: newest('refund', `state = 'asked'`) },
  staffRefundRefuse: { refundId: newest('refund', `state = 'asked'`) },
  staffRefundPaidOut: { refundId: newest('refund', `state = 'failed'`) },
  staffInvoiceExportFile: { exportId: any('invoice_export') },
  staffInvoiceIssue: { invoiceId: newest('invoice', `state IN ('exporting', 'exported')`) },
  staffInvoiceRefuse: { invoiceId: newest('invoice', `state IN ('asked', 'exported')`) },
  staffInvoiceReverse: { invoiceId: newest('invoice', `state = 'issued'`) },
  staffAlarmSettle: { alarmId: any('payment_alarm', 'settled_at IS NULL') },
  staffDifferenceSettle: { differenceId: any('reconciliation_difference', 'settled_at IS NULL') },
  staffReconciliationClose: { reconciliationId: any('reconciliation', 'closed_at IS NULL') },
  staffReconciliationReopenAsk: { reconciliationId: any('reconciliation', 'closed_at IS NOT NULL') },
  staffReconciliationReopen: { reconciliationId: any('reconciliation', 'closed_at IS NOT NULL') },
  printBatchPrepare: { batchId: newest('print_batch', `state = 'failed'`) },
  printBatchPrinted: { batchId: newest('print_batch', `state = 'ready'`) },
  printBatchCancel: { batchId: newest('print_batch', `state IN ('ready', 'preparing')`) },
  printBatchPdf: { batchId: newest('print_batch', 'file_key IS NOT NULL') },
  printSheetShow: { batchId: newest('print_batch', 'file_key IS NOT NULL') },
  staffParcelShip: { parcelId: newest('parcel', `state IN ('waiting', 'labelled')`) },
  staffParcelDeliver: { parcelId: newest('parcel', `state = 'shipped'`) },
  staffParcelReturn: { parcelId: newest('parcel', `state IN ('shipped', 'delivered')`) },
  staffParcelResend: { parcelId: newest('parcel', `state = 'returned'`) },
  staffBundleSend: { bundleId: newest('bundle', `state = 'open'`) },
  staffBundleReceive: { bundleId: newest('bundle', `state = 'sent'`) },
  deliveryPrepare: { deliveryId: newest('delivery', `state = 'failed'`) },
  deliveryCancel: { deliveryId: newest('delivery', `state IN ('ready', 'preparing', 'failed')`) },
  deliveryApprovalAsk: { deliveryId: newest('delivery', `state = 'ready'`) },
  staffNoticeRetry: { noticeId: any('notice', `state = 'failed' AND content_sealed IS NOT NULL`) },
  staffCampaignCancel: { campaignId: newest('campaign', `title = '闲置'`) },
  staffCampaignChange: { campaignId: newest('campaign', `title = '闲置'`) },
  staffFeesSet: { campaignId: newest('campaign', `title = '闲置'`) },
  staffSchoolChange: { schoolId: `SELECT id FROM school WHERE name LIKE '闲置%' AND $1::text IS NULL` },
  staffMemberRole: { staffId: scratchStaff },
  staffMemberLock: { staffId: scratchStaff },
  staffMemberUnlock: { staffId: any('staff', 'locked_at IS NOT NULL') },
  staffMemberSessionsRevoke: { staffId: scratchStaff },
  staffMemberInviteAgain: { staffId: any('staff', 'id IN (SELECT staff_id FROM staff_invitation)') },
}

const KEPT_MS = 400

/** Looks things of the database up, so that requests are about what is there. */
export class Things {
  private readonly ground: Ground
  private readonly kept = new Map<string, { at: number; ids: Promise<string[]> }>()

  constructor(ground: Ground) {
    this.ground = ground
  }

  /** One of the things of a kind that the session may reach; the name of none where there are none. */
  async pick(kind: string, nth: number, session: Session, route: RouteName): Promise<string> {
    const table = session.kind === 'student' ? ofStudent : ofStaff
    const special = nth % 8 === 7 ? undefined : states[route]?.[kind]
    const query = special ?? table[kind]
    if (query === undefined) return `${kind.slice(0, 3)}_nobodys`
    const ids = await this.look(query, session)
    return ids[nth % (ids.length || 1)] ?? `${kind.slice(0, 3)}_nobodys`
  }

  private look(query: string, { kind, id, schoolId }: Session): Promise<string[]> {
    const first = kind === 'student' ? id : (schoolId ?? null)
    const values = query.includes('$2') ? [first, id] : query.includes('$1') ? [first] : []
    const key = `${query}\n${values.join()}`
    const known = this.kept.get(key)
    if (known && Date.now() - known.at < KEPT_MS) return known.ids
    const ids = this.ground
      .query<Record<string, string>>(
        query.includes('$2') && !query.includes('$1') ? `${query} AND $1::text IS NOT DISTINCT FROM $1` : query,
        values,
      )
      .then((rows) => rows.map((row) => Object.values(row)[0]!))
    this.kept.set(key, { at: Date.now(), ids })
    return ids
  }
}
