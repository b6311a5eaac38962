const fixes = {
  GEO_EYES_TILT: 'upright',
  GEO_: 'place',
  POSE_YAW: 'front',
  POSE_PITCH: 'level',
  EXPR_EYES: 'eyes',
  EXPR_MOUTH: 'mouth',
  OCC_GLASSES_GLARE: 'glasses',
  OCC_TINTED: 'glasses',
  OCC_: 'bare',
  DRESS_: 'clothes',
  LIGHT_: 'light',
  QUAL_BLUR: 'still',
  QUAL_LOWRES: 'place',
  QUAL_COLOR: 'light',
  QUAL_: 'file',
  BG_OBJECT: 'alone',
  BG_: 'wall',
  FACE_MANY: 'alone',
  FACE_: 'place',
  FILE_: 'file',
} as const

export type FixName = (typeof fixes)[keyof typeof fixes]

/** What to change about a finding: that of its code, else that of its family; null for an unknown family. */
export function fixOf(code: string): FixName | null {
  const key = Object.keys(fixes).find((known) => (known.endsWith('_') ? code.startsWith(known) : code === known))
  return key === undefined ? null : fixes[key as keyof typeof fixes]
}
