import { table } from './table.ts'

/** What one of each costs, in ms of one core of the machine that was measured, and in bytes. */
export interface Costs {
  workerMsPerPhoto: number
  serverMsPerPhoto: number
  databaseMsPerPhoto: number
  serverMsPerRequest: number
  databaseMsPerRequest: number
  serverMsPerSignIn: number
  bytesPerPhoto: number
}

interface Scale {
  name: string
  students: number
  days: number
}

const scales: Scale[] = [
  { name: 'a school of 5,000', students: 5_000, days: 10 },
  { name: 'Shanghai, 200,000', students: 200_000, days: 30 },
  { name: 'the nation, 12 million', students: 12_000_000, days: 60 },
]

/** Assumed, as nobody has measured them yet; the load of the busiest hour is `peak` times that of a mean one. */
const assumed = {
  ...{ hoursPerDay: 10, peak: 6, photosPerStudent: 1.5, requestsPerStudent: 60, signInsPerStudent: 3 },
  ...{ busyMost: 0.6, coresPerMachine: 16, coresPerWebProcess: 1 },
}

/** How much of everything a campaign needs in its busiest hour, no core busier than `busyMost`. */
function capacityOf({ students, days }: Scale, costs: Costs) {
  const { hoursPerDay, peak, photosPerStudent, requestsPerStudent, signInsPerStudent, busyMost } = assumed
  const studentsPerSecond = (students * peak) / (days * hoursPerDay * 3600)
  const [photos, requests, signIns] = [photosPerStudent, requestsPerStudent, signInsPerStudent].map(
    (each) => each * studentsPerSecond,
  ) as [number, number, number]
  const cores = (msPerSecond: number) => msPerSecond / 1000 / busyMost
  const workers = cores(photos * costs.workerMsPerPhoto)
  const web = cores(
    photos * costs.serverMsPerPhoto + requests * costs.serverMsPerRequest + signIns * costs.serverMsPerSignIn,
  )
  const database = cores(photos * costs.databaseMsPerPhoto + requests * costs.databaseMsPerRequest)
  return {
    ...{ photos, requests, signIns, workers, web, database },
    /** Two at least, so that one may fail. */
    webProcesses: Math.max(2, Math.ceil(web / assumed.coresPerWebProcess)),
    machines: Math.ceil((Math.ceil(workers) + Math.ceil(web) + Math.ceil(database)) / assumed.coresPerMachine),
    gigabytes: (students * photosPerStudent * costs.bytesPerPhoto) / 1e9,
  }
}

/** The table, its formulae and what they assume. */
export function capacityText(costs: Costs): string {
  const rows = scales.map((scale) => {
    const need = capacityOf(scale, costs)
    const whole = (value: number) => Math.ceil(value).toLocaleString('en-US')
    return [
      ...[scale.name, String(scale.days), need.photos.toFixed(1), whole(need.requests), need.signIns.toFixed(1)],
      ...[need.workers, need.webProcesses, need.database, need.machines, need.gigabytes].map(whole),
    ]
  })
  const head = [
    'for',
    'days',
    'photos/s',
    'requests/s',
    'sign-ins/s',
    'worker cores',
    'web processes',
    'database cores',
  ]
  const { hoursPerDay, peak, photosPerStudent, requestsPerStudent, signInsPerStudent } = assumed
  const { busyMost, coresPerMachine } = assumed
  const ms = (value: number) => value.toFixed(value < 10 ? 1 : 0)
  return [
    `Capacity, computed from the figures above. Assumed: ${hoursPerDay} hours a day, the busiest hour ${peak} times a mean one, ${photosPerStudent} photos, ${requestsPerStudent} requests and ${signInsPerStudent} sign-ins a student, no core busier than ${busyMost * 100} %, machines of ${coresPerMachine} cores like those measured.`,
    table([...head, 'machines', 'storage GB'], rows),
    [
      `students/s = students × ${peak} / (days × ${hoursPerDay} × 3600); photos/s, requests/s and sign-ins/s are ${photosPerStudent}, ${requestsPerStudent} and ${signInsPerStudent} times that`,
      `worker cores = photos/s × ${ms(costs.workerMsPerPhoto)} ms / ${busyMost}`,
      `web cores = (photos/s × ${ms(costs.serverMsPerPhoto)} ms + requests/s × ${ms(costs.serverMsPerRequest)} ms + sign-ins/s × ${ms(costs.serverMsPerSignIn)} ms) / ${busyMost}; one web process for each, two at least`,
      `database cores = (photos/s × ${ms(costs.databaseMsPerPhoto)} ms + requests/s × ${ms(costs.databaseMsPerRequest)} ms) / ${busyMost}`,
      `storage = students × ${photosPerStudent} × ${(costs.bytesPerPhoto / 1e6).toFixed(2)} MB`,
    ].join('\n'),
  ].join('\n\n')
}

/** Undefined while a part that measures one of the costs has not run. */
export function costsOf(figures: Record<string, number>): Costs | undefined {
  const names = Object.keys(named) as (keyof Costs)[]
  const costs = Object.fromEntries(names.map((name) => [name, figures[named[name]] ?? Number.NaN])) as Record<
    keyof Costs,
    number
  >
  return names.every((name) => Number.isFinite(costs[name])) ? costs : undefined
}

const named: Record<keyof Costs, string> = {
  workerMsPerPhoto: 'queue: workerCpuMsPerPhoto',
  serverMsPerPhoto: 'queue: serverCpuMsPerPhoto',
  databaseMsPerPhoto: 'queue: databaseCpuMsPerPhoto',
  serverMsPerRequest: 'json: serverCpuMsPerRequest',
  databaseMsPerRequest: 'json: databaseCpuMsPerRequest',
  serverMsPerSignIn: 'sign-in: serverCpuMsPerSignIn',
  bytesPerPhoto: 'queue: bytesPerPhoto',
}
