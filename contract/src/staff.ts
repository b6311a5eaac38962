import { type Static, Type } from 'typebox'

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

/** After the right password: a code of the authenticator is asked for, and before the first one the secret is handed over. */
export const StaffSessionStarted = Type.Union([
  Type.Object({ state: Type.Literal('code-needed'), ticket: Type.String() }),
  Type.Object({
    state: Type.Literal('totp-setup'),
    ticket: Type.String(),
    secret: Type.String({ description: 'base 32, for typing' }),
    url: Type.String({ description: 'otpauth://, for an authenticator on the same device' }),
    qrSvg: Type.String({ description: 'the same as a QR code' }),
  }),
])
export type StaffSessionStarted = Static<typeof StaffSessionStarted>

/** `code`: six digits of the authenticator, or a recovery code. */
export const StaffSessionConfirm = Type.Object(
  { ticket: Type.String({ maxLength: 100 }), code: Type.String({ maxLength: 40 }) },
  { additionalProperties: false },
)
export type StaffSessionConfirm = Static<typeof StaffSessionConfirm>

export const StaffView = Type.Object({
  staffId: Type.String(),
  login: Type.String(),
  role: StaffRole,
  schoolName: Type.Union([Type.String(), Type.Null()]),
})
export type StaffView = Static<typeof StaffView>

export const StaffSessionConfirmed = Type.Object({
  staff: StaffView,
  /** Shown once, when the authenticator is set up. Each opens the second step once. */
  recoveryCodes: Type.Union([Type.Array(Type.String()), Type.Null()]),
})
export type StaffSessionConfirmed = Static<typeof StaffSessionConfirmed>

export const StaffPasswordChange = Type.Object(
  { present: Type.String({ maxLength: 200 }), next: Type.String({ maxLength: 200 }) },
  { additionalProperties: false },
)
export type StaffPasswordChange = Static<typeof StaffPasswordChange>

/** One place where a member of staff is signed in. */
export const StaffSessionView = Type.Object({
  sessionId: Type.String(),
  label: Type.String({ description: 'e.g. Windows · Edge' }),
  startedAt: Type.String({ format: 'date-time' }),
  seenAt: Type.String({ format: 'date-time' }),
  /** The session that asks. */
  present: Type.Boolean(),
})
export type StaffSessionView = Static<typeof StaffSessionView>

/** A login as administrators see it. */
export const StaffMember = Type.Object({
  ...StaffView.properties,
  lockedAt: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
  /** Whether the authenticator is set up. */
  totpSet: Type.Boolean(),
  sessionCount: Type.Integer(),
  signedInAt: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
  /** Until an invitation is accepted. */
  invitation: Type.Union([
    Type.Object({ invitedAt: Type.String({ format: 'date-time' }), endsAt: Type.String({ format: 'date-time' }) }),
    Type.Null(),
  ]),
})
export type StaffMember = Static<typeof StaffMember>

const schoolId = Type.Union([Type.String({ maxLength: 60 }), Type.Null()], {
  description: 'of the role school and of no other',
})

export const StaffInvite = Type.Object(
  { login: Type.String({ minLength: 1, maxLength: 60 }), role: StaffRole, schoolId },
  { additionalProperties: false },
)
export type StaffInvite = Static<typeof StaffInvite>

/** What the link that is handed to the invited ends with; it is shown this once. */
export const StaffInvited = Type.Object({
  staffId: Type.String(),
  token: Type.String(),
  endsAt: Type.String({ format: 'date-time' }),
})
export type StaffInvited = Static<typeof StaffInvited>

export const StaffRoleChange = Type.Object({ role: StaffRole, schoolId }, { additionalProperties: false })
export type StaffRoleChange = Static<typeof StaffRoleChange>

export const StaffInvitationAsk = Type.Object(
  { token: Type.String({ maxLength: 100 }) },
  { additionalProperties: false },
)
export type StaffInvitationAsk = Static<typeof StaffInvitationAsk>

/** Whom an invitation is for. */
export const StaffInvitation = Type.Object({
  login: Type.String(),
  role: StaffRole,
  schoolName: Type.Union([Type.String(), Type.Null()]),
})
export type StaffInvitation = Static<typeof StaffInvitation>

export const StaffInvitationAccept = Type.Object(
  { token: Type.String({ maxLength: 100 }), password: Type.String({ maxLength: 200 }) },
  { additionalProperties: false },
)
export type StaffInvitationAccept = Static<typeof StaffInvitationAccept>

/** Filters of a list that somebody kept under a name. Searches are personal data and not part of it. */
export const SavedFilter = Type.Object({
  filterId: Type.String(),
  name: Type.String(),
  filter: Type.Record(Type.String(), Type.String()),
})
export type SavedFilter = Static<typeof SavedFilter>

const listName = Type.String({ pattern: '^[a-z-]{1,40}$' })
export const SavedFilterQuery = Type.Object({ list: listName })
export type SavedFilterQuery = Static<typeof SavedFilterQuery>

export const SavedFilterKeep = Type.Object(
  {
    list: listName,
    name: Type.String({ minLength: 1, maxLength: 30 }),
    filter: Type.Record(Type.String({ maxLength: 40 }), Type.String({ maxLength: 300 }), { maxProperties: 20 }),
  },
  { additionalProperties: false },
)
export type SavedFilterKeep = Static<typeof SavedFilterKeep>

export const StaffCampaign = Type.Object({
  campaignId: Type.String(),
  title: Type.String(),
  year: Type.Integer(),
  schoolId: Type.String(),
  schoolName: Type.String(),
  cancelledAt: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
  opensAt: Type.String({ format: 'date-time' }),
  closesAt: Type.String({ format: 'date-time' }),
  graduateCount: Type.Integer(),
})
export type StaffCampaign = Static<typeof StaffCampaign>
