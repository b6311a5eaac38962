/**
 * The photo standard's numbers for the default frame, pixels of the finished 480 x 640 photo, and the limits from which
 * the finished photo's findings speak. They are the server's own; a test keeps the two alike.
 */
export const standard = {
  widthPx: 480,
  heightPx: 640,
  hairTopPx: [50, 110],
  eyeLinePx: [200, 300],
  faceWidthPx: [180, 300],
  centerXPx: 240,
} as const

export const findingFrom = {
  tiltDegrees: 3,
  yawDegrees: 8,
  pitchDegrees: 14,
  darkLevel: 165,
  evenness: 0.78,
  secondFaceShare: 0.02,
} as const

/** The crown lies so far above the eye line, in face widths, in a face that looks straight ahead. */
export const crownAboveEyesFaceWidths = 0.767

/**
 * The photo is centred when it is cut, so the standard's 12 px are not asked of somebody who holds a phone; beyond this
 * a shoulder would leave the kept area.
 */
export const centerSlackPx = 30

/**
 * Deviation of the wall from a smooth field, levels, see wall.ts. Plain walls, doors and plaster 0.5 to 4.8, folds of
 * cloth 6.2 to 7.2 (they only warn), rooms and things on the wall 17.8 and more.
 */
export const wallLevelsMax = 10
