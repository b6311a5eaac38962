import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { pathOf } from '@tucai/contract'
import { addCampaign, addSchool } from '../../server/src/campaign/campaigns.ts'
import { addGraduate } from '../../server/src/graduate/graduates.ts'
import { ensureIdentity } from '../../server/src/identity/identities.ts'
import { parseNumber } from '../../server/src/identity/identity.ts'
import type { Developed } from '../../server/src/photo/developer.ts'
import { photoKey } from '../../server/src/photo/photo.ts'
import { inTransaction, SYSTEM } from '../../server/src/platform/db.ts'
import { folderFiles } from '../../server/src/platform/files-folder.ts'
import { aDeliverable, usualSettings } from '../../server/test/deliverable.ts'
import { aPrintableOrder } from '../../server/test/printable.ts'
import { aPaymentOf, aPrintedOrder, refundOf } from '../../server/test/printed-orders.ts'
import { aFinishedPhoto, aVisibleReview, aWaitingReview } from '../../server/test/reviews.ts'
import type { GraduateOptions, World } from '../../server/test/world.ts'
import type { Crowd, Session } from './fuzz-crowd.ts'
import type { Ground } from './ground.ts'

/** What is new in each round, so that every route finds something in the state it works on. */
export interface Cohort {
  /** Numbers of people who have an account, for signing in. */
  numbers: string[]
}

export interface Pictures {
  photo: Buffer
  /** As the photo worker makes it; without it no review can be looked at or cropped. */
  developed?: Developed
}

/** As much of a world as the seeds of the tests need. */
function worldOf(ground: Ground) {
  const { db, secrets, dataFolder, query } = ground
  const deps = { db, secrets, files: folderFiles(join(dataFolder, 'files')), clock: { now: () => new Date() } }
  const aGraduate = async ({
    campaignId,
    schoolId,
    number = `P${randomBytes(6).toString('hex')}`.toUpperCase(),
    name = '林知远',
  }: GraduateOptions) => {
    const at = { campaignId: campaignId!, schoolId: schoolId! }
    const studentNumber = `2023${randomBytes(5).toString('hex')}`
    const graduateId = await inTransaction(db, SYSTEM, async (tx) => {
      const identityId = await ensureIdentity(tx, secrets, parseNumber('passport', number, new Date()))
      const rest = { gender: '男', studyYears: '4', graduationYear: 2027, college: '信息工程学院', major: '软件工程' }
      return addGraduate(tx, { ...at, ...rest, className: '软件2301', level: '本科', studentNumber, name, identityId })
    })
    return { graduateId, number, name, studentNumber, ...at }
  }
  return { deps, query, aGraduate } as unknown as World
}

export async function seedCohort(ground: Ground, crowd: Crowd, pictures: Pictures): Promise<Cohort> {
  const world = worldOf(ground)
  const places = []
  for (const name of ['甲大学', '乙大学']) places.push(await aPlace(ground, crowd, name))
  const [main] = places as [Place, Place]
  const numbers: string[] = []
  for (const place of places) numbers.push(...(await students(world, crowd, place, pictures)))
  await counters(world, crowd, main, pictures)
  await reviews(world, main, pictures)
  await spares(world, ground, crowd, main)
  await records(ground, main)
  await takenFurther(crowd, main)
  return { numbers }
}

interface Place {
  campaignId: string
  schoolId: string
}

async function aPlace({ db }: Ground, crowd: Crowd, name: string): Promise<Place> {
  const now = Date.now()
  const place = await inTransaction(db, SYSTEM, async (tx) => {
    const schoolId = await addSchool(tx, `${name}${randomBytes(4).toString('hex')}`)
    const window = { opensAt: new Date(now - 86_400_000), closesAt: new Date(now + 90 * 86_400_000) }
    const fees = { collectionFeeFen: 2000, paperFeeFen: 1500, mailingFeeFen: 800, stationFeeFen: 0, station: '教务处' }
    const usual = { schoolId, fileAllowed: true, standard: 'chsi-2017-blue', ...window, ...fees, printSetsMost: 5 }
    await addCampaign(tx, { ...usual, title: '闲置' })
    await addCampaign(tx, { ...usual, title: '补报', identityMode: 'hybrid' })
    return { campaignId: await addCampaign(tx, { ...usual, title: '采集' }), schoolId }
  })
  await crowd.join('school', place.schoolId)
  return place
}

/** Students at every step of the way. */
async function students(world: World, crowd: Crowd, place: Place, { photo }: Pictures): Promise<string[]> {
  const numbers: string[] = []
  for (const reached of [
    'nothing',
    'information',
    'photo',
    'confirmed',
    'paper',
    'order',
    'paid',
    'paid',
    'paid',
  ] as const) {
    const { graduateId, number } = await world.aGraduate(place)
    numbers.push(number)
    const session = await crowd.signIn(await identityOf(world, graduateId))
    crowd.students.push(session)
    await walk(session, graduateId, reached)
  }
  return numbers

  async function walk(session: Session, graduateId: string, reached: string): Promise<void> {
    const params = { graduateId }
    const steps = ['information', 'photo', 'confirmed', 'paper', 'order', 'paid']
    const until = steps.indexOf(reached)
    const { call } = crowd.browserOf(session)
    let photoId = ''
    let orderId = ''
    const walks = [
      () => call('informationConfirm', { params, body: { phone: '13800138000', mail: 'someone@example.org' } }),
      async () => {
        photoId = await aFinishedPhoto(world, graduateId, photo)
      },
      () => call('photoConfirm', { params, body: { photoId } }),
      () => call('paperChoose', { params, body: { paper: false } }),
      async () => {
        orderId = (await call('orderPlace', { params })).orderId
      },
      async () => {
        const { cashier } = await call('paymentStart', { params: { orderId }, body: { way: 'simulated' } })
        if (cashier?.kind === 'simulated') await call('cashierPay', { params: { tradeNumber: cashier.tradeNumber } })
      },
    ]
    for (const step of walks.slice(0, until + 1)) await step()
  }
}

async function identityOf(world: World, graduateId: string): Promise<string> {
  const [row] = await world.query<{ identity_id: string }>('SELECT identity_id FROM graduate WHERE id = $1', [
    graduateId,
  ])
  return row!.identity_id
}

/** What the print room, the packing room and the delivery work on. */
async function counters(world: World, crowd: Crowd, place: Place, { photo }: Pictures): Promise<void> {
  for (let nth = 0; nth < 5; nth += 1) {
    const { photoId } = await aPrintableOrder(world.deps, place)
    await world.deps.files.write(photoKey(photoId, 'original.bin'), photo)
  }
  for (const delivery of [
    'mail',
    'mail',
    'mail',
    'mail',
    'mail',
    'station',
    'station',
    'station',
    'station',
  ] as const) {
    const order = await aPrintedOrder(world, { ...place, delivery })
    const paymentId = await aPaymentOf(world, order, 'simulated')
    await world.query(`UPDATE payment SET provider_transaction = 'SIM-' || trade_number WHERE id = $1`, [paymentId])
    if (delivery === 'station') await refundOf(world, order, paymentId, 'failed')
    crowd.students.push(await crowd.signIn(order.identityId))
  }
  for (let nth = 0; nth < 4; nth += 1) await aDeliverable(world, { ...place, examNumber: `2731${nth}` })
}

async function reviews(world: World, place: Place, { photo, developed }: Pictures): Promise<void> {
  for (let nth = 0; nth < 10; nth += 1) await aWaitingReview(world, place)
  if (developed) for (let nth = 0; nth < 4; nth += 1) await aVisibleReview(world, place, { original: photo, developed })
}

/** People and things that requests may spoil: nobody else needs them. */
async function spares(world: World, { query }: Ground, crowd: Crowd, place: Place): Promise<void> {
  for (let nth = 0; nth < 3; nth += 1) {
    const { graduateId } = await world.aGraduate(place)
    await query(`UPDATE graduate SET college = '闲置学院' WHERE id = $1`, [graduateId])
    crowd.scratch.push(await crowd.signIn(await identityOf(world, (await world.aGraduate(place)).graduateId)))
    const { login } = await crowd.hire('auditor', null)
    await query(`UPDATE staff SET login = 'scratch-' || $1 WHERE login = $1`, [login])
  }
  await query(`INSERT INTO school (id, name) VALUES ($1, $2)`, [
    `sch_spare_${randomBytes(4).toString('hex')}`,
    `闲置${randomBytes(4).toString('hex')}`,
  ])
}

/** What only time or a provider would make. */
async function records({ query }: Ground, { campaignId }: Place): Promise<void> {
  for (let nth = 0; nth < 6; nth += 1) {
    const id = randomBytes(6).toString('hex')
    await query(
      `INSERT INTO payment_alarm (id, kind, trade_number, detail, raised_at) VALUES ($1, 'amount', $1, '{"oursFen": 1}', now())`,
      [`alm_${id}`],
    )
    await query(
      `INSERT INTO reconciliation (id, provider, day, payment_count, paid_fen, refund_count, refunded_fen, made_at)
        VALUES ($1, $2, '2026-11-20', 1, 2000, 0, 0, now())`,
      [`rec_${id}`, `p${id}`],
    )
    if (nth % 2 === 0)
      await query(
        `INSERT INTO reconciliation_difference (id, reconciliation_id, kind, what, trade_number, ours_fen)
          VALUES ($1, $2, 'only-ours', 'payment', $1, 2000)`,
        [`dif_${id}`, `rec_${id}`],
      )
  }
  await query(
    `UPDATE notice SET state = 'failed', reason = 'no-way', next_try_at = NULL
      WHERE id IN (SELECT id FROM notice WHERE state = 'due' AND content_sealed IS NOT NULL LIMIT 10)`,
  )
  await query(
    `UPDATE graduate SET standing = 'unconfirmed' WHERE id IN
      (SELECT id FROM graduate WHERE campaign_id = $1 AND college <> '闲置学院' AND id NOT IN (SELECT graduate_id FROM "order") LIMIT 4)`,
    [campaignId],
  )
}

/** Rosters, parcels, packages and invoices, by the routes themselves. */
async function takenFurther(crowd: Crowd, { campaignId, schoolId }: Place): Promise<void> {
  const { call } = crowd.browserOf(crowd.staff.get('administrator')![0]!)
  const params = { campaignId }
  await call('staffParcelMake', { params })
  await call('staffBundleMake', { params, body: { by: 'college' } })
  await call('deliveryMake', { params, body: usualSettings })
  await call('printBatchMake', { params, body: { mostOrders: 2 } })
  const operator = crowd.browserOf(crowd.staff.get('school')!.find((one) => one.schoolId === schoolId)!)
  for (let nth = 0; nth < 3; nth += 1) {
    const form = new FormData()
    form.append('whole', 'false')
    form.append(
      'file',
      new Blob([`学号,姓名,证件号码\n${randomBytes(4).toString('hex')},林知远,P${randomBytes(5).toString('hex')}\n`]),
      'r.csv',
    )
    await operator.send('POST', pathOf('staffRosterUpload', params), { body: form })
  }
}
