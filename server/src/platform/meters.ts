import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/**
 * What this process counts of itself, for whoever watches it. One process has one set; labels are names of routes, kinds
 * and codes only, never ids, paths or anything of a person.
 */
export const meters = new Registry()
const registers = [meters]

const usualSeconds = [0.01, 0.03, 0.1, 0.3, 1, 3, 10]
const longSeconds = [0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000]

/** `route` is a name of the route table, or `pages` for everything else. */
export const requestSeconds = new Histogram({
  name: 'tucai_request_seconds',
  help: 'Time to answer requests, by route name and class of status',
  labelNames: ['route', 'status'],
  buckets: usualSeconds,
  registers,
})

export const refusals = new Counter({
  name: 'tucai_refusals_total',
  help: 'Requests refused, by the code of the problem',
  labelNames: ['code'],
  registers,
})

export const outages = new Counter({
  name: 'tucai_outages_total',
  help: 'Requests answered 503 because database, store of files or disk did not answer',
  registers,
})

export const queueRefusals = new Counter({
  name: 'tucai_queue_refusals_total',
  help: 'Work refused because a bounded queue of this process was full',
  registers,
})

export const uploadsInProgress = new Gauge({
  name: 'tucai_uploads_in_progress',
  help: 'Photos that are being received now',
  registers,
})

export const jobSeconds = new Histogram({
  name: 'tucai_job_seconds',
  help: 'Time that attempts at jobs ran, by kind and outcome',
  labelNames: ['kind', 'outcome'],
  buckets: longSeconds,
  registers,
})

export const jobWaitSeconds = new Histogram({
  name: 'tucai_job_wait_seconds',
  help: 'Time from when a job could begin until its first attempt began, by kind',
  labelNames: ['kind'],
  buckets: longSeconds,
  registers,
})

export const developSeconds = new Histogram({
  name: 'tucai_photo_develop_seconds',
  help: 'Time to develop a photo, the wait for a worker process of this machine included',
  buckets: [0.25, 0.5, 1, 2, 4, 8, 16, 32],
  registers,
})

export const photosDeveloped = new Counter({
  name: 'tucai_photos_total',
  help: 'Photos developed, by what became of them',
  labelNames: ['state'],
  registers,
})

export const photoFindings = new Counter({
  name: 'tucai_photo_findings_total',
  help: 'Findings in developed photos, by code and severity',
  labelNames: ['code', 'severity'],
  registers,
})

export const paymentNotices = new Counter({
  name: 'tucai_payment_notices_total',
  help: 'Notices of the payment provider, by what became of them',
  labelNames: ['outcome'],
  registers,
})

let collects = false

/** From now on the runtime itself is measured too: memory, CPU, lag of the event loop. */
export function measureRuntime(): void {
  if (collects) return
  collects = true
  collectDefaultMetrics({ register: meters })
}
