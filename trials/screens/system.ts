import { packJob } from '../../server/src/delivery/deliveries.ts'
import { noticeJob } from '../../server/src/notice/notice.ts'
import { developJob } from '../../server/src/photo/photo-jobs.ts'
import { inTransaction, SYSTEM } from '../../server/src/platform/db.ts'
import type { Job } from '../../server/src/platform/jobs.ts'
import { aPayer } from '../../server/test/payers.ts'
import { aGraduateAt } from '../../server/test/stages.ts'
import { pay } from '../../server/test/steps.ts'
import type { World } from '../../server/test/world.ts'
import type { ConsoleShooting } from './shooting.ts'

const SCHOOL_DAY_PHOTOS = 24
const found = [
  ...Array(6).fill('EXPR_EYES'),
  ...Array(4).fill('GEO_HAIR_TOP'),
  ...Array(3).fill('LIGHT_UNEVEN'),
  ...Array(2).fill('GEO_EYES_TILT'),
  'OCC_HAIR_BROW',
]

/** How the program is, on a day without trouble and on another one. */
export async function shots({ world, shot, consolePage }: ConsoleShooting): Promise<void> {
  await aQuietDay(world)
  const page = await consolePage({}, '?page=system')
  await page.locator('.system').waitFor()
  await shot(page, 'console-15-system')
  await troubles(world)
  await page.getByRole('link').nth(1).hover()
  await page.locator('.system-table .ant-btn').first().waitFor()
  await shot(page, 'console-15-system-troubles')
}

async function aQuietDay(world: World): Promise<void> {
  const campaign = await world.aCampaign({ title: '2027届毕业生图像采集' })
  for (let nth = 0; nth < SCHOOL_DAY_PHOTOS; nth++) {
    const { graduateId } = await aGraduateAt(world, 'waiting', campaign)
    const findings = found[nth] === undefined ? [] : [{ code: found[nth], severity: 'block' }]
    await world.query(
      `UPDATE photo SET taken_at = now() - $2 * interval '90 seconds', findings = $3, record = $4,
         developed_at = now() - $2 * interval '90 seconds' + interval '3.4 seconds' WHERE graduate_id = $1`,
      [graduateId, nth, JSON.stringify(findings), JSON.stringify({ timings: { totalMs: 1200 + 61 * (nth % 9) } })],
    )
  }
  for (const agoMs of [420, 900, 300]) {
    const payer = await aPayer(world)
    await pay(payer.student, payer.orderId)
    await world.query(`UPDATE payment SET ended_at = settled_at - $2 * interval '1 millisecond' WHERE order_id = $1`, [
      payer.orderId,
      agoMs,
    ])
  }
  await added(world, developJob, { photoId: 'pho_1' }, 3)
}

async function troubles(world: World): Promise<void> {
  await added(world, developJob, { photoId: 'pho_2' }, 9 * 60)
  await added(world, noticeJob, { noticeId: 'ntc_1' }, 40)
  await failed(world, 'photo store does not answer: connect ECONNREFUSED 10.0.3.7:9000')
  await failed(world, 'no space left on device, write')
  await world.query(
    `INSERT INTO payment_alarm (id, kind, trade_number, detail, raised_at) VALUES ('alm_1', 'amount', 'T1', '{}', now())`,
  )
  await world.query(
    `INSERT INTO notice (id, kind, made_at, state, reason, tried_since, ends_at)
     SELECT 'ntc_' || n, 'order-paid', now(), 'failed', 'refused', now(), now() FROM generate_series(1, 3) n`,
  )
}

async function added<P extends object>(world: World, job: Job, payload: P, waitedSeconds: number): Promise<string> {
  const { db, jobs } = world.deps
  const jobId = await inTransaction(db, SYSTEM, (tx) => jobs.enqueue(tx, job, payload as never))
  await world.query(`UPDATE pgboss.job SET start_after = now() - $2 * interval '1 second' WHERE id = $1`, [
    jobId,
    waitedSeconds,
  ])
  return jobId
}

/** As the queue leaves a job whose tries have all failed. */
async function failed(world: World, message: string): Promise<void> {
  const jobId = await added(world, packJob, { deliveryId: 'dlv_1' }, 600)
  await world.query(
    `UPDATE pgboss.job SET state = 'failed', retry_count = 2, completed_on = now(), output = $2 WHERE id = $1`,
    [jobId, JSON.stringify({ message })],
  )
  await world.query(
    `INSERT INTO pgboss.job (name, state, source_name, source_id) VALUES ('dead-jobs', 'completed', $1, $2)`,
    [packJob.name, jobId],
  )
}
