import { join, resolve } from 'node:path'
import type { FastifyInstance } from 'fastify'
import rootPackage from '../../package.json' with { type: 'json' }
import { accountRoutes } from './account/account-routes.ts'
import { accountOf } from './account/accounts.ts'
import { sessionRoutes, signedInStudent } from './account/session-routes.ts'
import { sessionIdOf } from './account/sessions.ts'
import { openSignInLimits } from './account/sign-in-limits.ts'
import { wechatRoutes } from './account/wechat-routes.ts'
import { addressRoutes } from './address/address-routes.ts'
import { approvalRoutes } from './approval/approval-routes.ts'
import { auditRoutes } from './audit/audit-routes.ts'
import { campaignRoutes } from './campaign/campaign-routes.ts'
import { openCodeReader } from './code/code-reader.ts'
import { codeRoutes } from './code/code-routes.ts'
import { collectionRoutes } from './collection/collection-routes.ts'
import { openDeliveryEvents } from './collection/delivery-events.ts'
import { openInvoiceEvents } from './collection/invoice-events.ts'
import { stepRoutes } from './collection/step-routes.ts'
import { openTakeGate } from './collection/take-gate.ts'
import { documentNotice, privacyNotice } from './consent/consent.ts'
import { consentRoutes } from './consent/consent-routes.ts'
import { packJob } from './delivery/deliveries.ts'
import { workDeliveries } from './delivery/delivery-jobs.ts'
import { deliveryRoutes } from './delivery/delivery-routes.ts'
import { openPacker } from './delivery/packer.ts'
import type { Deps } from './deps.ts'
import { chooseReader } from './document/choose-reader.ts'
import { documentRoutes } from './document/document-routes.ts'
import { changeRoutes } from './dossier/change-routes.ts'
import { dossierRoutes } from './dossier/dossier-routes.ts'
import { graduateOf } from './graduate/graduates.ts'
import { searchTextJob, workSearchTexts } from './graduate/search-jobs.ts'
import { statementRoutes } from './graduate/statement-routes.ts'
import { invoiceRoutes } from './invoice/invoice-routes.ts'
import { staffInvoiceRoutes } from './invoice/staff-invoice-routes.ts'
import { openMoney } from './money.ts'
import { openCarriers } from './notice/carriers.ts'
import { noticeJob, noticeSweepJob } from './notice/notice.ts'
import { workNotices } from './notice/notice-jobs.ts'
import { noticeRoutes } from './notice/notice-routes.ts'
import { openTell } from './notice/notices.ts'
import { orderRoutes } from './order/order-routes.ts'
import { staffOrderRoutes } from './order/staff-order-routes.ts'
import { staffOrder } from './order/staff-orders.ts'
import { orderExpiryJob, paymentSweepJob, workPayments } from './payment/payment-jobs.ts'
import { paymentNoticeRoutes } from './payment/payment-notice-routes.ts'
import { paymentRoutes } from './payment/payment-routes.ts'
import { closePaymentJob } from './payment/payments.ts'
import { reconciliationRoutes } from './payment/reconciliation-routes.ts'
import { reconcileJob, workReconciling } from './payment/reconciling.ts'
import { staffPaymentRoutes } from './payment/staff-payment-routes.ts'
import { deriveJob } from './photo/derivatives.ts'
import { workDerivatives } from './photo/derive-jobs.ts'
import { leftUploadJob, workLeftUploads } from './photo/left-uploads.ts'
import { developJob, workPhotos } from './photo/photo-jobs.ts'
import { photoRoutes } from './photo/photo-routes.ts'
import { standardViews } from './photo/standards.ts'
import { inTransaction, SYSTEM } from './platform/db.ts'
import { describeApi } from './platform/http/api-document.ts'
import { openTokens } from './platform/http/cookies.ts'
import { openApp } from './platform/http/open-app.ts'
import { servePages } from './platform/http/pages.ts'
import { openRepeats } from './platform/http/repeats.ts'
import { openRouteTable } from './platform/http/route-table.ts'
import type { Job } from './platform/jobs.ts'
import { newestSchema } from './platform/migrate.ts'
import { paperFonts } from './platform/paper/paper.ts'
import { openSheetReader } from './platform/sheets/sheet-reader.ts'
import { openThrottle } from './platform/throttle.ts'
import { openWechatApi } from './platform/wechat-api.ts'
import { requirePrintable } from './print/print.ts'
import { printJob, workPrints } from './print/print-jobs.ts'
import { printRoutes } from './print/print-routes.ts'
import { printedOrders } from './print/prints.ts'
import { campaignProgressRoutes } from './progress/progress-routes.ts'
import { recipientFinder } from './recipients.ts'
import { campaignEndJob, workCampaignEnds } from './refund/campaign-end.ts'
import { campaignEndRoutes } from './refund/campaign-routes.ts'
import { refundSweepJob, workRefunds } from './refund/refund-jobs.ts'
import { refundRoutes } from './refund/refund-routes.ts'
import { refundJob } from './refund/refunds.ts'
import { ownReminderJob, reminderJob } from './reminder/reminder.ts'
import { workReminders } from './reminder/reminder-jobs.ts'
import { reminderRoutes, tellChange } from './reminder/reminder-routes.ts'
import { deskRoutes } from './review/desk-routes.ts'
import { reviewRoutes } from './review/review-routes.ts'
import { dataExportJob, workDataExports } from './rights/data-export-jobs.ts'
import { removeFiles, removeFilesJob, workRemovals } from './rights/removals.ts'
import { retentionJob, workRetention } from './rights/retention-jobs.ts'
import { rightsRoutes } from './rights/rights-routes.ts'

import { rosterAcceptJob, rosterForgetJob, rosterTryJob, workRosters } from './roster/roster-jobs.ts'
import { openRosterReader } from './roster/roster-reader.ts'
import { rosterRoutes } from './roster/roster-routes.ts'
import { bundleRoutes } from './shipment/bundle-routes.ts'
import { bundleTellJob } from './shipment/bundles.ts'
import { parcelRoutes } from './shipment/parcel-routes.ts'
import { parcelTellJob } from './shipment/parcel-telling.ts'
import { shippingReportJob } from './shipment/reports.ts'
import { shippingSweepJob, workShipments } from './shipment/shipment-jobs.ts'
import { savedFilterRoutes } from './staff/saved-filter-routes.ts'
import { staffMemberRoutes } from './staff/staff-member-routes.ts'
import { signedInStaff, staffRoutes } from './staff/staff-routes.ts'
import { systemRoutes } from './watch/system-routes.ts'
import { openWatch, type Watch } from './watch/watch.ts'

/** Every kind of job of the product, for the queue. */
export const jobKinds: Job[] = [
  ...[developJob, leftUploadJob, noticeJob, noticeSweepJob, dataExportJob, removeFilesJob, retentionJob],
  ...[closePaymentJob, paymentSweepJob, orderExpiryJob, refundJob, refundSweepJob, campaignEndJob],
  reconcileJob,
  printJob,
  ...[reminderJob, ownReminderJob],
  ...[deriveJob, packJob],
  ...[rosterTryJob, rosterAcceptJob, rosterForgetJob],
  searchTextJob,
  ...[parcelTellJob, bundleTellJob, shippingReportJob, shippingSweepJob],
]

const ROOT = resolve(import.meta.dirname, '../..')

/** The whole web side: the API of all slices, its document, health, and the two clients' pages. It listens to nothing yet. */
export async function buildApp(deps: Deps): Promise<FastifyInstance> {
  const { config } = deps
  const app = await openApp(deps.log, config)
  await describeApi(app, rootPackage.version)
  tellHealth(app, deps)
  await app.register(async (api) => serveSlices(api, deps))
  await servePages(app, [
    { prefix: '/console/', folder: resolve(ROOT, 'console/dist'), buildCommand: 'npm run build -w @tucai/console' },
    { prefix: '/', folder: resolve(ROOT, 'student/dist/h5'), buildCommand: 'npm run build:h5 -w @tucai/student' },
  ])
  app.addHook('preClose', async () => deps.signals.close())
  return app
}

/** A process that handles jobs only: it tells how it is, and has nothing else to say. */
export async function buildWorker(deps: Deps): Promise<FastifyInstance> {
  const app = await openApp(deps.log, deps.config)
  tellHealth(app, deps)
  return app
}

const READY_LIMIT_MS = 3_000

/**
 * `/health`: the process runs; it waits for nothing. `/ready`: it can do its work, the database answers. The store of
 * files is not asked: it is one for all, so a pause of it would take every process out at once, with all that needs no
 * file; what needs one is answered 503 meanwhile.
 */
function tellHealth(app: FastifyInstance, { db }: Pick<Deps, 'db'>): void {
  app.get('/health', { schema: { hide: true } }, async (_, reply) => {
    return reply.header('cache-control', 'no-store').send({ status: 'ready' })
  })
  app.get('/ready', { schema: { hide: true } }, async (request, reply) => {
    reply.header('cache-control', 'no-store')
    const limit = AbortSignal.timeout(READY_LIMIT_MS)
    const late = new Promise<never>((_, refuse) => limit.addEventListener('abort', () => refuse(limit.reason)))
    try {
      await Promise.race([db.pool.query('SELECT 1'), late])
      return reply.send({ status: 'ready' })
    } catch (error) {
      request.log.warn({ err: error }, 'not ready')
      return reply.code(503).header('retry-after', '5').send({ status: 'no-database' })
    }
  })
}

async function serveSlices(api: FastifyInstance, deps: Deps): Promise<void> {
  const { config, signals } = deps
  const tokens = openTokens(config.publicUrl)
  const limiter = openThrottle(deps.db)
  const isDemo = config.mode === 'demo'
  const money = openMoney(deps, openTell(deps, deps.clock))
  const signedIn = {
    student: signedInStudent.bind(null, deps, tokens),
    staff: signedInStaff.bind(null, deps, tokens),
  }
  const routes = openRouteTable(api, signedIn, config.publicUrl, openRepeats(deps))
  const wechat = config.wechat && openWechatApi(config.wechat, deps.clock)
  const { ways } = openCarriers(deps, wechat)
  const limits = openSignInLimits(limiter, deps.secrets)
  routes.handle('appShow', async () => ({
    mode: config.mode,
    ...config.brand,
    codeChannels: ways.channels,
    wechat: wechat !== undefined,
    payWays: money.ways,
    wechatPageAppId: config.wechatPage?.appId ?? '',
    privacyNotice: { version: privacyNotice.version, zh: [...privacyNotice.zh], en: [...privacyNotice.en] },
    documentNotice: { version: documentNotice.version, zh: [...documentNotice.zh], en: [...documentNotice.en] },
  }))
  consentRoutes(routes, deps)
  const reader = chooseReader(config.documents, deps.documents, { wechat, clock: deps.clock })
  documentRoutes(routes, deps, { reader, limiter })
  await sessionRoutes(routes, { engines: deps, limits, ways }, { tokens, isDemo })
  wechatRoutes(routes, deps, { tokens, limits, wechat })
  accountRoutes(routes, deps, { tokens, limiter })
  const codes = openCodeReader((sentence) => deps.log.warn(sentence))
  api.addHook('onClose', () => codes.stop())
  codeRoutes(routes, deps, { reader: codes, limiter, decoder: undefined })
  statementRoutes(routes, deps, {
    limiter,
    nameOf: (accountId) => inTransaction(deps.db, SYSTEM, (tx) => accountOf(tx, deps.secrets, accountId)),
  })
  rightsRoutes(routes, deps, {
    limiter,
    async sessionIdOf(request) {
      const token = tokens.read(request, 'tucai_session')
      return token === undefined ? undefined : inTransaction(deps.db, SYSTEM, (tx) => sessionIdOf(tx, token))
    },
  })
  addressRoutes(routes, deps)
  collectionRoutes(routes, deps)
  stepRoutes(routes, deps)
  reviewRoutes(routes, deps, money.reviewEvents)
  deskRoutes(routes, deps, {
    developer: deps.developer,
    removeFiles: (tx, keys) => removeFiles(tx, deps.jobs, keys),
  })
  photoRoutes(routes, deps, { developer: deps.developer, gate: openTakeGate(deps), signals, limiter })
  orderRoutes(routes, deps)
  staffOrderRoutes(routes, deps)
  paymentRoutes(routes, money.payments, money.paying)
  staffPaymentRoutes(routes, deps, staffOrder)
  reconciliationRoutes(routes, { ...deps, ...money.payments })
  refundRoutes(routes, deps.db, money.refundRules)
  campaignEndRoutes(routes, deps)
  printRoutes(routes, deps)
  const invoicing = { ...deps, events: openInvoiceEvents(openTell(deps, deps.clock)) }
  invoiceRoutes(routes, invoicing)
  const sheets = openSheetReader((sentence) => deps.log.warn(sentence))
  api.addHook('onClose', () => sheets.stop())
  staffInvoiceRoutes(routes, invoicing, sheets)
  paymentNoticeRoutes(routes, deps, money)
  noticeRoutes(routes, deps, {
    templates: config.wechatTemplates,
    identityOf: async (tx, graduateId) => (await graduateOf(tx, graduateId))?.identityId,
  })
  const packing = { ...deps, sender: config.sender, fonts: paperFonts(config.fontsFolder), printedOrders, sheets }
  parcelRoutes(routes, packing)
  bundleRoutes(routes, packing)
  const tell = openTell(deps, deps.clock)
  deliveryRoutes(routes, { ...deps, sheets, events: openDeliveryEvents(deps.clock, money.reviewEvents, tell) })
  await staffRoutes(routes, deps, {
    ...{ tokens, limiter, issuer: `${config.brand.wordmark} 工作台` },
    tellCode: isDemo ? (login, code) => deps.tell(`Code for the console sign-in of ${login}: ${code}`) : undefined,
  })
  staffMemberRoutes(routes, deps)
  approvalRoutes(routes, deps)
  savedFilterRoutes(routes, deps)
  auditRoutes(routes, deps)
  rosterRoutes(routes, rosterGround(deps))
  campaignProgressRoutes(routes, deps, packing.fonts)
  reminderRoutes(routes, deps)
  const standards = standardViews()
  campaignRoutes(routes, deps, {
    standards: () => standards,
    isStandard: (id) => standards.some(({ standard }) => standard === id),
    requirePrintable,
    tellChange: (tx, actor, campaign) => tellChange(tx, deps, actor, campaign),
  })
  dossierRoutes(routes, deps)
  changeRoutes(routes, deps)
  const versions = { program: rootPackage.version, schema: newestSchema() }
  systemRoutes(routes, deps, { watch: watchOver(deps), jobKinds, versions })
  routes.close()
}

/** Looks at how the program is, for its page and for metrics. */
export function watchOver({ db, clock, config, secrets }: Pick<Deps, 'db' | 'clock' | 'config' | 'secrets'>): Watch {
  const limits = openSignInLimits(openThrottle(db), secrets)
  return openWatch({ db, clock, dataFolder: config.dataFolder, signIn: limits.breaker })
}

/** Starts to handle jobs: photos, and messages to people. */
export async function startJobs(deps: Deps): Promise<void> {
  await workSearchTexts(deps)
  await workPhotos(deps, deps.developer, deps.signals)
  await workDerivatives(deps, deps.developer)
  await workLeftUploads(deps)
  await workDeliveries(deps, { packer: openPacker(deps.config) })
  const wechat = deps.config.wechat && openWechatApi(deps.config.wechat, deps.clock)
  await workNotices(deps, openCarriers(deps, wechat), recipientFinder(deps.secrets))
  await workDataExports(deps)
  await workRemovals(deps)
  await workRetention(deps)
  const money = openMoney(deps, openTell(deps, deps.clock))
  await workPayments(money.payments, deps.jobs)
  await workReconciling(money.payments, deps.jobs)
  await workRefunds(money.refunds, deps.jobs)
  await workCampaignEnds({ ...deps, ...money.refundRules })
  await workRosters(rosterGround(deps))
  await workPrints(deps, deps)
  await workReminders({ ...deps, tell: openTell(deps, deps.clock) })
  await workShipments({ ...deps, tell: openTell(deps, deps.clock), wechat })
}

function rosterGround(deps: Deps) {
  return { ...deps, reader: openRosterReader(join(deps.config.dataFolder, 'work')) }
}
