/**
 * Every threshold of the findings, with the measurement that set it. "frontal" are 56 neutral busts of different people
 * in even studio light; "defects" are two people with labelled, mostly synthetic defects; "composites" 12 people on six walls.
 */
export const limits = {
  /** Area of the second face over the first: equal pictures side by side 0.8 and more, a face behind about 0.1. */
  secondFaceWarn: 0.02,
  secondFaceBlock: 0.35,
  /** Natural tilt of 102 people: mean 1.5, p95 4.0, largest 5.1 degrees. */
  tiltWarnDegrees: 3,
  tiltBlockDegrees: 6,
  /** Finished pixels per source pixel. frontal .45 to .6; a 240-pixel photo 2.6. */
  enlargeWarn: 1.05,
  enlargeBlock: 1.5,
} as const
