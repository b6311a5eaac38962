import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import sharp from 'sharp'
import { type DrawnPhoto, drawPeople, drawPerson, type Landmarks, type Variation } from '../../test/drawn-person.ts'

const frontal: Partial<Variation>[] = [
  { hair: 'short', skin: 'light' },
  { hair: 'bob', face: 'soft', skin: 'medium', clothes: 'tshirt', clothesColour: 'red', wallColour: 'white' },
  { hair: 'long', face: 'soft', clothes: 'jacket', clothesColour: 'navy', wallColour: 'cream' },
  { hair: 'bun', face: 'soft', glasses: true, clothesColour: 'skyblue', wall: 'plaster' },
  { hair: 'bald', skin: 'deep', clothes: 'jacket', clothesColour: 'grey', wall: 'vignette' },
  { hair: 'short', hairColour: 'brown', skin: 'tan', wallColour: 'blue', rollDegrees: 2 },
]

const composites: Partial<Variation>[] = [
  { hair: 'short', wall: 'gradient', wallColour: 'white', clothesColour: 'white' },
  { hair: 'bob', face: 'soft', wall: 'vignette', wallColour: 'cream', clothes: 'tshirt', clothesColour: 'skyblue' },
  { hair: 'long', face: 'soft', wall: 'shadow', wallColour: 'grey', clothes: 'jacket', clothesColour: 'navy' },
  { hair: 'long', face: 'soft', hairColour: 'brown', wall: 'plaster', wallColour: 'blue', clothesColour: 'red' },
  { hair: 'short', hairColour: 'grey', wall: 'gradient', wallColour: 'green', clothesColour: 'grey' },
  { hair: 'bun', face: 'soft', skin: 'deep', wall: 'shadow', wallColour: 'white', clothesColour: 'black' },
]

const defects: [label: string, variation: Partial<Variation>][] = [
  ['eyes_closed', { eyes: 'closed' }],
  ['dark', { exposure: 0.12 }],
  ['overexposed', { exposure: 2.6 }],
  ['uneven_light', { lightContrast: 8, lightAzimuthDegrees: 75 }],
  ['roll', { rollDegrees: 9 }],
  ['crown_cut', { eyesAtY: 0.14 }],
]

const size = { widthPx: 1200, heightPx: 1600 }

/**
 * Writes a set of drawn people in the layout of the portraits' data; the same seed writes the same set. `most` limits
 * the people of each kind.
 */
export async function writeDrawnSet(folder: string, seed: number, most = Number.POSITIVE_INFINITY): Promise<void> {
  for (const set of ['frontal', 'composites', 'foregrounds', 'defects', 'noface']) {
    await mkdir(path.join(folder, set), { recursive: true })
  }
  await writeFrontal(folder, seed, most)
  await writeComposites(folder, seed + 100, most)
  await writeDefects(folder, seed + 200, most)
  await saveJpeg(path.join(folder, 'noface', 'wall.jpg'), drawPeople([], { seed, wall: 'plaster' }, size))
}

async function writeFrontal(folder: string, seed: number, most: number): Promise<void> {
  const rows = [`file,${pointNames},face_left_x,face_right_x`]
  for (const [k, variation] of frontal.slice(0, most).entries()) {
    const drawn = drawPerson({ ...variation, seed: seed + k }, size)
    const name = `drawn${k + 1}.jpg`
    await saveJpeg(path.join(folder, 'frontal', name), drawn)
    const { faceLeftPx, faceRightPx } = drawn.landmarks
    rows.push([name, ...pointsOf(drawn.landmarks), faceLeftPx, faceRightPx].join(','))
  }
  await writeFile(path.join(folder, 'frontal_landmarks.csv'), `${rows.join('\n')}\n`)
}

async function writeComposites(folder: string, seed: number, most: number): Promise<void> {
  const files = ['file,alpha,wall,clothes']
  const points = [`subject,${pointNames}`]
  for (const [k, variation] of composites.slice(0, most).entries()) {
    const drawn = drawPerson({ ...variation, seed: seed + k, noiseLevels: 2 }, size)
    const subject = `d${k + 1}`
    const { wall, wallColour, clothesColour } = variation
    const name = `${subject}_${wallColour}-${wall}_${clothesColour}.jpg`
    await saveJpeg(path.join(folder, 'composites', name), drawn)
    const grey = Uint8Array.from(drawn.alpha, (a) => Math.round(a * 255))
    await sharp(grey, { raw: { width: size.widthPx, height: size.heightPx, channels: 1 } })
      .png()
      .toFile(path.join(folder, 'composites', `${subject}_alpha.png`))
    await saveForeground(path.join(folder, 'foregrounds', `${subject}.png`), drawn.foreground, grey)
    files.push([name, `${subject}_alpha.png`, `${wallColour}-${wall}`, clothesColour].join(','))
    points.push([subject, ...pointsOf(drawn.landmarks)].join(','))
  }
  await writeFile(path.join(folder, 'composites.csv'), `${files.join('\n')}\n`)
  await writeFile(path.join(folder, 'composites_landmarks.csv'), `${points.join('\n')}\n`)
}

async function writeDefects(folder: string, seed: number, most: number): Promise<void> {
  const rows = ['file,label,param,source_id']
  for (const [k, [label, variation]] of defects.slice(0, most).entries()) {
    const drawn = drawPerson({ face: k % 2 ? 'soft' : 'firm', ...variation, seed: seed + k }, size)
    await saveJpeg(path.join(folder, 'defects', `${label}.jpg`), drawn)
    rows.push(`${label}.jpg,${label},,drawn`)
  }
  const left: Partial<Variation> = { seed, eyesAtX: 0.28, faceWidthShare: 0.24, hair: 'bob', face: 'soft' }
  const pair = drawPeople([left, { seed: seed + 1, eyesAtX: 0.73, faceWidthShare: 0.24 }], {}, size)
  await saveJpeg(path.join(folder, 'defects', 'two_faces.jpg'), pair)
  rows.push('two_faces.jpg,two_faces,,drawn')
  await writeFile(path.join(folder, 'defects.csv'), `${rows.join('\n')}\n`)
}

const pointNames = 'pupil_l_x,pupil_l_y,pupil_r_x,pupil_r_y,chin_x,chin_y,crown_x,crown_y'

function pointsOf({ pupilLeft, pupilRight, chin, crown }: Landmarks): number[] {
  return [...pupilLeft, ...pupilRight, ...chin, ...crown]
}

async function saveJpeg(file: string, drawn: Pick<DrawnPhoto, 'rgb' | 'widthPx' | 'heightPx'>): Promise<void> {
  const raw = { width: drawn.widthPx, height: drawn.heightPx, channels: 3 as const }
  await sharp(drawn.rgb, { raw }).jpeg({ quality: 92 }).toFile(file)
}

async function saveForeground(file: string, rgb: Uint8Array, alpha: Uint8Array): Promise<void> {
  const rgba = new Uint8Array(alpha.length * 4)
  for (let i = 0; i < alpha.length; i++) {
    rgba.set(rgb.subarray(i * 3, i * 3 + 3), i * 4)
    rgba[i * 4 + 3] = alpha[i]
  }
  await sharp(rgba, { raw: { width: size.widthPx, height: size.heightPx, channels: 4 } })
    .png()
    .toFile(file)
}
