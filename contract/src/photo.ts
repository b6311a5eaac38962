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

/** One number of a photo beside what is allowed, found bad or not. */
export const PhotoCheck = Type.Object({
  code: Type.String(),
  /** Tells several numbers of one code apart. */
  of: Type.String(),
  value: Type.Number(),
  limit: Type.Union([Type.Number(), Type.Array(Type.Number(), { minItems: 2, maxItems: 2 })]),
  unit: Type.String(),
  /** On which side of the limit the bad values lie. */
  bad: Type.Union([Type.Literal('above'), Type.Literal('below'), Type.Literal('outside')]),
})
export type PhotoCheck = Static<typeof PhotoCheck>

/** The softest place in one part of the outline: its middle, and how wide the way to the background is, finished pixels. */
export const PhotoEdge = Type.Object({
  part: Type.String(),
  xPx: Type.Number(),
  yPx: Type.Number(),
  softPx: Type.Number(),
})
export type PhotoEdge = Static<typeof PhotoEdge>

/** A cut of the original, in its upright pixels. */
export const PhotoCrop = Type.Object({
  leftPx: Type.Number(),
  topPx: Type.Number(),
  widthPx: Type.Number(),
  heightPx: Type.Number(),
})
export type PhotoCrop = Static<typeof PhotoCrop>

/** What the machine knows of a finished photo and its original, for whoever judges it. Original pixels, upright. */
export const PhotoMeasured = Type.Object({
  source: Type.Object({ widthPx: Type.Number(), heightPx: Type.Number() }),
  crop: PhotoCrop,
  face: Type.Object({
    crownPx: Type.Number(),
    eyeLinePx: Type.Number(),
    leftPx: Type.Number(),
    rightPx: Type.Number(),
  }),
  checks: Type.Array(PhotoCheck),
  edges: Type.Array(PhotoEdge),
})
export type PhotoMeasured = Static<typeof PhotoMeasured>

/** What of the original became the finished picture, both upright. */
export const PhotoFraming = Type.Object({
  source: Type.Object({ widthPx: Type.Number(), heightPx: Type.Number() }),
  crop: PhotoCrop,
})
export type PhotoFraming = Static<typeof PhotoFraming>

export const PhotoView = Type.Object({
  photoId: Type.String(),
  graduateId: Type.String(),
  state: PhotoState,
  /** True when finished without a blocking finding. */
  confirmable: Type.Boolean(),
  findings: Type.Array(Finding),
  geometry: Type.Union([PhotoGeometry, Type.Null()]),
  framing: Type.Union([PhotoFraming, Type.Null()]),
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
