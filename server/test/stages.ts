import { randomBytes } from 'node:crypto'
import type { Stage } from '@tucai/contract'
import { sql } from 'kysely'
import { addAccount } from '../src/account/accounts.ts'
import { addGraduate } from '../src/graduate/graduates.ts'
import { ensureIdentity } from '../src/identity/identities.ts'
import { photoKey } from '../src/photo/photo.ts'
import { inTransaction, SYSTEM } from '../src/platform/db.ts'
import { newId } from '../src/platform/ids.ts'
import { aNumber } from './number.ts'
import type { World } from './world.ts'

/** Where a graduate studies, for those who are made here. */
export interface Place {
  campaignId: string
  schoolId: string
  college?: string
  className?: string
  level?: string
  name?: string
}

/** How far each stage is, as rows: made at once, without the minutes that the way to it takes. */
const reached: Partial<Record<Stage, { review?: string; order?: string; paper?: boolean; printed?: boolean }>> = {
  waiting: { review: 'waiting', order: 'paid' },
  rejected: { review: 'rejected', order: 'paid' },
  approved: { review: 'approved', order: 'done' },
  paid: { review: 'approved', order: 'paid', paper: true },
  printed: { review: 'approved', order: 'producing', paper: true, printed: true },
  shipped: { review: 'approved', order: 'shipped', paper: true },
}

/** A graduate whose records say that the stage is reached. */
export async function aGraduateAt(world: World, stage: Stage, place: Place, at = world.deps.clock.now()) {
  const { db, secrets } = world.deps
  return inTransaction(db, SYSTEM, async (tx) => {
    const identityId = await ensureIdentity(tx, secrets, { kind: 'passport', number: aNumber() })
    const {
      campaignId,
      schoolId,
      name = '林知远',
      college = '信息工程学院',
      className = '软件2301',
      level = '本科',
    } = place
    const studentNumber = `2023${randomBytes(4).readUInt32BE().toString().padStart(10, '0')}`
    const rest = { gender: '男', major: '软件工程', studyYears: '4', graduationYear: 2027, studentNumber, identityId }
    const graduateId = await addGraduate(tx, { campaignId, schoolId, name, college, className, level, ...rest })
    if (stage === 'none') return { graduateId, identityId }
    const person = { identityId, consentId: 'con_seeded', name, gender: '男' as const }
    await addAccount(tx, secrets, { ...person, phone: '+8613800138000', mail: 'someone@example.org' }, at)
    const isTaken = stage !== 'confirmed'
    const photoId = newId('pho')
    const hash = randomBytes(32).toString('hex')
    if (isTaken)
      await sql`INSERT INTO photo (id, graduate_id, identity_id, school_id, source, standard, state, taken_at,
          original_key, original_sha256, original_bytes, finished_key, finished_sha256)
        VALUES (${photoId}, ${graduateId}, ${identityId}, ${schoolId}, 'camera', 'chsi-2017-blue', 'finished', ${at},
          ${photoKey(photoId, 'original.bin')}, ${hash}, 1, ${photoKey(photoId, 'finished.jpg')}, ${hash})`.execute(tx)
    await sql`INSERT INTO collection (graduate_id, identity_id, school_id, information_confirmed_at, photo_id, photo_confirmed_at)
      VALUES (${graduateId}, ${identityId}, ${schoolId}, ${at}, ${isTaken ? photoId : null}, ${isTaken ? at : null})`.execute(
      tx,
    )
    const { review, order, paper = false, printed = false } = reached[stage] ?? {}
    if (review !== undefined) {
      const isDecided = review !== 'waiting'
      const dueAt = new Date(at.getTime() + 2 * 86_400_000)
      await sql`INSERT INTO review (id, graduate_id, identity_id, school_id, campaign_id, photo_id, original_sha256,
          finished_sha256, state, submitted_at, decided_at, reasons, due_at)
        VALUES (${newId('rev')}, ${graduateId}, ${identityId}, ${schoolId}, ${campaignId}, ${photoId}, ${hash}, ${hash},
          ${review}, ${at}, ${isDecided ? at : null}, ${review === 'rejected' ? ['EXPR_EYES'] : []}::text[],
          ${review === 'rejected' ? dueAt : null})`.execute(tx)
    }
    if (order !== undefined) await anOrderRow({ state: order, paper, printed })
    return { graduateId, identityId }

    async function anOrderRow({ state, paper, printed }: { state: string; paper: boolean; printed: boolean }) {
      const orderId = newId('ord')
      const number = randomBytes(6).toString('hex')
      const sets = paper ? 1 : 0
      await sql`INSERT INTO "order" (id, number, graduate_id, identity_id, school_id, kind, state, photo_id, paper,
          print_sets, delivery, total_fen, placed_at, paid_at)
        VALUES (${orderId}, ${number}, ${graduateId}, ${identityId}, ${schoolId}, 'collection', ${state}, ${photoId},
          ${paper}, ${sets}, ${paper ? 'station' : 'none'}, 2000, ${at}, ${at})`.execute(tx)
      if (!printed) return
      const batchId = newId('prb')
      await sql`INSERT INTO print_batch (id, number, campaign_id, school_id, kind, state, layout, made_by, made_at, printed_at)
        VALUES (${batchId}, ${batchId}, ${campaignId}, ${schoolId}, 'first', 'printed', '{}', 'stf_1', ${at}, ${at})`.execute(
        tx,
      )
      await sql`INSERT INTO print_item (batch_id, order_id, identity_id, school_id, photo_id, kind, sequence, sets, state,
          printed_at)
        VALUES (${batchId}, ${orderId}, ${identityId}, ${schoolId}, ${photoId}, 'first', 1, 1, 'printed', ${at})`.execute(
        tx,
      )
    }
  })
}
