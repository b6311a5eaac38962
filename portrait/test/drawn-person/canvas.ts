/** Premultiplied sRGB 0..1 with coverage: rgba holds 4 floats a pixel, row by row. */
export interface Canvas {
  widthPx: number
  heightPx: number
  rgba: Float32Array
}

export function blankCanvas(widthPx: number, heightPx: number): Canvas {
  return { widthPx, heightPx, rgba: new Float32Array(widthPx * heightPx * 4) }
}

/** Lays colour (r, g, b) with coverage a over pixel i: Porter and Duff's "over". */
export function lay(canvas: Canvas, i: number, r: number, g: number, b: number, a: number): void {
  const rgba = canvas.rgba
  const j = i * 4
  const rest = 1 - a
  rgba[j] = r * a + rgba[j] * rest
  rgba[j + 1] = g * a + rgba[j + 1] * rest
  rgba[j + 2] = b * a + rgba[j + 2] * rest
  rgba[j + 3] = a + rgba[j + 3] * rest
}

/** Coverage of a pixel whose centre lies `distancePx` outside an edge. */
export function coverage(distancePx: number): number {
  return distancePx >= 0.5 ? 0 : distancePx <= -0.5 ? 1 : 0.5 - distancePx
}

/** One strand: points in pixels with a colour at each, from root to tip; it thins towards the tip. */
export interface Stroke {
  x: Float32Array
  y: Float32Array
  r: Float32Array
  g: Float32Array
  b: Float32Array
  count: number
  radiusPx: number
  strength: number
}

/**
 * Draws a strand without caps. Each segment is scanned along its longer axis over a half-open span, so that two
 * segments never cover a pixel twice:
 *
 *      y0 ──●            rows y0 <= y < y1 belong to this segment,
 *            \           across: |x - x(y)| * cos against the radius
 *      y1 ────●
 */
export function drawStroke(canvas: Canvas, stroke: Stroke): void {
  for (let k = 0; k + 1 < stroke.count; k++) {
    const dx = stroke.x[k + 1] - stroke.x[k]
    const dy = stroke.y[k + 1] - stroke.y[k]
    if (Math.abs(dy) >= Math.abs(dx)) drawSegment(canvas, stroke, k, dx, dy, true)
    else drawSegment(canvas, stroke, k, dx, dy, false)
  }
}

function drawSegment(canvas: Canvas, stroke: Stroke, k: number, dx: number, dy: number, steep: boolean): void {
  const along = steep ? stroke.y[k] : stroke.x[k]
  const start = steep ? stroke.x[k] : stroke.y[k]
  const step = steep ? dy : dx
  const drift = steep ? dx : dy
  if (step === 0) return
  const { rgba, widthPx, heightPx } = canvas
  const first = Math.max(0, Math.ceil(Math.min(along, along + step) - 0.5))
  const last = Math.min(steep ? heightPx : widthPx, Math.ceil(Math.max(along, along + step) - 0.5)) - 1
  const acrossLast = (steep ? widthPx : heightPx) - 1
  const acrossStride = steep ? 4 : 4 * widthPx
  const rowStride = steep ? 4 * widthPx : 4
  const cosine = Math.abs(step) / Math.hypot(dx, dy)
  const { strength, radiusPx } = stroke
  const [r0, g0, b0] = [stroke.r[k], stroke.g[k], stroke.b[k]]
  const [dr, dg, db] = [stroke.r[k + 1] - r0, stroke.g[k + 1] - g0, stroke.b[k + 1] - b0]
  for (let row = first; row <= last; row++) {
    const t = (row + 0.5 - along) / step
    const centre = start + drift * t
    const place = (k + t) / (stroke.count - 1)
    const radius = radiusPx * Math.min(1, 0.45 + place * 4) * (1 - 0.85 * place * place * place)
    const reach = (radius + 0.5) / cosine
    const from = Math.max(0, Math.floor(centre - reach))
    const to = Math.min(acrossLast, Math.floor(centre + reach))
    const most = Math.min(1, 2 * radius) * strength
    for (let across = from; across <= to; across++) {
      const covered = Math.min(1, radius + 0.5 - Math.abs(across + 0.5 - centre) * cosine)
      if (covered <= 0.005) continue
      const a = covered * most
      const rest = 1 - a
      const j = row * rowStride + across * acrossStride
      rgba[j] = (r0 + dr * t) * a + rgba[j] * rest
      rgba[j + 1] = (g0 + dg * t) * a + rgba[j + 1] * rest
      rgba[j + 2] = (b0 + db * t) * a + rgba[j + 2] * rest
      rgba[j + 3] = a + rgba[j + 3] * rest
    }
  }
}

/** A stroke with room for `most` points, to be filled again and again. */
export function emptyStroke(most: number): Stroke {
  const room = () => new Float32Array(most)
  return { x: room(), y: room(), r: room(), g: room(), b: room(), count: 0, radiusPx: 1, strength: 1 }
}
