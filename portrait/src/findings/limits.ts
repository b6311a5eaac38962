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
  /** Smaller eye opening over eye-to-chin. */
  eyeOpeningWarn: 0.04,
  eyeOpeningBlock: 0.035,
  /** How much darker the eye's middle is than the skin below. */
  irisWarn: 0.3,
  irisBlock: 0.18,
  /** Excess of red in the pupils over their brightness. */
  redEyeWarn: 0.5,
  redEyeBlock: 0.65,
  /** Skin below the eyes over the cheeks, in brightness and in colour. */
  lensDimWarn: 0.58,
  lensDimBlock: 0.42,
  lensTintWarn: 12,
  /** Share of the lens's area that shines. */
  glareWarn: 0.022,
  /** Share of the brow's place and of the forehead above it that is dark. */
  browWarn: 0.45,
  /** Inner lips apart over eye-to-chin. */
  mouthOpenWarn: 0.1,
  /** Least difference in a*b* of a part of the lower face from a part of the upper one. */
  maskWarn: 5.5,
  maskBlock: 7,
  /** Share of the face's cells that have another colour than the face. */
  oddWarn: 0.24,
  /** Share of columns whose strongest step lies on one curve. */
  hemWarn: 0.76,
  /** Texture of the head's top over the face's. */
  coverTextureWarn: 0.27,
  /** Distance in a*b* from what hair can be. */
  coverColourWarn: 5,
  /** The brightest thousandth of the photo's luma. */
  darkWarn: 165,
  darkBlock: 125,
  /** Luma of the white of the better lit eye. */
  eyeWhiteWarn: 95,
  /** Share of the face with a channel at 250 or more. */
  highlightWarn: 0.03,
  highlightBlock: 0.25,
  /** Share of the photo that is white in all channels. */
  clippedWarn: 0.45,
  /** Darker half of the face over the brighter one. */
  unevenWarn: 0.78,
  unevenBlock: 0.6,
  /** Fine over coarse detail, times the root of the steepest edges over the contrast. */
  sharpWarn: 0.088,
  sharpBlock: 0.066,
  /** Steps across the grid of JPEG over those between. */
  blocksWarn: 1.9,
  blocksBlock: 2.5,
  /** Quality of a photo as sent, by the file's own tables; messengers send at 60 and more. */
  qualityWarn: 40,
  qualityBlock: 20,
  /** Chroma that lightness does not explain. */
  monochromeWarn: 1.6,
  monochromeBlock: 1.2,
  /** Hue of the skin in degrees. */
  hueWarm: { warn: 72, block: 82 },
  hueCold: { warn: 18, block: 0 },
  /** Chroma of the skin. */
  chromaMax: 40,
  /** Eye whites in white light, and their distance from it. */
  eyeWhite: { a: 4, b: 2 },
  eyeCastWarn: 15,
  eyeCastBlock: 24,
  /** Eyes to chin over the distance between the eyes. */
  tallWarn: 2.4,
  wideWarn: 1.55,
  /** Deviation of the open wall from a smooth field, levels: see wall.ts; plain walls .4 to 2.5, folds of cloth 4 to 5, a door 11 and 12.2, cluttered rooms 13.3 to 43. */
  wallWarn: 4,
  wallBlock: 18,
  /** The part of it that is of another colour than the wall. */
  wallColoursWarn: 1.4,
  wallColoursBlock: 2.2,
  /** Colour distance between clothes and wall along the outline (lowest fifth), levels: white shirts on light grey 20. */
  contrastWarn: 15,
  /** Share of the edge where person and wall cannot be told apart. */
  lostWarn: 0.3,
  lostBlock: 0.6,
  /** Share of the clothes' rim within a colour difference of 20 from the new background. */
  blueNear: 20,
  blueWarn: 0.3,
  blueLost: 8,
  blueBlock: 0.6,
} as const
