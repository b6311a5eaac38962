import { randomBytes } from 'node:crypto'
import { type PhotoView, pathOf, type RosterView, type RouteName } from '@tucai/contract'
import { documentNotice } from '../../server/src/consent/consent.ts'
import { giveConsent } from '../../server/src/consent/consents.ts'
import { documentNumber } from '../../server/src/identity/identities.ts'
import { inTransaction, SYSTEM } from '../../server/src/platform/db.ts'
import type { Reply, Visitor } from '../../server/test/visitor.ts'
import type { Ground, Student } from './ground.ts'

/** A way for a file into the product, and what becomes of it there. */
export interface Door {
  route: RouteName
  takes: 'pictures' | 'sheets' | 'invoices'
  /** Sends it and waits until the product is done with it. */
  send(bytes: Buffer, name: string): Promise<Passed>
}

export interface Passed {
  reply: Reply
  /** What it came to, once it was let in: `refused`, `finished`, `tried` … */
  state: string
  photoId?: string
}

const WAIT_SECONDS = 20

export interface Doors {
  doors: Door[]
  /** Whose photos are taken. */
  student: Student
  /** Whose invoice gets files. */
  payer: Student
  invoiceId: string
}

export async function openDoors(ground: Ground): Promise<Doors> {
  const { students, campaignId } = await ground.moreStudents(2)
  const [student, payer] = students as [Student, Student]
  // A new photo may be taken while nothing was ordered; a code is asked for where the roster alone does not do.
  const code = await ground.moreStudents(1)
  await ground.query(`UPDATE campaign SET identity_mode = 'code' WHERE id = $1`, [code.campaignId])
  const invoiceId = await anInvoice(ground, payer)
  const { administrator, finance, print } = ground.centre
  const plain = (
    route: RouteName,
    takes: Door['takes'],
    by: Visitor,
    params: Record<string, string>,
    file: string,
    fields: () => Promise<Record<string, string>>,
  ): Door => ({
    route,
    takes,
    send: async (bytes, name) => {
      const reply = await upload(by, route, params, { ...(await fields()), [file]: [bytes, name] })
      // A reader of documents answers that it is none.
      const isNone = route === 'documentRead' && reply.body?.kind === null
      return { reply, state: reply.status === 200 && !isNone ? 'taken' : 'refused' }
    },
  })
  const coding = code.students[0]!
  // With a wrong one no picture is looked at.
  const numberEnding = await endingOf(ground, coding)
  const doors: Door[] = [
    { route: 'photoSubmit', takes: 'pictures', send: (bytes, name) => takePhoto(student, bytes, name) },
    plain('documentRead', 'pictures', ground.visitor(), {}, 'picture', async () => ({
      consentId: await aConsent(ground),
    })),
    plain('codeSubmit', 'pictures', coding.browser, { graduateId: coding.graduateId }, 'picture', async () => ({
      numberEnding,
    })),
    {
      route: 'staffRosterUpload',
      takes: 'sheets',
      send: (bytes, name) => tryRoster(administrator, campaignId, bytes, name),
    },
    plain('staffTrackingImport', 'sheets', print, {}, 'file', async () => ({ dryRun: 'true' })),
    plain('deliveryResultsImport', 'sheets', administrator, { campaignId }, 'file', async () => ({
      kind: 'comparison',
      dryRun: 'true',
    })),
    plain('staffInvoiceNumbers', 'sheets', finance, {}, 'sheet', async () => ({})),
    plain('staffInvoiceIssue', 'invoices', finance, { invoiceId }, 'file', async () => ({})),
  ]
  return { doors, student, payer, invoiceId }
}

type Parts = Record<string, string | [Buffer, string]>

function upload(by: Visitor, route: RouteName, params: Record<string, string>, parts: Parts): Promise<Reply> {
  const form = new FormData()
  for (const [name, part] of Object.entries(parts)) {
    if (typeof part === 'string') form.append(name, part)
    else form.append(name, new Blob([part[0] as Buffer<ArrayBuffer>]), part[1])
  }
  return by.send('POST', pathOf(route, params), { body: form })
}

const endingOf = async ({ db, secrets }: Ground, { identityId }: Student) =>
  (await inTransaction(db, SYSTEM, (tx) => documentNumber(tx, secrets, identityId))).number.slice(-4)

const aConsent = ({ db }: Ground) =>
  inTransaction(db, SYSTEM, (tx) =>
    giveConsent(tx, { purpose: 'document', version: documentNotice.version, channel: 'web', givenAt: new Date() }),
  )

async function takePhoto({ browser, graduateId }: Student, bytes: Buffer, name: string): Promise<Passed> {
  const reply = await upload(browser, 'photoSubmit', { graduateId }, { source: 'camera', photo: [bytes, name] })
  if (reply.status !== 200) return { reply, state: 'refused' }
  let photo = reply.body as PhotoView
  while (photo.state === 'developing') {
    const shown = await browser.call('photoShow', {
      params: { photoId: photo.photoId },
      query: { waitSeconds: WAIT_SECONDS },
    })
    photo = shown
  }
  return { reply, state: photo.state, photoId: photo.photoId }
}

async function tryRoster(by: Visitor, campaignId: string, bytes: Buffer, name: string): Promise<Passed> {
  const reply = await upload(by, 'staffRosterUpload', { campaignId }, { whole: 'false', file: [bytes, name] })
  if (reply.status !== 200) return { reply, state: 'refused' }
  let roster = reply.body as RosterView
  while (roster.state === 'trying') {
    roster = await by.call('staffRosterShow', { params: { rosterId: roster.rosterId } })
    await new Promise((done) => setTimeout(done, 50))
  }
  return { reply, state: roster.state }
}

/** A paid order with an invoice that finance has exported and given a number: a file may be attached to it. */
async function anInvoice({ centre }: Ground, { browser, graduateId }: Student): Promise<string> {
  const { orderId } = await browser.call('orderPlace', { params: { graduateId } })
  const { cashier } = await browser.call('paymentStart', { params: { orderId }, body: { way: 'simulated' } })
  if (cashier?.kind !== 'simulated') throw new Error('there was no cashier to go to')
  await browser.call('cashierPay', { params: { tradeNumber: cashier.tradeNumber } })
  const body = { titleKind: 'personal', title: '林知远', mail: 'someone@example.org' } as const
  const { invoiceId } = await browser.call('invoiceAsk', { params: { orderId }, body })
  const { exportId } = await centre.finance.call('staffInvoiceExportMake', { body: {} })
  await centre.finance.ask('staffInvoiceExportFile', { exportId })
  const number = `2631${randomBytes(8).readBigUInt64BE().toString().padStart(16, '0').slice(-16)}`
  const issued = await upload(centre.finance, 'staffInvoiceIssue', { invoiceId }, { number })
  if (issued.status !== 200) throw new Error(`the invoice was not issued: ${issued.body?.code}`)
  return invoiceId
}
