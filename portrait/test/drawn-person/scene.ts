import { type Head, headOf } from './anatomy.ts'
import { blankCanvas, type Canvas } from './canvas.ts'
import { type Light, lightOf } from './light.ts'
import type { Variation } from './variation.ts'

/** A person set into a picture: where, how large, how tilted; and the canvas the layers are laid on, back to front. */
export interface Scene {
  variation: Variation
  head: Head
  light: Light
  canvas: Canvas
  pxPerMm: number
  /** Middle between the pupils. */
  eyesXPx: number
  eyesYPx: number
  cos: number
  sin: number
  /** Depth in mm of what lies in front at each pixel of a half-size grid, for cast shadows and openness. */
  depth: Float32Array
  depthWidthPx: number
  depthHeightPx: number
}

/** Millimetres below the eyes where the head turns on the neck. */
const PIVOT_V = 105
/** Depth of the wall behind the person, in mm. */
const WALL_DEPTH = -120

export function sceneOf(variation: Variation, widthPx: number, heightPx: number): Scene {
  const head = headOf(variation)
  const roll = (variation.rollDegrees * Math.PI) / 180
  const depthWidthPx = Math.ceil(widthPx / 2)
  const depthHeightPx = Math.ceil(heightPx / 2)
  return {
    variation,
    head,
    light: lightOf(variation),
    canvas: blankCanvas(widthPx, heightPx),
    pxPerMm: (variation.faceWidthShare * widthPx) / (2 * head.cheekHalfWidth),
    eyesXPx: variation.eyesAtX * widthPx,
    eyesYPx: variation.eyesAtY * heightPx,
    cos: Math.cos(roll),
    sin: Math.sin(roll),
    depth: new Float32Array(depthWidthPx * depthHeightPx).fill(WALL_DEPTH),
    depthWidthPx,
    depthHeightPx,
  }
}

/** Head millimetres to pixels. */
export function headToPx(scene: Scene, u: number, v: number): [number, number] {
  const k = scene.pxPerMm
  return [scene.eyesXPx + k * (u * scene.cos - v * scene.sin), scene.eyesYPx + k * (u * scene.sin + v * scene.cos)]
}

/** Where the body's origin lies: the body stays upright under a tilted head, joined at the pivot. */
function bodyOriginPx(scene: Scene): [number, number] {
  const [x, y] = headToPx(scene, 0, PIVOT_V)
  return [x, y - scene.pxPerMm * PIVOT_V]
}

/** Pixel rectangle, clipped to the canvas. */
export interface Box {
  left: number
  top: number
  right: number
  bottom: number
}

/** The pixels that a head rectangle (mm) may touch. */
export function headBox(scene: Scene, fromU: number, fromV: number, toU: number, toV: number): Box {
  const corners = [
    headToPx(scene, fromU, fromV),
    headToPx(scene, toU, fromV),
    headToPx(scene, fromU, toV),
    headToPx(scene, toU, toV),
  ]
  return boxAround(scene, corners)
}

export function bodyBox(scene: Scene, fromU: number, fromV: number, toU: number, toV: number): Box {
  const [x, y] = bodyOriginPx(scene)
  const k = scene.pxPerMm
  return boxAround(scene, [
    [x + fromU * k, y + fromV * k],
    [x + toU * k, y + toV * k],
  ])
}

function boxAround(scene: Scene, corners: [number, number][]): Box {
  const xs = corners.map((corner) => corner[0])
  const ys = corners.map((corner) => corner[1])
  return {
    left: Math.max(0, Math.floor(Math.min(...xs)) - 1),
    top: Math.max(0, Math.floor(Math.min(...ys)) - 1),
    right: Math.min(scene.canvas.widthPx, Math.ceil(Math.max(...xs)) + 1),
    bottom: Math.min(scene.canvas.heightPx, Math.ceil(Math.max(...ys)) + 1),
  }
}

/** Calls `visit` with each pixel of a box and the head millimetres of its centre. */
export function eachHeadPixel(scene: Scene, box: Box, visit: (i: number, u: number, v: number) => void): void {
  const k = scene.pxPerMm
  for (let y = box.top; y < box.bottom; y++) {
    const dy = (y + 0.5 - scene.eyesYPx) / k
    for (let x = box.left; x < box.right; x++) {
      const dx = (x + 0.5 - scene.eyesXPx) / k
      visit(y * scene.canvas.widthPx + x, scene.cos * dx + scene.sin * dy, scene.cos * dy - scene.sin * dx)
    }
  }
}

/** Calls `visit` with each pixel of a box and the body millimetres of its centre. */
export function eachBodyPixel(scene: Scene, box: Box, visit: (i: number, u: number, v: number) => void): void {
  const k = scene.pxPerMm
  const [originX, originY] = bodyOriginPx(scene)
  for (let y = box.top; y < box.bottom; y++) {
    const v = (y + 0.5 - originY) / k
    for (let x = box.left; x < box.right; x++) {
      visit(y * scene.canvas.widthPx + x, (x + 0.5 - originX) / k, v)
    }
  }
}
