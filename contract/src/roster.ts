import { type Static, type TSchema, Type } from 'typebox'

const instant = Type.String({ format: 'date-time' })
const maybe = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const oneOf = <const T extends string>(...words: T[]) =>
  Type.Unsafe<T>(Type.Union(words.map((word) => Type.Literal(word))))
const count = Type.Integer({ minimum: 0 })

/** The largest sheet of a roster that is taken. */
export const rosterMaxBytes = 48_000_000
export const rosterMostRows = 100_000

/**
 * `matching`: columns that are needed have no heading we know. `trying`, `tried`: the dry run. `refused`: it can’t be
 * read. `outdated`: what it was compared with has changed since, so it is tried again. `dropped`: given up for another.
 */
export const RosterState = oneOf(
  ...(['matching', 'trying', 'tried', 'refused', 'accepting', 'accepted', 'outdated', 'dropped'] as const),
)
export type RosterState = Static<typeof RosterState>

/** What a column of a roster says. */
export const RosterField = oneOf(
  ...(['studentNumber', 'name', 'kind', 'number', 'gender', 'college', 'major', 'className', 'level'] as const),
  ...(['studyYears', 'graduationYear', 'examNumber', 'majorCode', 'studyForm', 'entryDate', 'campus', 'note'] as const),
)
export type RosterField = Static<typeof RosterField>

/** A column of the sheet. `field` is what it is taken for; null: it is left out. */
export const RosterColumn = Type.Object({
  index: count,
  letters: Type.String({ description: 'H' }),
  heading: Type.String(),
  field: maybe(RosterField),
})
export type RosterColumn = Static<typeof RosterColumn>

export const RosterCounts = Type.Object({
  rows: count,
  added: count,
  changed: count,
  withdrawn: count,
  /** Of the withdrawn, those with an order or a photo: they stay, marked. */
  withdrawnBegun: count,
  unchanged: count,
  blocking: count,
  warnings: count,
})
export type RosterCounts = Static<typeof RosterCounts>

export const RosterView = Type.Object({
  rosterId: Type.String(),
  campaignId: Type.String(),
  fileName: Type.String(),
  fileBytes: count,
  state: RosterState,
  /** Counts the trials: an acceptance names the one it was shown. */
  trial: count,
  /** Whether the sheet is the whole roster, so that who is missing is withdrawn; otherwise it only adds and changes. */
  whole: Type.Boolean(),
  sheetName: Type.String(),
  rowCount: count,
  rowsDone: count,
  tookMs: maybe(count),
  columns: Type.Array(RosterColumn),
  /** Fields that must have a column and have none. */
  missing: Type.Array(RosterField),
  /** Why it was refused. */
  problem: maybe(Type.Object({ code: Type.String(), zh: Type.String(), en: Type.String() })),
  counts: RosterCounts,
  madeBy: Type.String(),
  madeAt: instant,
  acceptedAt: maybe(instant),
})
export type RosterView = Static<typeof RosterView>

export const RosterList = Type.Object({ rosters: Type.Array(RosterView) })

/** A new dry run, with other columns where they are given. */
export const RosterTry = Type.Object(
  {
    columns: Type.Optional(
      Type.Array(Type.Object({ index: count, field: maybe(RosterField) }, { additionalProperties: false }), {
        maxItems: 200,
      }),
    ),
    whole: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
)
export type RosterTry = Static<typeof RosterTry>

export const RosterAccept = Type.Object({ trial: count }, { additionalProperties: false })
export type RosterAccept = Static<typeof RosterAccept>

export const RosterSeverity = oneOf('block', 'warn')
export type RosterSeverity = Static<typeof RosterSeverity>

const words = Type.Object({ zh: Type.String(), en: Type.String() })

/** Something about one cell. `cell` is empty where the whole row is meant; what is personal in `value` is covered. */
export const RosterProblem = Type.Object({
  row: count,
  cell: Type.String({ description: 'H118' }),
  column: words,
  value: Type.String(),
  severity: RosterSeverity,
  code: Type.String(),
  what: words,
  hint: words,
  /** The rows around it as they stand in the sheet, what is personal covered. */
  around: Type.Array(Type.Object({ row: count, cells: Type.Array(Type.String()) })),
})
export type RosterProblem = Static<typeof RosterProblem>

const paging = {
  offset: Type.Optional(Type.Integer({ minimum: 0, default: 0 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
}

export const RosterProblemQuery = Type.Object(
  { severity: Type.Optional(RosterSeverity), ...paging },
  { additionalProperties: false },
)
export type RosterProblemQuery = Static<typeof RosterProblemQuery>

export const RosterProblemPage = Type.Object({ total: count, problems: Type.Array(RosterProblem) })
export type RosterProblemPage = Static<typeof RosterProblemPage>

export const RosterChangeKind = oneOf('added', 'changed', 'withdrawn')
export type RosterChangeKind = Static<typeof RosterChangeKind>

/** What accepting would do to one graduate; name and student number are covered. */
export const RosterChange = Type.Object({
  kind: RosterChangeKind,
  /** In the sheet; 0 for who is missing there. */
  row: count,
  studentNumber: Type.String(),
  name: Type.String(),
  college: Type.String(),
  className: Type.String(),
  /** Has an order or a photo. */
  begun: Type.Boolean(),
  fields: Type.Array(Type.Object({ column: words, from: Type.String(), to: Type.String() })),
})
export type RosterChange = Static<typeof RosterChange>

export const RosterChangeQuery = Type.Object(
  { kind: Type.Optional(RosterChangeKind), ...paging },
  { additionalProperties: false },
)
export type RosterChangeQuery = Static<typeof RosterChangeQuery>

export const RosterChangePage = Type.Object({ total: count, changes: Type.Array(RosterChange) })
export type RosterChangePage = Static<typeof RosterChangePage>
