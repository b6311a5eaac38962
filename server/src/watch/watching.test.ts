import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { aPayer, type Payer } from '../../test/payers.ts'
import { plainPicture } from '../../test/pictures.ts'
import { aGraduateAt } from '../../test/stages.ts'
import { aStudent, type OnTheWay, pay } from '../../test/steps.ts'
import type { Reply, Visitor } from '../../test/visitor.ts'
import { startWorld, type World } from '../../test/world.ts'
import { watchOver } from '../app.ts'
import { packJob } from '../delivery/deliveries.ts'
import { paymentSweepJob } from '../payment/payment-jobs.ts'
import { developJob } from '../photo/photo-jobs.ts'
import { inTransaction, SYSTEM } from '../platform/db.ts'
import { metricsText } from './metrics.ts'
import { type MetricsDoor, openMetricsDoor } from './metrics-door.ts'

const TOKEN = 'a-token-for-the-test-only'
const FAILURE = 'no room for 13812345678 in the package\n    at somewhere'

let world: World
let door: MetricsDoor
let way: OnTheWay
let payer: Payer
let uploaded: Reply
let administrator: Visitor

/** One day of a centre, of which nothing but the queue’s own work is done: a photo, a payment, an alarm, failed jobs. */
beforeAll(async () => {
  world = await startWorld({ handlesJobs: false })
  const { deps, query } = world
  way = await aStudent(world)
  await way.student.confirmInformation(way.graduateId)
  uploaded = await way.student.upload(way.graduateId, await plainPicture(900, 1200))
  payer = await aPayer(world)
  await pay(payer.student, payer.orderId)
  const { campaignId, schoolId } = await world.aCampaign()
  for (const stage of ['waiting', 'rejected'] as const) await aGraduateAt(world, stage, { campaignId, schoolId })
  await query(`UPDATE photo SET developed_at = taken_at + interval '4 seconds', record = '{"timings":{"totalMs":1500}}',
    findings = '[{"code":"EXPR_EYES","severity":"block"}]' WHERE state = 'finished' AND taken_at > now() - interval '1 hour'
    AND graduate_id IN (SELECT id FROM graduate WHERE campaign_id = '${campaignId}')`)
  await query(`INSERT INTO payment_alarm (id, kind, trade_number, detail, raised_at)
    VALUES ('alm_1', 'amount', 'T2026', '{}', now())`)
  await world.visitor().ask('sessionStart', {}, { number: way.person.number, password: 'wrong1' })
  await aFailedJob(packJob.name)
  await deps.jobs.work(paymentSweepJob, async () => {
    throw new Error('the provider is away')
  })
  await inTransaction(deps.db, SYSTEM, (tx) => deps.jobs.enqueue(tx, paymentSweepJob, {}))
  const failedFor = (name: string) =>
    query("SELECT 1 FROM pgboss.job WHERE name = 'dead-jobs' AND source_name = $1", [name])
  await vi.waitFor(async () => expect(await failedFor(paymentSweepJob.name)).toHaveLength(1), { timeout: 10_000 })
  administrator = await world.aStaff()
  const watch = watchOver(deps)
  door = await openMetricsDoor({ host: '127.0.0.1', port: 0, token: TOKEN }, () => metricsText(watch, deps.db))
})
afterAll(async () => {
  await door?.close()
  await world?.close()
})

/** As the queue leaves it once every try has failed. */
async function aFailedJob(kind: string): Promise<void> {
  const { jobs, db } = world.deps
  const jobId = await inTransaction(db, SYSTEM, (tx) => jobs.enqueue(tx, packJob, { deliveryId: 'dlv_1' }))
  await world.query(
    `UPDATE pgboss.job SET state = 'failed', retry_count = 2, started_on = now(), completed_on = now(), output = $2 WHERE id = $1`,
    [jobId, JSON.stringify({ message: FAILURE })],
  )
  await world.query(
    "INSERT INTO pgboss.job (name, state, source_name, source_id, completed_on) VALUES ('dead-jobs', 'completed', $1, $2, now())",
    [kind, jobId],
  )
}

const scrape = (path: string, token?: string) =>
  fetch(`http://127.0.0.1:${door.port}${path}`, token ? { headers: { authorization: `Bearer ${token}` } } : {})
const metrics = async () => (await scrape('/metrics', TOKEN)).text()
const logLines = () =>
  readFileSync(join(world.deps.config.logsFolder, 'tucai.log'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))

it('metrics are told to who brings the token, on their own port', async () => {
  const statuses = [
    scrape('/metrics'),
    scrape('/metrics', 'another-token'),
    scrape('/', TOKEN),
    scrape('/metrics', TOKEN),
  ]
  expect((await Promise.all(statuses)).map(({ status }) => status)).toEqual([401, 401, 404, 200])
  for (const path of ['/metrics', '/api/metrics', '/console/metrics']) {
    const reply = await administrator.send('GET', path)
    expect([path, reply.status, reply.bytes.includes('tucai_')]).toEqual([path, 404, false])
  }
})

it('metrics say what the database knows and what the process did', async () => {
  const text = await metrics()
  const lines = [
    'tucai_database_up 1',
    'tucai_jobs_waiting{kind="photo-develop"} 1',
    'tucai_jobs_failed{kind="delivery-pack"} 1',
    'tucai_jobs_failed{kind="payment-sweep"} 1',
    'tucai_job_seconds_count{kind="payment-sweep",outcome="failed"} 1',
    'tucai_job_wait_seconds_count{kind="payment-sweep"} 1',
    'tucai_photos_today{state="taken"} 4',
    'tucai_photo_deliver_seconds{quantile="0.5"} 4',
    'tucai_payment_alarms_open 1',
    'tucai_payments_overdue 0',
    'tucai_sign_in_failures 1',
    'tucai_sign_in_breaker_open 0',
    'tucai_processes{role="all"} 1',
    'tucai_uploads_in_progress 0',
    'tucai_refusals_total{code="sign-in-refused"} 1',
    'tucai_request_seconds_count{route="photoSubmit",status="2xx"} 1',
  ]
  expect(lines.filter((line) => !text.split('\n').includes(line))).toEqual([])
  expect(text).toMatch(/tucai_payment_lag_seconds\{quantile="0.5"\} \d/)
  expect(text).toMatch(/tucai_jobs_oldest_wait_seconds\{kind="photo-develop"\} \d/)
})

it('metrics hold nothing of a person, no id and no path', async () => {
  const text = await metrics()
  const { number, name, studentNumber } = way.person
  const secret = [number, name, studentNumber, way.graduateId, payer.orderId, uploaded.body.photoId, '13800138000']
  expect(secret.filter((one) => text.includes(one))).toEqual([])
  const labels = [...text.matchAll(/="([^"]*)"/g)].map(([, value]) => value!)
  expect(labels.filter((value) => !/^([A-Za-z][A-Za-z_.-]*|v[\d.]+|[\d.]+|\dxx|\+Inf)$/.test(value))).toEqual([])
})

it('alert rules and runbook speak of metrics and alerts that exist', async () => {
  const read = (path: string) => readFileSync(resolve(import.meta.dirname, '../../..', path), 'utf8')
  const [rules, runbook, text] = [read('deploy/prometheus-rules.yml'), read('docs/operating.md'), await metrics()]
  const known = new Set([...text.matchAll(/^# HELP (\S+)/gm)].map(([, name]) => name))
  const spoken = [...`${rules}${runbook}`.matchAll(/\btucai_[a-z_]+/g)].map(([name]) =>
    name.replace(/_(count|bucket)$/, ''),
  )
  expect(new Set(spoken).size).toBeGreaterThan(20)
  expect(spoken.filter((name) => !known.has(name))).toEqual([])
  const alerts = [...rules.matchAll(/alert: Tucai(\w+)/g)].map(([, name]) => name!)
  const told = /\| alert \| do \|\n([\s\S]*?)\n\n/.exec(runbook)![1]!
  expect(alerts.filter((name) => !new RegExp(`\\b${name}\\b`).test(told))).toEqual([])
})

it('while the database is away, what the process knows is still told', async () => {
  const text = await metricsText(() => Promise.reject(new Error('away')), world.deps.db)
  expect(text).toContain('tucai_database_up 0')
  expect(text).toContain('tucai_request_seconds_count')
  expect(text).not.toContain('tucai_jobs_waiting')
})

it('administrators see the same, in numbers that are true', async () => {
  const seen = await administrator.call('staffSystemShow', {})
  expect(seen).toMatchObject({
    processes: [{ role: 'all', pid: process.pid }],
    jobs: expect.arrayContaining([{ kind: 'photo-develop', waiting: 1, waitingSince: expect.any(String) }]),
    photos: {
      ...{ developedLastHour: 3, developMs: { half: 1500, most: 1500 }, deliverMs: { half: 4000, most: 4000 } },
      ...{ takenToday: 4, finishedToday: 3, refusedToday: 0, failedToday: 0 },
      findings: [{ code: 'EXPR_EYES', zh: expect.any(String), en: expect.any(String), count: 2 }],
    },
    payments: { settledLastDay: 1, lagMs: { half: expect.any(Number) }, open: 0, overdue: 0, alarms: 1 },
    signIn: { failures: 1, refuses: false },
    disk: { freeBytes: expect.any(Number) },
  })
  expect(seen.database.bytes).toBeGreaterThan(1_000_000)
  expect(JSON.stringify(seen)).not.toContain(way.person.number)
})

it('a job that was given up is shown without personal data, and is done when somebody asks for it', async () => {
  const { failedJobs } = await administrator.call('staffSystemShow', {})
  expect(failedJobs).toMatchObject([
    { kind: 'payment-sweep', attempts: 1, error: 'the provider is away', mayTryAgain: false },
    { kind: 'delivery-pack', attempts: 3, error: 'no room for [hidden] in the package', mayTryAgain: true },
  ])
  const [sweep, pack] = failedJobs.map(({ jobId }) => ({ jobId }))
  expect((await administrator.ask('staffFailedJobRetry', sweep)).status).toBe(409)
  const done = Promise.withResolvers<string>()
  await world.deps.jobs.work(packJob, async ({ deliveryId }) => done.resolve(deliveryId))
  expect((await administrator.ask('staffFailedJobRetry', pack)).status).toBe(200)
  expect(await done.promise).toBe('dlv_1')
  await expect
    .poll(async () => (await administrator.call('staffSystemShow', {})).failedJobs.map(({ kind }) => kind))
    .toEqual(['payment-sweep'])
  expect((await administrator.ask('staffFailedJobRetry', pack)).status).toBe(404)
  expect(await world.query("SELECT reason FROM audit WHERE action = 'job-retried'")).toEqual([
    { reason: 'delivery-pack' },
  ])
})

it('the id that an answer carries finds the request in the log, and the job that it added', async () => {
  const reqId = uploaded.headers.get('x-request-id')!
  expect(reqId).toMatch(/^[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}$/)
  expect(logLines().find((line) => line.reqId === reqId)).toMatchObject({ msg: 'request', status: 200 })
  const done = Promise.withResolvers<void>()
  await world.deps.jobs.work(developJob, async () => {
    world.deps.log.info('in the job')
    done.resolve()
  })
  await done.promise
  expect(logLines().find(({ msg }) => msg === 'in the job')).toMatchObject({ reqId, jobId: expect.any(String) })
})
