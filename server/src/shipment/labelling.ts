import { PassThrough, type Readable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import { type CourierExportAsk, type LabelAsk, Problem } from '@tucai/contract'
import { recordAudit } from '../audit/audits.ts'
import type { Actor, Tx } from '../platform/db.ts'
import type { Paper } from '../platform/paper/paper.ts'
import { csvStream } from '../platform/sheets/write-csv.ts'
import { xlsxStream } from '../platform/sheets/write-xlsx.ts'
import { type CourierField, courierOf, usualLayout } from './couriers.ts'
import { labelSheets } from './label-sheets.ts'
import { type Label, type LeftOut, setLabel, writeLabels } from './labels.ts'
import type { PackingGround } from './packing.ts'
import { type AddressedParcel, moveParcels, parcelsToLabel } from './parcels.ts'
import { dialled, fullAddress, partsOf, type Sender } from './shipment.ts'

export interface LabelGround extends PackingGround {
  sender: Sender | undefined
  fonts: Paper['fonts']
}

/** Each takes some milliseconds to lay out, and its parcel is locked meanwhile. */
const MOST_LABELS = 1_000
/** As many rows as a file that comes back may have. */
const MOST_EXPORTED = 20_000

type Addressed = AddressedParcel & { address: NonNullable<AddressedParcel['address']> }

/**
 * Labels for parcels, which are labelled with that, as a PDF that is written while it is sent; at most so many at once,
 * the others next time. A label that can’t be made stops no other: its parcel waits on and is named on the last page.
 * @throws Problem label-sheet-unknown, sender-missing, nothing-to-label
 */
export async function labelParcels(
  tx: Tx,
  ground: LabelGround,
  actor: Actor,
  { sheet: sheetName, firstPlace, ...chosen }: LabelAsk,
): Promise<() => Readable> {
  const sheet = Object.hasOwn(labelSheets, sheetName) ? labelSheets[sheetName] : undefined
  if (sheet === undefined) throw new Problem('label-sheet-unknown', { field: 'sheet' })
  const sender = requireSender(ground.sender)
  const { fonts } = ground
  const labels: Label[] = []
  const leftOut: LeftOut[] = []
  const labelled: AddressedParcel[] = []
  const parcels = await toLabel(tx, ground, { ...chosen, most: MOST_LABELS })
  for (const parcel of parcels) {
    const content = { ...parcel, address: { ...parcel.address, phone: dialled(parcel.address.phone) } }
    const label = setLabel(fonts, content, sender, sheet.label)
    if ('refused' in label) leftOut.push({ orderNumber: parcel.orderNumber, refusal: label })
    else {
      labels.push(label)
      labelled.push(parcel)
    }
    // Other requests get their turn.
    await setImmediate()
  }
  await markLabelled(tx, ground, actor, labelled, parcels)
  return () => {
    const output = new PassThrough()
    void writeLabels(output, fonts, sheet, labels, leftOut, firstPlace).catch((error: Error) => output.destroy(error))
    return output
  }
}

function requireSender(sender: Sender | undefined): Sender {
  if (sender === undefined) throw new Problem('sender-missing')
  return sender
}

async function toLabel(
  tx: Tx,
  { secrets }: PackingGround,
  chosen: Pick<LabelAsk, 'campaignId' | 'parcelIds' | 'again'> & { most: number },
): Promise<Addressed[]> {
  const parcels = await parcelsToLabel(tx, secrets, chosen)
  const addressed = parcels.filter((parcel): parcel is Addressed => parcel.address !== null)
  if (addressed.length === 0) throw new Problem('nothing-to-label')
  return addressed
}

async function markLabelled(
  tx: Tx,
  { clock }: PackingGround,
  actor: Actor,
  labelled: AddressedParcel[],
  read: AddressedParcel[],
): Promise<void> {
  const now = clock.now()
  const waiting = labelled.filter(({ state }) => state === 'waiting').map(({ id }) => id)
  const moved = await moveParcels(tx, waiting, 'waiting', 'labelled', now)
  if (moved.length !== waiting.length) throw new Problem('parcel-moved')
  const orderIds = read.map(({ orderId }) => orderId)
  await recordAudit(tx, now, actor, 'addresses-read', orderIds)
}

/**
 * The parcels in the columns of a courier’s import, which labels them.
 * @throws Problem courier-unknown, sender-missing, nothing-to-label
 */
export async function exportForCourier(
  tx: Tx,
  ground: LabelGround,
  actor: Actor,
  { courier: code, format, ...chosen }: CourierExportAsk,
): Promise<{ stream: Readable; count: number }> {
  const courier = courierOf(code)
  if (courier === undefined) throw new Problem('courier-unknown', { field: 'courier' })
  const sender = requireSender(ground.sender)
  const parcels = await toLabel(tx, ground, { ...chosen, most: MOST_EXPORTED })
  await markLabelled(tx, ground, actor, parcels, parcels)
  const layout = courier.layout ?? usualLayout
  const titles = layout.map(([title]) => title)
  const rows = parcels.map((parcel) => layout.map(([, field]) => cellOf(field, parcel, sender)))
  const stream =
    format === 'csv'
      ? csvStream([titles, ...rows])
      : xlsxStream(
          courier.zh,
          titles.map((title) => ({ title })),
          rows,
        )
  return { stream, count: rows.length }
}

function cellOf(field: CourierField, { orderNumber, printSets, address }: Addressed, sender: Sender): string {
  const { province, city, district } = partsOf(address)
  const cells: Record<CourierField, string> = {
    orderNumber,
    recipient: address.recipient,
    phone: dialled(address.phone),
    province,
    city,
    district,
    detail: address.detail,
    address: fullAddress(address),
    goods: `照片${printSets}份`,
    pieces: '1',
    senderName: sender.name,
    senderPhone: sender.phone,
    senderAddress: sender.address,
    nothing: '',
  }
  return cells[field]
}
