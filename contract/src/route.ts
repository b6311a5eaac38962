import { type TSchema, Type } from 'typebox'
import type { RouteName } from './paths.ts'
import type { StaffRole } from './staff.ts'

/** Who may call: anyone, a signed-in student, or a signed-in member of staff. */
export type Audience = 'anyone' | 'student' | 'staff'

export type RouteShape = { zh: string } & RouteParts & ({ audience: 'anyone' | 'student' } | StaffOnly)

/** A route of staff says which roles may call it; everybody else is refused with `role-not-allowed`. */
type StaffOnly = { audience: 'staff'; roles: readonly StaffRole[] }

type RouteParts = {
  params?: TSchema
  query?: TSchema
  body?: TSchema
  /** `multipart/form-data` with these fields; the server reads them as a stream. */
  upload?: true
  /** The body as it came over the wire, of whatever media type: its sender signed these bytes. */
  raw?: true
  /** JSON of this schema, or bytes of this media type; null: nothing, with status 204. */
  answer: TSchema | 'image/jpeg' | 'application/zip' | 'application/octet-stream' | 'application/pdf' | null
}

/** A part of the table: routes of the contract by their names. */
export type RouteTable = Partial<Record<RouteName, RouteShape>>

export const Nothing = Type.Object({})
export const id = Type.String({ maxLength: 60 })
