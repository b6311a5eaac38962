import { type Static, Type } from 'typebox'

/** How far a graduate’s photo has come; each graduate is in one of them, the furthest that is true. */
export const stages = [
  'none',
  'confirmed',
  'photographed',
  'waiting',
  'rejected',
  'approved',
  'paid',
  'printed',
  'shipped',
  'delivered',
  'proofread',
] as const
export const Stage = Type.Unsafe<(typeof stages)[number]>({ type: 'string', enum: [...stages] })
export type Stage = (typeof stages)[number]

/** Stages of those who have not handed a photo in: they are reminded. */
export const unfinishedStages = ['none', 'confirmed', 'photographed'] as const satisfies readonly Stage[]

const instant = Type.String({ format: 'date-time' })
const orNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const id = Type.String({ maxLength: 60 })
const count = Type.Integer()

export const StageCounts = Type.Object(
  Object.fromEntries(stages.map((stage) => [stage, Type.Integer()])) as Record<Stage, Type.TInteger>,
)
export type StageCounts = Static<typeof StageCounts>

export const ProgressGrouping = Type.Union([Type.Literal('college'), Type.Literal('className'), Type.Literal('level')])
export type ProgressGrouping = Static<typeof ProgressGrouping>

export const ProgressGroup = Type.Object({
  name: Type.String(),
  /** Of a class. */
  college: Type.String(),
  total: count,
  stages: StageCounts,
})
export type ProgressGroup = Static<typeof ProgressGroup>

/** One school of a round, with its colleges, classes or levels. */
export const ProgressSchool = Type.Object({
  campaignId: Type.String(),
  schoolName: Type.String(),
  total: count,
  stages: StageCounts,
  opensAt: instant,
  closesAt: instant,
  cancelled: Type.Boolean(),
  groups: Type.Array(ProgressGroup),
})
export type ProgressSchool = Static<typeof ProgressSchool>

export const ProgressDay = Type.Object({ day: Type.String(), submitted: count, approved: count })
export type ProgressDay = Static<typeof ProgressDay>

/** Something that waits for somebody. */
export const Attention = Type.Object({
  kind: Type.Union([
    Type.Literal('closing'),
    Type.Literal('overdue'),
    Type.Literal('differences'),
    Type.Literal('alarms'),
    Type.Literal('refunds'),
    Type.Literal('notices'),
    Type.Literal('statements'),
  ]),
  count,
  campaignId: orNull(Type.String()),
  schoolName: orNull(Type.String()),
  at: orNull(instant),
  amountFen: orNull(Type.Integer()),
})
export type Attention = Static<typeof Attention>

export const ProgressQuery = Type.Object({ by: Type.Optional(ProgressGrouping) }, { additionalProperties: false })
export type ProgressQuery = Static<typeof ProgressQuery>

/** A round: the campaigns of one title and year, of every school that the reader may see. */
export const ProgressOverview = Type.Object({
  title: Type.String(),
  year: Type.Integer(),
  madeAt: instant,
  total: count,
  stages: StageCounts,
  addedToday: count,
  submittedToday: count,
  approvedToday: count,
  /** Of the photo that has waited longest. */
  waitingSince: orNull(instant),
  overdue: count,
  lastDeliveredAt: orNull(instant),
  /** Orders that are paid, whatever the photo’s stage. */
  paid: count,
  /** Sets of prints in them. */
  printSets: count,
  schools: Type.Array(ProgressSchool),
  days: Type.Array(ProgressDay),
  attention: Type.Array(Attention),
})
export type ProgressOverview = Static<typeof ProgressOverview>

/** Whose graduates of a campaign are meant: those in these stages, of one college, class or level where one is named. */
const scope = {
  college: Type.Optional(Type.String({ maxLength: 100 })),
  className: Type.Optional(Type.String({ maxLength: 100 })),
  level: Type.Optional(Type.String({ maxLength: 40 })),
}

export const MissingQuery = Type.Object(
  {
    ...scope,
    /** Separated by commas; those who handed no photo in when nothing is said. */
    stages: Type.Optional(Type.String({ maxLength: 200 })),
    offset: Type.Optional(Type.Integer({ minimum: 0, default: 0 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  },
  { additionalProperties: false },
)
export type MissingQuery = Static<typeof MissingQuery>

export const MissingFormat = Type.Object(
  {
    ...scope,
    stages: Type.Optional(Type.String({ maxLength: 200 })),
    format: Type.Optional(Type.Union([Type.Literal('xlsx'), Type.Literal('csv')])),
  },
  { additionalProperties: false },
)
export type MissingFormat = Static<typeof MissingFormat>

export const MissingGraduate = Type.Object({
  graduateId: Type.String(),
  name: Type.String(),
  studentNumber: Type.String(),
  college: Type.String(),
  className: Type.String(),
  level: Type.String(),
  stage: Stage,
  /** Whether notices reach the graduate: somebody without an account can only be told by the school. */
  registered: Type.Boolean(),
  dueAt: orNull(instant),
  remindedAt: orNull(instant),
})
export type MissingGraduate = Static<typeof MissingGraduate>

export const MissingPage = Type.Object({ total: count, graduates: Type.Array(MissingGraduate) })
export type MissingPage = Static<typeof MissingPage>

/** Whom to remind: named graduates, or everybody of the campaign in these stages and this part of it. */
export const ReminderScope = Type.Object(
  {
    ...scope,
    stages: Type.Optional(Type.Array(Stage, { minItems: 1, maxItems: stages.length, uniqueItems: true })),
    graduateIds: Type.Optional(Type.Array(id, { minItems: 1, maxItems: 5000, uniqueItems: true })),
  },
  { additionalProperties: false },
)
export type ReminderScope = Static<typeof ReminderScope>

export const ReminderPreview = Type.Object({
  total: count,
  /** Have an account and are told. */
  reachable: count,
  /** Have no account: the school has to tell them. */
  unregistered: count,
  /** Were reminded today already and are not told again. */
  remindedToday: count,
})
export type ReminderPreview = Static<typeof ReminderPreview>

export const ReminderState = Type.Union([
  Type.Literal('due'),
  Type.Literal('sending'),
  Type.Literal('sent'),
  Type.Literal('cancelled'),
])
export type ReminderState = Static<typeof ReminderState>

/** A reminder goes out ten seconds after it was asked for; until then it can be taken back. */
export const ReminderView = Type.Object({
  reminderId: Type.String(),
  campaignId: Type.String(),
  kind: Type.Union([Type.Literal('reminder'), Type.Literal('change')]),
  state: ReminderState,
  /** Login; null: the campaign’s own reminder. */
  by: orNull(Type.String()),
  madeAt: instant,
  sendAt: instant,
  told: count,
})
export type ReminderView = Static<typeof ReminderView>

export const OverdueExtend = Type.Object(
  { days: Type.Integer({ minimum: 1, maximum: 60 }) },
  { additionalProperties: false },
)
export type OverdueExtend = Static<typeof OverdueExtend>

export const OverdueExtended = Type.Object({ extended: count, dueAt: instant })
export type OverdueExtended = Static<typeof OverdueExtended>
