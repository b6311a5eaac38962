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
  /** Smaller eye opening over eye-to-chin: shut .015 to .042, open .057 and more. */
  eyeOpeningWarn: 0.04,
  eyeOpeningBlock: 0.035,
  /** An opening up to this is looked at in the picture too. */
  eyeDoubtful: 0.065,
  /** How much darker the eye's middle is than the skin below: shut 0 to .27, open .37 and more, blurred .26 and more. */
  irisWarn: 0.3,
  irisBlock: 0.18,
  /** Excess of red in the pupils over their brightness: at most .27, under a warm cast .42, lit by a flash .98 and more. */
  redEyeWarn: 0.5,
  redEyeBlock: 0.65,
  /** Skin below the eyes over the cheeks: brightness .65 and more, colour at most 8.7; dark glass .12 to .4, coloured 14 and more. */
  lensDimWarn: 0.58,
  lensDimBlock: 0.42,
  lensTintWarn: 12,
  /** Share of the lens's area that shines: at most .011, with clear glasses .019; reflections .06 to .48. */
  glareWarn: 0.022,
  /** Brightness of the middle of an open eye over the cheek: at most .66, under a reflection .82 and more. */
  pupilWarn: 0.74,
  /** Share of the brow's place and of the forehead above it that is dark: at most .36, under a fringe .7 and more. */
  browWarn: 0.45,
  /** Inner lips apart over eye-to-chin: frontal at most .086, an open smile .09 and more. */
  mouthOpenWarn: 0.1,
  /** Least difference in a*b* of a part of the lower face from a part of the upper one: bare at most 3.9, masks 6.9 to 42. */
  maskWarn: 5.5,
  maskBlock: 7,
  /** Share of the face's cells that have another colour than the face: at most .125; masks and phones .19 to .63. */
  oddWarn: 0.24,
  /** Share of columns whose strongest step lies on one curve: hair at most .73, hats .78 to 1. */
  hemWarn: 0.76,
  /** Texture of the smoothest band of the head's top over the face's: hair .31 and more, plain cloth 0 to .25. */
  coverTextureWarn: 0.27,
  /** Distance in a*b* from what hair can be: hair 0, of a purple dye 4.3, coloured cloth 12 and more. */
  coverColourWarn: 5,
  /** The brightest thousandth of the photo's luma: 242 and more; at half the light 119 and less. */
  darkWarn: 165,
  darkBlock: 125,
  /** Luma of the white of the better lit eye: 115 and more in every skin tone, at half the light 91 and less. */
  eyeWhiteWarn: 95,
  /** Share of the face with a channel at 250 or more: 0; at 1.55 times the light .6 and more, of deep skin .007. */
  highlightWarn: 0.03,
  highlightBlock: 0.25,
  /** Share of the photo that is white in all channels: at most .06; at 1.55 times the light .56 and more. */
  clippedWarn: 0.45,
  /** Darker half of the face over the brighter one: .87 and more; one side in shade .43 to .68. */
  unevenWarn: 0.78,
  unevenBlock: 0.6,
  /** Fine over coarse detail, times the root of the steepest edges over the contrast: .091 and more; blurs .026 to .088. */
  sharpWarn: 0.088,
  sharpBlock: 0.066,
  /** Steps across the grid of JPEG over those between: frontal at most 1.6, of quality 60 1.64; of quality 12 and less 2.7 and more. */
  blocksWarn: 1.9,
  blocksBlock: 2.5,
  /** Quality of a photo as sent, by the file's own tables; messengers send at 60 and more. */
  qualityWarn: 40,
  qualityBlock: 20,
  /** Chroma that lightness does not explain: 1.96 and more; grey and sepia 0 to 1.37. */
  monochromeWarn: 1.6,
  monochromeBlock: 1.2,
  /** Hue of the skin in degrees: 25 to 63; warm casts 75 to 93, cold ones -58 to -3. */
  hueWarm: { warn: 72, block: 82 },
  hueCold: { warn: 18, block: 0 },
  /** Chroma of the skin: at most 25; strong casts 46 and more. */
  chromaMax: 40,
  /** Eye whites in white light, and their distance from it in a*b*: at most 8, in a poor selfie 11; casts 28 and more. */
  eyeWhite: { a: 4, b: 2 },
  eyeCastWarn: 15,
  eyeCastBlock: 24,
  /** Eyes to chin over the distance between the eyes: 1.75 to 2.16; a selfie from 15 cm 2.07. */
  tallWarn: 2.4,
  wideWarn: 1.55,
  /** Deviation of the open wall from a smooth field, levels: see wall.ts; plain walls .4 to 2.5, folds of cloth 3.1 to 5, grooves and coarse plaster 4.4 to 12.7, a door 11 and 12.2, cluttered rooms 13.3 to 43. */
  wallWarn: 5,
  wallBlock: 18,
  /** The part of it that is of another colour than the wall: plain, grooved or folded at most 1.02; rooms 2.7 to 42. */
  wallColoursWarn: 1.4,
  wallColoursBlock: 2.2,
  /** Colour distance of the person's rim from the wall (lowest fifth), levels: frontal and composites 41 and more. */
  contrastWarn: 18,
  /** Share of that rim within the wall's noise: frontal and composites at most .03, dark knit before a dark door .26. */
  lostWarn: 0.12,
  lostBlock: 0.4,
  /** Share of the clothes' rim within a colour difference of 20 from the new background. */
  blueNear: 20,
  blueWarn: 0.3,
  blueLost: 8,
  blueBlock: 0.6,
} as const
