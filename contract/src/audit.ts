import { type Static, Type } from 'typebox'

const instant = Type.String({ format: 'date-time' })

/** An action and what it is called. */
export const AuditActionWords = Type.Object({ name: Type.String(), zh: Type.String(), en: Type.String() })
export type AuditActionWords = Static<typeof AuditActionWords>

/** One line of the record: who did or read what, when and why. */
export const AuditEntry = Type.Object({
  auditId: Type.String(),
  at: instant,
  actorKind: Type.String({ description: 'staff, student, system or anonymous' }),
  actorId: Type.String(),
  /** The login of staff; of nobody else. */
  actorLogin: Type.Union([Type.String(), Type.Null()]),
  action: AuditActionWords,
  /** The first of the things it is about, in a form people know: an order's number, a masked student number, a title. */
  subject: Type.String(),
  subjectCount: Type.Integer(),
  /** The word of the reason that was asked for, or what the person gave as one. */
  reason: Type.String(),
})
export type AuditEntry = Static<typeof AuditEntry>

const filter = {
  action: Type.Optional(Type.String({ maxLength: 60 })),
  actorId: Type.Optional(Type.String({ maxLength: 60 })),
  subjectId: Type.Optional(Type.String({ maxLength: 60 })),
  from: Type.Optional(instant),
  until: Type.Optional(instant),
}

export const AuditQuery = Type.Object({
  ...filter,
  offset: Type.Optional(Type.Integer({ minimum: 0, default: 0 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
})
export type AuditQuery = Static<typeof AuditQuery>

export const AuditExportQuery = Type.Object({
  ...filter,
  format: Type.Optional(Type.Union([Type.Literal('xlsx'), Type.Literal('csv')])),
})
export type AuditExportQuery = Static<typeof AuditExportQuery>

/** `total` is counted up to a hundred thousand. `actions` and `actors`: what can be chosen. */
export const AuditPage = Type.Object({
  total: Type.Integer(),
  entries: Type.Array(AuditEntry),
  actions: Type.Array(AuditActionWords),
  actors: Type.Array(Type.Object({ staffId: Type.String(), login: Type.String() })),
})
export type AuditPage = Static<typeof AuditPage>
