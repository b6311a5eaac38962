import { type Static, Type } from 'typebox'

const count = Type.Integer()
const instant = Type.String({ format: 'date-time' })
const orNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/** Jobs of one kind. */
export const SystemJobs = Type.Object({
  kind: Type.String(),
  /** Could begin by now, and have not. */
  waiting: count,
  /** When the one that has waited longest could have begun. */
  waitingSince: orNull(instant),
})
export type SystemJobs = Static<typeof SystemJobs>

/** A job that was given up. */
export const SystemFailedJob = Type.Object({
  jobId: Type.String(),
  kind: Type.String(),
  failedAt: instant,
  attempts: count,
  /** The first line of what went wrong, without personal data. */
  error: Type.String(),
  /** False where the same work is done again at its next time anyhow. */
  mayTryAgain: Type.Boolean(),
})
export type SystemFailedJob = Static<typeof SystemFailedJob>

export const SystemFinding = Type.Object({ code: Type.String(), zh: Type.String(), en: Type.String(), count })
export type SystemFinding = Static<typeof SystemFinding>

/** Milliseconds that half and 95 of 100 took at most; null where there were none. */
const Spread = Type.Object({ half: orNull(count), most: orNull(count) })

/** How the program is, read from the database at one instant. */
export const SystemView = Type.Object({
  readAt: instant,
  processes: Type.Array(
    Type.Object({
      role: Type.Union([Type.Literal('all'), Type.Literal('web'), Type.Literal('worker')]),
      host: Type.String(),
      pid: count,
    }),
  ),
  jobs: Type.Array(SystemJobs),
  failedJobs: Type.Array(SystemFailedJob),
  photos: Type.Object({
    /** Of the last hour: the work itself, and from handing the photo in until it was there. */
    developMs: Spread,
    deliverMs: Spread,
    developedLastHour: count,
    takenToday: count,
    finishedToday: count,
    refusedToday: count,
    failedToday: count,
    findings: Type.Array(SystemFinding),
  }),
  payments: Type.Object({
    settledLastDay: count,
    /** Of the last day: from the moment the provider had the money until the order was paid. */
    lagMs: Spread,
    open: count,
    /** Neither paid nor closed, five minutes after their time was over. */
    overdue: count,
    alarms: count,
    refundsAsked: count,
    /** Approved, and not yet given back. */
    refundsUnderWay: count,
    refundsFailed: count,
  }),
  notices: Type.Object({ due: count, dueSince: orNull(instant), failedLastDay: count }),
  /** Whether sign-ins from unknown devices are refused because too many fail, and how many failed in the last quarter of an hour. */
  signIn: Type.Object({ refuses: Type.Boolean(), failures: count }),
  disk: orNull(Type.Object({ freeBytes: Type.Number(), totalBytes: Type.Number() })),
  database: Type.Object({ answersMs: Type.Number(), bytes: Type.Number() }),
  versions: Type.Object({ program: Type.String(), schema: count, postgres: Type.String(), node: Type.String() }),
})
export type SystemView = Static<typeof SystemView>
