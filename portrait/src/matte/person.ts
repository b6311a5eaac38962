import { boxFilterTwice } from '../box-filter.ts'
import { distanceToSeeds } from './nearest.ts'
import { shadeWall } from './shading.ts'
import type { View } from './view.ts'
import { colourfulness, fitSurface, followResidual, roughness, type Wall } from './wall.ts'

/** Who is person and what is wall, on a coarse view. */
export interface CoarsePerson {
  /** Probability 0..1. */
  person: Float32Array
  wall: Wall
  /** Wall seen for certain. */
  open: Uint8Array
  /** How far the wall is from a plain one, see wall.ts; stray hair left out. */
  roughnessLevels: number
  /** How many colours it has besides its own, see wall.ts. */
  colourLevels: number
  /** 0..1: how much the wall's colour can be trusted to tell wall from person. */
  plainness: number
}

/** Distances below are in finished pixels. The network's outline is off by about 8, at hair by about 20. */
const openBeyond = 24
const strayHairPx = 60
const evidenceReach = 44
const evidenceFade = 24

/**
 * The network says what is person; the wall's colour says where it ends. Log-odds of both are added, the part that
 * holds together with the face is kept, and holes in it are filled where they are not wall.
 */
export function findPerson(view: View, network: Float32Array, face: Uint8Array): CoarsePerson {
  const { widthPx, heightPx, rgb, unitPx, inside } = view
  const count = widthPx * heightPx
  const likely = new Uint8Array(count)
  for (let i = 0; i < count; i++) likely[i] = network[i] > 0.4 || face[i] ? 1 : 0
  const toLikely = distanceToSeeds(likely, widthPx, heightPx)
  const open = new Uint8Array(count)
  for (let i = 0; i < count; i++) open[i] = toLikely[i] > openBeyond * unitPx && network[i] < 0.1 && inside[i] ? 1 : 0
  const wall = fitSurface(rgb, widthPx, heightPx, open)
  const far = farWall(open, toLikely, unitPx)
  const roughnessLevels = roughness(wall.rgb, rgb, far)
  const colourLevels = colourfulness(wall.rgb, rgb, far)
  const known = shadeWall(wall, rgb, network, open, widthPx, heightPx)
  followResidual(wall, rgb, widthPx, heightPx, known, [widthPx >> 4, 4])
  const plainness = Math.min(1, Math.max(0, (9 - wall.rms) / 5)) * (wall.outlierShare < 0.08 ? 1 : 0.5)
  const odds = new Float32Array(count)
  for (let i = 0; i < count; i++) {
    const p = Math.min(0.98, Math.max(0.02, network[i]))
    const evidence = colourEvidence(rgb, wall, i)
    const reach = 1 - Math.min(1, Math.max(0, (toLikely[i] / unitPx - evidenceReach) / evidenceFade))
    odds[i] = Math.log(p / (1 - p)) + evidence * plainness * (evidence > 0 ? reach : 1)
  }
  const smooth = boxFilterTwice(odds, widthPx, heightPx, 1)
  const person = new Float32Array(count)
  for (let i = 0; i < count; i++) person[i] = face[i] ? 0.99 : inside[i] ? 1 / (1 + Math.exp(-smooth[i])) : 0.01
  keepWhole(person, network, face, widthPx, heightPx)
  return { person, wall, open: known, plainness, roughnessLevels, colourLevels }
}

/** The open wall out of reach of stray hair, or all of it where the person leaves too little. */
function farWall(open: Uint8Array, toLikely: Float32Array, unitPx: number): Uint8Array {
  const far = new Uint8Array(open.length)
  let openCount = 0
  let farCount = 0
  for (let i = 0; i < open.length; i++) {
    if (!open[i]) continue
    openCount++
    if (toLikely[i] < strayHairPx * unitPx) continue
    far[i] = 1
    farCount++
  }
  return farCount > 0.2 * openCount ? far : open
}

/** Positive when the pixel is not the wall's colour; a darker shade of the wall's colour counts for less. */
function colourEvidence(rgb: Float32Array, wall: Wall, i: number): number {
  const at = i * 3
  const norm = Math.sqrt(wall.rgb[at] ** 2 + wall.rgb[at + 1] ** 2 + wall.rgb[at + 2] ** 2) + 1
  let along = 0
  let total = 0
  for (let c = 0; c < 3; c++) {
    const difference = rgb[at + c] - wall.rgb[at + c]
    along += (difference * wall.rgb[at + c]) / norm
    total += difference * difference
  }
  const across = Math.max(0, total - along * along)
  if (along < 0 && along > -0.25 * norm) along *= 0.5
  const distance = Math.sqrt(across + along * along)
  const evidence = (distance - (4 * wall.sigma + 8)) / (1.5 * wall.sigma + 5)
  return Math.min(4, Math.max(-1.6, evidence))
}

/** Only what is joined to the face is this person; what it encloses belongs to it unless the network doubts that. */
function keepWhole(
  person: Float32Array,
  network: Float32Array,
  face: Uint8Array,
  widthPx: number,
  heightPx: number,
): void {
  const count = person.length
  const whole = new Uint8Array(count)
  flood(
    whole,
    widthPx,
    heightPx,
    (i) => face[i] === 1,
    (i) => person[i] > 0.5,
  )
  const outside = new Uint8Array(count)
  const onRim = (i: number) => {
    const x = i % widthPx
    return (i < widthPx || x === 0 || x === widthPx - 1) && !whole[i]
  }
  flood(outside, widthPx, heightPx, onRim, (i) => !whole[i])
  for (let i = 0; i < count; i++) {
    if (whole[i]) continue
    if (outside[i]) person[i] = Math.min(person[i], 0.3)
    else if (network[i] > 0.8) person[i] = 0.97
  }
}

function flood(
  marked: Uint8Array,
  widthPx: number,
  heightPx: number,
  starts: (i: number) => boolean,
  enters: (i: number) => boolean,
): void {
  const count = widthPx * heightPx
  const queue = new Int32Array(count)
  let tail = 0
  for (let i = 0; i < count; i++) {
    if (starts(i)) {
      marked[i] = 1
      queue[tail++] = i
    }
  }
  for (let head = 0; head < tail; head++) {
    const i = queue[head]
    const x = i % widthPx
    if (x > 0) visit(i - 1)
    if (x < widthPx - 1) visit(i + 1)
    if (i >= widthPx) visit(i - widthPx)
    if (i < count - widthPx) visit(i + widthPx)
  }
  function visit(i: number): void {
    if (marked[i] || !enters(i)) return
    marked[i] = 1
    queue[tail++] = i
  }
}
