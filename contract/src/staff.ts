import { type Static, Type } from 'typebox'
import { CollectionStep } from './collection.ts'

/** What the centre's people are there for; `school` is an operator of one school. */
export const StaffRole = Type.Union([
  Type.Literal('administrator'),
  Type.Literal('school'),
  Type.Literal('reviewer'),
  Type.Literal('finance'),
  Type.Literal('print'),
  Type.Literal('auditor'),
])
export type StaffRole = Static<typeof StaffRole>
export const staffRoles: readonly StaffRole[] = StaffRole.anyOf.map(({ const: role }) => role)

export const StaffSessionStart = Type.Object(
  { login: Type.String({ maxLength: 60 }), password: Type.String({ maxLength: 200 }) },
  { additionalProperties: false },
)
export type StaffSessionStart = Static<typeof StaffSessionStart>

export const StaffView = Type.Object({
  staffId: Type.String(),
  login: Type.String(),
  role: StaffRole,
  schoolName: Type.Union([Type.String(), Type.Null()]),
})
export type StaffView = Static<typeof StaffView>

export const StaffCampaign = Type.Object({
  campaignId: Type.String(),
  title: Type.String(),
  schoolName: Type.String(),
  opensAt: Type.String({ format: 'date-time' }),
  closesAt: Type.String({ format: 'date-time' }),
  graduateCount: Type.Integer(),
  completedCount: Type.Integer(),
})
export type StaffCampaign = Static<typeof StaffCampaign>

/** How far a graduate has come: not registered yet, or the step that is next. */
export const Progress = Type.Union([Type.Literal('unregistered'), CollectionStep])
export type Progress = Static<typeof Progress>

export const StaffGraduate = Type.Object({
  graduateId: Type.String(),
  name: Type.String(),
  gender: Type.String(),
  maskedNumber: Type.String(),
  studentNumber: Type.String(),
  college: Type.String(),
  major: Type.String(),
  className: Type.String(),
  progress: Progress,
  photoId: Type.Union([Type.String(), Type.Null()]),
  paper: Type.Union([Type.Boolean(), Type.Null()]),
  paidAt: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
})
export type StaffGraduate = Static<typeof StaffGraduate>

export const StaffGraduateQuery = Type.Object({
  search: Type.Optional(Type.String({ maxLength: 60 })),
  progress: Type.Optional(Progress),
  offset: Type.Optional(Type.Integer({ minimum: 0, default: 0 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
})
export type StaffGraduateQuery = Static<typeof StaffGraduateQuery>

export const StaffGraduatePage = Type.Object({ total: Type.Integer(), graduates: Type.Array(StaffGraduate) })
export type StaffGraduatePage = Static<typeof StaffGraduatePage>
