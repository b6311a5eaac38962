import { type Static, Type } from 'typebox'
import { CampaignView, CampaignWindow, IdentityMode } from './collection.ts'
import { Fees } from './fee.ts'
import { PrintLayout } from './print.ts'

const instant = Type.String({ format: 'date-time' })
const orNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const id = Type.String({ maxLength: 60 })

/** A school with what hangs on it, as the centre sees it. */
export const SchoolView = Type.Object({
  schoolId: Type.String(),
  name: Type.String(),
  code: Type.String({ description: '院校代码, five digits; empty where there is none' }),
  campaignCount: Type.Integer(),
  graduateCount: Type.Integer(),
})
export type SchoolView = Static<typeof SchoolView>

export const SchoolKeep = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 100 }),
    code: Type.String({ pattern: '^(\\d{5})?$' }),
  },
  { additionalProperties: false },
)
export type SchoolKeep = Static<typeof SchoolKeep>

/** Everything that is set for a campaign. */
export const CampaignSettings = Type.Object(
  {
    title: Type.String({ minLength: 1, maxLength: 100 }),
    year: Type.Integer({ minimum: 2000, maximum: 2100, description: '届: the year of graduation' }),
    ...CampaignWindow.properties,
    identityMode: IdentityMode,
    standard: id,
    fileAllowed: Type.Boolean(),
    frontCameraAllowed: Type.Boolean(),
    /** How often a photo may be handed in; null: as often as wanted. A rejection of the last one is for good. */
    submissionsMost: orNull(Type.Integer({ minimum: 1, maximum: 100 })),
    replaceWithinDays: Type.Integer({ minimum: 1, maximum: 60 }),
    fees: Fees,
    /** With the lines under each photo. */
    printLayout: PrintLayout,
    /** How the files and folders of a package are named, e.g. `{studentNo}` and `{college}/{class}`. */
    packageName: Type.String({ minLength: 1, maxLength: 100 }),
    packageFolder: Type.String({ maxLength: 200 }),
    /** So many days before it closes, whoever is not finished is reminded. */
    remindDaysBefore: Type.Array(Type.Integer({ minimum: 1, maximum: 60 }), { maxItems: 5, uniqueItems: true }),
  },
  { additionalProperties: false },
)
export type CampaignSettings = Static<typeof CampaignSettings>

export const CampaignDetail = Type.Object({
  campaignId: Type.String(),
  schoolId: Type.String(),
  schoolName: Type.String(),
  /** Grows with every change; a change says which one it started from. */
  version: Type.Integer(),
  cancelledAt: orNull(instant),
  settings: CampaignSettings,
  graduateCount: Type.Integer(),
  changedAt: orNull(instant),
  /** Login of who changed it last. */
  changedBy: orNull(Type.String()),
})
export type CampaignDetail = Static<typeof CampaignDetail>

export const CampaignMake = Type.Object({ schoolId: id, settings: CampaignSettings }, { additionalProperties: false })
export type CampaignMake = Static<typeof CampaignMake>

export const CampaignChange = Type.Object(
  {
    version: Type.Integer({ minimum: 1 }),
    settings: CampaignSettings,
    /** Tells whoever is not finished, where window or camera changed. */
    notify: Type.Boolean(),
  },
  { additionalProperties: false },
)
export type CampaignChange = Static<typeof CampaignChange>

/** For which year of graduation; the one after the campaign that is copied when nothing is said. */
export const CampaignCopyQuery = Type.Object(
  { year: Type.Optional(Type.Integer({ minimum: 2000, maximum: 2100 })) },
  { additionalProperties: false },
)
export type CampaignCopyQuery = Static<typeof CampaignCopyQuery>

/** One save: which settings changed, from what to what. */
export const CampaignHistoryEntry = Type.Object({
  at: instant,
  /** Login. */
  by: Type.String(),
  changes: Type.Array(Type.Object({ field: Type.String(), from: Type.Unknown(), to: Type.Unknown() })),
})
export type CampaignHistoryEntry = Static<typeof CampaignHistoryEntry>

export const CampaignPreviewAsk = Type.Object(
  { schoolId: id, settings: CampaignSettings },
  { additionalProperties: false },
)
export type CampaignPreviewAsk = Static<typeof CampaignPreviewAsk>

/** What the student’s app is told of a campaign with these settings. */
export const CampaignPreview = Type.Object({ schoolName: Type.String(), campaign: CampaignView })
export type CampaignPreview = Static<typeof CampaignPreview>

const range = Type.Tuple([Type.Number(), Type.Number()])

/** A photo standard to choose from, with its numbers. */
export const StandardView = Type.Object({
  standard: Type.String(),
  title: Type.String(),
  widthPx: Type.Integer(),
  heightPx: Type.Integer(),
  dpi: Type.Integer(),
  bytesMin: Type.Integer(),
  bytesMax: Type.Integer(),
  backgroundRgb: Type.Array(Type.Integer(), { minItems: 3, maxItems: 3 }),
  hairTopPx: range,
  eyeLinePx: range,
  faceWidthPx: range,
})
export type StandardView = Static<typeof StandardView>
