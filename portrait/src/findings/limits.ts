/**
 * Every threshold of the findings, with the measurement that set it. "frontal" are 56 neutral busts of different people
 * in even studio light; "defects" two people with labelled, mostly synthetic defects; "phone" eleven selfies and
 * snapshots; "composites" twelve people before six walls. Block only where the two sides are far apart.
 */
export const limits = {
  /** Area of the second face over the first: two equal people .97, a face behind .09. */
  secondFaceWarn: 0.02,
  secondFaceBlock: 0.35,
  /** Finished pixels above the hair's mass, where tall hair leaves less than the standard's 50: a quiff still looks whole. */
  hairRoomWarnPx: 20,
  /** Natural tilt of 102 people: mean 1.5, p95 4.0, largest 5.1 degrees. */
  tiltWarnDegrees: 3,
  tiltBlockDegrees: 6,
  /** Finished pixels per source pixel: frontal .48 to .57; a photo of 240 pixels 2.8. */
  enlargeWarn: 1.05,
  enlargeBlock: 1.5,
  /** Turn of the head: frontal within 3.5 degrees (standard deviation 1.7), composites within 3. */
  yawWarnDegrees: 8,
  yawBlockDegrees: 14,
  /** Nod of the head: frontal -8.4 to 9.4 (standard deviation 4.4) and one who leans back, -12.4; composites
   * -2 to 10.4; one face's nod differs by up to 2.5 between two pictures, so the 10 of the standard have an allowance. */
  pitchWarnDegrees: 14,
  pitchBlockDegrees: 25,
  /** Smaller eye opening over eye-to-chin: closed .017 and .025, open eyes of frontal .057 and more, behind glasses .048. */
  eyeOpeningWarn: 0.04,
  eyeOpeningBlock: 0.035,
  /** Inner lips apart over eye-to-chin: frontal at most .086, an open smile .09 and more. */
  mouthOpenWarn: 0.1,
  /** The brightest thousandth of the photo's luma: frontal 243 and more, at 45 % of the light 111, at 25 % 62. */
  darkWarn: 165,
  darkBlock: 125,
  /** Share of the face with a channel at 250 or more: frontal 0, overexposed 1.6 times .43 and .66. */
  highlightWarn: 0.03,
  highlightBlock: 0.25,
  /** Darker cheek over brighter cheek: frontal .84 and more; one side at 65 % of the light .67 and .69, at 40 % .45. */
  unevenWarn: 0.78,
  unevenBlock: 0.6,
  /** Laplacian of the face over its brightness in percent: frontal 6.2 and more, blurred by 3 px of 207 1.6 to 1.8. */
  sharpWarn: 4.2,
  sharpBlock: 3.2,
  /** Chroma (CIE a*b*) of the cheeks: grey photos 0, frontal 10.6 and more even in dark skin; a deeply dark photo 5. */
  greyChroma: 2.5,
  /** b* of the cheeks: frontal 5.9 to 21.3, warm cast 44 and 48; a* 6.5 to 15.5. OFIQ takes a 5-25 and b 5-35 as natural. */
  castWarm: 30,
  castBlock: 38,
  castCold: -3,
  /** Steps across the 8 x 8 grid of JPEG over steps inside it: frontal at most 1.63, quality 8 5.5 and 5.9. */
  blocksWarn: 2.3,
  blocksBlock: 3.5,
  /** Brightest tenth of the eyes over the cheeks: frontal .74 and more, in bad light .5, sunglasses .11 and .12. */
  tintedWarn: 0.42,
  tintedBlock: 0.32,
  /** Share of the lens zone, eyes left out, that is far brighter than the cheeks and colourless. */
  glareWarn: 0.06,
  /** Difference in a*b* between cheeks and forehead: frontal at most 10.5, a blue mask 30.6 and 31.9, a white one 17. */
  maskBlock: 14.5,
  /** Texture of the head's top over the face's: frontal .9 and more, smooth cloth .08 and .1. */
  coverTextureWarn: 0.25,
  /** Hair is never blue by nature: b* of frontal hair -1.4 and more, of a navy cap -23. */
  coverBlueWarn: -10,
  /** Deviation of the open wall from a smooth field, levels: see wall.ts; plain walls .4 to 2.5, folds of cloth 4 to 5, a door 11 and 12.2, cluttered rooms 13.3 to 43. */
  wallWarn: 4,
  wallBlock: 12.6,
  /** Colour distance between clothes and wall along the outline (lowest fifth), levels: white shirts on light grey 20. */
  contrastWarn: 15,
  /** Share of the clothes' rim within a colour difference of 20 from the new background. */
  blueNear: 20,
  blueWarn: 0.3,
  blueLost: 8,
  blueBlock: 0.6,
} as const
