import { type Static, Type } from 'typebox'

/** What was noticed in a photo, with the measured value beside the limit. `block` must be mended, `warn` may stay. */
export const Finding = Type.Object({
  code: Type.String({ description: 'reject code of the photo standard' }),
  severity: Type.Union([Type.Literal('block'), Type.Literal('warn')]),
  value: Type.Union([Type.Number(), Type.Null()]),
  limit: Type.Union([Type.Number(), Type.Array(Type.Number(), { minItems: 2, maxItems: 2 }), Type.Null()]),
  unit: Type.String(),
  zh: Type.String(),
  en: Type.String(),
})
export type Finding = Static<typeof Finding>

/**
 * developing: waiting for or in the photo worker. finished: there is a picture (it may still have blocking findings).
 * refused: no lawful picture could be made, the findings say why. failed: our fault, the student may send it again.
 */
export const PhotoState = Type.Union([
  Type.Literal('developing'),
  Type.Literal('finished'),
  Type.Literal('refused'),
  Type.Literal('failed'),
])
export type PhotoState = Static<typeof PhotoState>

export const PhotoGeometry = Type.Object({
  hairTopPx: Type.Number(),
  eyeLinePx: Type.Number(),
  faceWidthPx: Type.Number(),
  centerXPx: Type.Number(),
})
export type PhotoGeometry = Static<typeof PhotoGeometry>

export const PhotoView = Type.Object({
  photoId: Type.String(),
  graduateId: Type.String(),
  state: PhotoState,
  /** True when finished without a blocking finding. */
  confirmable: Type.Boolean(),
  findings: Type.Array(Finding),
  geometry: Type.Union([PhotoGeometry, Type.Null()]),
  takenAt: Type.String({ format: 'date-time' }),
})
export type PhotoView = Static<typeof PhotoView>

export const PhotoWait = Type.Object({
  /** Long poll: answer when the state is no longer developing, or after this many seconds. */
  waitSeconds: Type.Optional(Type.Integer({ minimum: 0, maximum: 25, default: 0 })),
})
export type PhotoWait = Static<typeof PhotoWait>

export const PhotoConfirm = Type.Object({ photoId: Type.String({ maxLength: 60 }) }, { additionalProperties: false })
export type PhotoConfirm = Static<typeof PhotoConfirm>

/** The bytes limit of one uploaded photo. */
export const photoMaxBytes = 25 * 1024 * 1024
