import { type Static, type TSchema, Type } from 'typebox'

const oneOf = <const T extends string>(...values: T[]) =>
  Type.Unsafe<T>(Type.Union(values.map((value) => Type.Literal(value))))
const instant = Type.String({ format: 'date-time' })
const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const count = Type.Integer({ minimum: 0 })

/** Words of the templates for file and folder names; each stands for a field of the graduate. */
export const deliveryWords = [
  'studentNo',
  'examNo',
  'idNo',
  'code',
  'name',
  'class',
  'college',
  'major',
  'school',
  'level',
  'year',
] as const
export type DeliveryWord = (typeof deliveryWords)[number]

/** `changes`: what was not delivered to this target in the same bytes. `failed`: those of it whose comparison failed before. */
export const DeliveryScope = oneOf('all', 'changes', 'failed')
export type DeliveryScope = Static<typeof DeliveryScope>

/** For whom a package is: what one has got is known of that one only. */
export const DeliveryTarget = oneOf('chsi', 'school')
export type DeliveryTarget = Static<typeof DeliveryTarget>

const template = (maxLength: number) => Type.String({ maxLength })

/** What a package is made of. */
export const DeliverySettings = Type.Object(
  {
    scope: DeliveryScope,
    target: DeliveryTarget,
    /** Photo standards: each gets zips of its own, and nobody is in one and not in the others. */
    standards: Type.Array(Type.String({ minLength: 1, maxLength: 60 }), {
      minItems: 1,
      maxItems: 6,
      uniqueItems: true,
    }),
    /** Without the ending, e.g. `{examNo}_{studentNo}`. */
    fileName: template(120),
    /** Folders between slashes, e.g. `{college}/{class}`; empty: none. */
    folder: template(200),
    /** Also a list as XLSX. */
    list: Type.Boolean(),
    photosPerZip: Type.Integer({ minimum: 1, maximum: 10_000 }),
    /** False: names in ASCII only, Chinese in pinyin. */
    utf8: Type.Boolean(),
  },
  { additionalProperties: false },
)
export type DeliverySettings = Static<typeof DeliverySettings>

/** Settings under a name, for the next time. */
export const DeliveryTemplateSave = Type.Object(
  { title: Type.String({ minLength: 1, maxLength: 60 }), settings: DeliverySettings },
  { additionalProperties: false },
)
export const DeliveryTemplate = Type.Object({
  templateId: Type.String(),
  title: Type.String(),
  settings: DeliverySettings,
})
export type DeliveryTemplate = Static<typeof DeliveryTemplate>

export const DeliveryStandard = Type.Object({
  standard: Type.String(),
  title: Type.String(),
  widthPx: Type.Integer(),
  heightPx: Type.Integer(),
  /** The campaign’s own, by which photos were approved. */
  main: Type.Boolean(),
  /** Approved photos that are there in it, are being made, and can’t be made. */
  made: count,
  missing: count,
  refused: count,
})
export type DeliveryStandard = Static<typeof DeliveryStandard>

export const DeliveryChoices = Type.Object({
  schoolName: Type.String(),
  standards: Type.Array(DeliveryStandard),
  templates: Type.Array(DeliveryTemplate),
  approved: count,
  /** What the campaign says of names. */
  usual: Type.Object({ fileName: Type.String(), folder: Type.String() }),
  lastDeliveredAt: orNull(instant),
})
export type DeliveryChoices = Static<typeof DeliveryChoices>

export const DeliveryLeftReason = oneOf(
  'refund-open',
  'consent-withdrawn',
  'graduate-withdrawn',
  'field-missing',
  'derivative-missing',
  'derivative-refused',
  'name-illegal',
  'name-taken',
  'bytes-changed',
  'approval-gone',
)
export type DeliveryLeftReason = Static<typeof DeliveryLeftReason>

/** Somebody whose photo is not in a package; name and number are masked. */
export const DeliveryPerson = Type.Object({
  graduateId: Type.String(),
  name: Type.String(),
  studentNumber: Type.String(),
})
export type DeliveryPerson = Static<typeof DeliveryPerson>

/** Why photos are left out, in words that say what to do. */
export const DeliveryLeftOut = Type.Object({
  reason: DeliveryLeftReason,
  /** The missing field, or the standard. */
  detail: Type.String(),
  zh: Type.String(),
  en: Type.String(),
  count,
  /** The first of them. */
  people: Type.Array(DeliveryPerson),
})
export type DeliveryLeftOut = Static<typeof DeliveryLeftOut>

export const DeliveryPreview = Type.Object({
  number: Type.String(),
  photos: count,
  bytes: count,
  /** Names and sizes of the zips. */
  zips: Type.Array(Type.Object({ name: Type.String(), photos: count, bytes: count })),
  /** Approved photos in the scope. */
  inScope: count,
  folders: Type.Array(Type.Object({ path: Type.String(), photos: count })),
  /** The first files, their fields masked. */
  samples: Type.Array(Type.Object({ folder: Type.String(), name: Type.String(), bytes: count })),
  leftOut: Type.Array(DeliveryLeftOut),
  manifest: Type.String(),
  list: orNull(Type.String()),
})
export type DeliveryPreview = Static<typeof DeliveryPreview>

export const DeliveryState = oneOf('preparing', 'ready', 'delivered', 'failed', 'cancelled')
export type DeliveryState = Static<typeof DeliveryState>

/** What CHSI, and then the graduate there, said of a delivered photo. */
export const DeliveryResult = oneOf('matched', 'compare-failed', 'proofread', 'proofread-wrong')
export type DeliveryResult = Static<typeof DeliveryResult>

export const DeliveryFile = Type.Object({
  fileId: Type.String(),
  kind: oneOf('zip', 'list', 'manifest'),
  name: Type.String(),
  standard: orNull(Type.String()),
  photos: count,
  bytes: count,
  sha256: Type.String(),
})
export type DeliveryFile = Static<typeof DeliveryFile>

export const DeliveryView = Type.Object({
  deliveryId: Type.String(),
  number: Type.String(),
  campaignId: Type.String(),
  settings: DeliverySettings,
  state: DeliveryState,
  photos: count,
  leftOut: count,
  bytes: count,
  zips: count,
  tookMs: orNull(count),
  /** Logins. */
  askedBy: Type.String(),
  approvedBy: orNull(Type.String()),
  approval: oneOf('waiting', 'approved', 'refused', 'over'),
  madeAt: instant,
  readyAt: orNull(instant),
  /** When a zip of it was first fetched. */
  deliveredAt: orNull(instant),
  /** Whether the files are still kept. */
  hasFiles: Type.Boolean(),
  results: Type.Object({
    matched: count,
    compareFailed: count,
    proofread: count,
    proofreadWrong: count,
  }),
})
export type DeliveryView = Static<typeof DeliveryView>

export const DeliveryDetail = Type.Object({
  delivery: DeliveryView,
  files: Type.Array(DeliveryFile),
  leftOut: Type.Array(DeliveryLeftOut),
  /** Whose comparison failed, or who found something wrong; the first 200. */
  troubles: Type.Array(Type.Object({ ...DeliveryPerson.properties, result: DeliveryResult, reason: Type.String() })),
})
export type DeliveryDetail = Static<typeof DeliveryDetail>

export const DeliveryResultKind = oneOf('comparison', 'proofreading')
export type DeliveryResultKind = Static<typeof DeliveryResultKind>

/** What is wrong with a row of a sheet, or worth a look. */
export const DeliveryRemark = Type.Object({
  row: Type.Integer(),
  /** As spreadsheet programs name it; empty for a whole row. */
  cell: Type.String(),
  column: Type.String(),
  code: Type.String(),
  zh: Type.String(),
  en: Type.String(),
})
export type DeliveryRemark = Static<typeof DeliveryRemark>

export const DeliveryResultsImported = Type.Object({
  dryRun: Type.Boolean(),
  /** False: nothing was stored. */
  stored: Type.Boolean(),
  /** Rows that say something new, and that say what is known. */
  changed: count,
  unchanged: count,
  results: DeliveryView.properties.results,
  /** Graduates who take their photo anew, free of charge. */
  retakes: count,
  ignoredColumns: Type.Array(Type.String()),
  problemCount: count,
  problems: Type.Array(DeliveryRemark),
})
export type DeliveryResultsImported = Static<typeof DeliveryResultsImported>
