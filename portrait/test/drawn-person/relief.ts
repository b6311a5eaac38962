import type { Box, Scene } from './scene.ts'

/** Depth of one part of the person over a box of pixels, in mm. */
export interface Relief {
  box: Box
  widthPx: number
  depth: Float32Array
}

export function reliefOf(box: Box): Relief {
  const widthPx = Math.max(0, box.right - box.left)
  return { box, widthPx, depth: new Float32Array(widthPx * Math.max(0, box.bottom - box.top)) }
}

/** Lifts the scene's depth to this part's where it is covered and in front. */
export function raiseDepth(scene: Scene, x: number, y: number, depth: number): void {
  const i = (y >> 1) * scene.depthWidthPx + (x >> 1)
  if (depth > scene.depth[i]) scene.depth[i] = depth
}

/** Unit normal of a relief at pixel (x, y), by central differences; slopes are limited so that outlines stay soft. */
export function normalAt(normal: Float64Array, relief: Relief, x: number, y: number, pxPerMm: number): void {
  const { box, widthPx, depth } = relief
  const left = Math.max(box.left, x - 1)
  const right = Math.min(box.right - 1, x + 1)
  const up = Math.max(box.top, y - 1)
  const down = Math.min(box.bottom - 1, y + 1)
  const row = (y - box.top) * widthPx
  const across = ((depth[row + right - box.left] - depth[row + left - box.left]) * pxPerMm) / Math.max(1, right - left)
  const column = x - box.left
  const along =
    ((depth[(down - box.top) * widthPx + column] - depth[(up - box.top) * widthPx + column]) * pxPerMm) /
    Math.max(1, down - up)
  const steep = Math.hypot(across, along)
  const limit = steep > 4 ? 4 / steep : 1
  const nx = -across * limit
  const ny = -along * limit
  const length = Math.hypot(nx, ny, 1)
  normal[0] = nx / length
  normal[1] = ny / length
  normal[2] = 1 / length
}

/** What light reaches each pixel of the half-size grid, 0..1: the main light, and the surroundings. */
export interface Reach {
  key: Float32Array
  open: Float32Array
}

/** Cast shadows by marching over the depths towards the light, and openness by comparing with the blurred depths. */
export function reachOf(scene: Scene): Reach {
  const w = scene.depthWidthPx
  const h = scene.depthHeightPx
  const key = softened(castShadows(scene), w, h, Math.max(1, Math.round(scene.pxPerMm * 0.5)))
  const near = softened(scene.depth, w, h, Math.max(1, Math.round(scene.pxPerMm * 1.2)))
  const far = softened(scene.depth, w, h, Math.max(2, Math.round(scene.pxPerMm * 5)))
  const open = new Float32Array(w * h)
  for (let i = 0; i < open.length; i++) {
    const deep = 0.05 * Math.max(0, near[i] - scene.depth[i]) + 0.022 * Math.max(0, far[i] - scene.depth[i])
    open[i] = Math.exp(-deep)
  }
  return { key, open }
}

function castShadows(scene: Scene): Float32Array {
  const w = scene.depthWidthPx
  const h = scene.depthHeightPx
  const { light, depth } = scene
  const key = new Float32Array(w * h).fill(1)
  const flat = Math.hypot(light.x, light.y)
  if (flat < 0.02) return key
  const rise = light.z / flat
  const pxPerMm = scene.pxPerMm / 2
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      const start = depth[y * w + x]
      if (start <= -100) continue
      let clear = 1
      for (let mm = 2.5; mm < 90; mm *= 1.22) {
        const sx = Math.round(x + (light.x / flat) * mm * pxPerMm)
        const sy = Math.round(y + (light.y / flat) * mm * pxPerMm)
        if (sx < 0 || sy < 0 || sx >= w || sy >= h) break
        const above = start + mm * rise + 1.2 - depth[sy * w + sx]
        clear = Math.min(clear, 0.5 + (above / mm) * 3.2)
        if (clear <= 0) break
      }
      key[y * w + x] = Math.max(0, clear)
    }
  }
  return key
}

/** Two box means of radius r, one after the other, both ways: close to a Gaussian. */
export function softened(source: Float32Array, w: number, h: number, r: number): Float32Array {
  let field = source
  for (let pass = 0; pass < 2; pass++) field = boxMean(boxMean(field, w, h, r, 1, w), h, w, r, w, 1)
  return field
}

/** Running mean over lines of `length` pixels, `step` apart, `lines` of them `stride` apart. */
function boxMean(source: Float32Array, length: number, lines: number, r: number, step: number, stride: number) {
  const mean = new Float32Array(source.length)
  for (let line = 0; line < lines; line++) {
    const base = line * stride
    let sum = 0
    let count = 0
    for (let i = 0; i < Math.min(r, length); i++, count++) sum += source[base + i * step]
    for (let i = 0; i < length; i++) {
      if (i + r < length) {
        sum += source[base + (i + r) * step]
        count++
      }
      if (i - r - 1 >= 0) {
        sum -= source[base + (i - r - 1) * step]
        count--
      }
      mean[base + i * step] = sum / count
    }
  }
  return mean
}
