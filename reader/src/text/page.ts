import { cutRectangle, type Picture, type Quad, resizePicture } from '../picture.ts'
import { facing, heightOf, lengthOf, pieceOf, straighten, turnedOver } from '../quad.ts'
import { type ClassMask, decodeTimeline, type Glyph, meanProbability, textOf } from './glyphs.ts'
import { lineHeightPx, type TextNetworks } from './networks.ts'
import { textBoxes } from './text-boxes.ts'

/** A line of text in the upright frame of the page: x grows along the reading direction, y downwards. */
export interface Line {
  quad: Quad
  glyphs: Glyph[]
  text: string
  /** Mean probability of its characters, 0 to 1. */
  confidence: number
  left: number
  right: number
  /** Height of its middle at its left and right end, and between them. */
  yLeft: number
  yRight: number
  heightPx: number
}

/** The upright page: its lines from top to bottom. */
export interface Page {
  picture: Picture
  lines: Line[]
}

const detectorSidePx = 960
/** Text that fills less than this share of the picture is looked for once more, closer. */
const closerShare = 0.62
const shortestLinePx = 5
/** Text that stands upright reads at least this well; otherwise the other way up is tried too. */
const legible = 0.8
const recogniserLongestPx = 2400

/** Finds the text, turns it upright and reads every line. */
export async function readPage(networks: TextNetworks, picture: Picture): Promise<Page> {
  const boxes = await uprightBoxes(networks, picture)
  const lines = await readBoxes(networks, picture, boxes)
  if (legibility(lines) >= legible) return { picture, lines: uprightFrame(lines) }
  const turned = await readBoxes(networks, picture, boxes.map(turnedOver))
  return { picture, lines: uprightFrame(legibility(turned) > legibility(lines) ? turned : lines) }
}

async function readBoxes(networks: TextNetworks, picture: Picture, boxes: Quad[]): Promise<Line[]> {
  const lines: Line[] = []
  for (const quad of boxes) lines.push(lineOf(quad, await readQuad(networks, picture, quad)))
  return lines
}

/** Mean probability of all characters, lines without any counted as one bad character: upside-down text reads badly. */
function legibility(lines: Line[]): number {
  let sum = 0
  let count = 0
  for (const { glyphs } of lines) {
    for (const { probability } of glyphs) sum += probability
    count += Math.max(1, glyphs.length)
  }
  return sum / Math.max(1, count)
}

export interface LookOptions {
  /** Classes that may be read. */
  mask?: ClassMask
  /** Stretches the line before reading. */
  stretch?: number
  /** Changes the straightened line, for example its contrast. */
  filter?(line: Picture): Picture
}

/** The characters inside a quadrilateral. */
export async function readQuad(
  networks: TextNetworks,
  picture: Picture,
  quad: Quad,
  look: LookOptions = {},
): Promise<Glyph[]> {
  const { mask, stretch = 1, filter } = look
  const widthPx = (lineHeightPx * lengthOf(quad) * stretch) / Math.max(1, heightOf(quad))
  const line = straighten(picture, quad, Math.max(32, Math.min(recogniserLongestPx, Math.round(widthPx))), lineHeightPx)
  return decodeTimeline(await networks.recognise(filter ? filter(line) : line), networks.characters, mask)
}

async function uprightBoxes(networks: TextNetworks, picture: Picture): Promise<Quad[]> {
  const boxes = await findBoxes(networks, picture)
  const found = boxes.filter((quad) => heightOf(quad) >= shortestLinePx)
  if (found.length === 0) return []
  const angle = readingAngle(found)
  const upright = found.map((quad) => facing(quad, angle))
  return (await standsOnItsHead(networks, picture, upright)) ? upright.map(turnedOver) : upright
}

/** Looks at the whole picture, and once more at the part that holds the text when that is small. */
async function findBoxes(networks: TextNetworks, picture: Picture): Promise<Quad[]> {
  const boxes = await boxesIn(networks, picture)
  const region = regionOf(boxes, picture)
  if (!region || Math.max(region.widthPx / picture.widthPx, region.heightPx / picture.heightPx) > closerShare)
    return boxes
  if (Math.max(picture.widthPx, picture.heightPx) <= detectorSidePx) return boxes
  const part = cutRectangle(picture, region.x, region.y, region.widthPx, region.heightPx)
  const closer = await boxesIn(networks, part)
  const moved = closer.map((quad) => quad.map(([x, y]) => [x + region.x, y + region.y]) as unknown as Quad)
  return moved.length >= boxes.length ? moved : boxes
}

async function boxesIn(networks: TextNetworks, picture: Picture): Promise<Quad[]> {
  const scale = Math.min(2, detectorSidePx / Math.max(picture.widthPx, picture.heightPx))
  const side = (px: number) => Math.max(32, Math.round((px * scale) / 32) * 32)
  const [widthPx, heightPx] = [side(picture.widthPx), side(picture.heightPx)]
  const map = await networks.textMap(resizePicture(picture, widthPx, heightPx))
  return textBoxes(map, picture.widthPx / widthPx, picture.heightPx / heightPx)
}

function regionOf(boxes: Quad[], picture: Picture) {
  if (boxes.length < 3) return undefined
  const xs = boxes.flatMap((quad) => quad.map(([x]) => x))
  const ys = boxes.flatMap((quad) => quad.map(([, y]) => y))
  const margin = 0.08 * Math.max(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys))
  const x = Math.max(0, Math.floor(Math.min(...xs) - margin))
  const y = Math.max(0, Math.floor(Math.min(...ys) - margin))
  const widthPx = Math.min(picture.widthPx, Math.ceil(Math.max(...xs) + margin)) - x
  const heightPx = Math.min(picture.heightPx, Math.ceil(Math.max(...ys) + margin)) - y
  return { x, y, widthPx, heightPx }
}

/** The direction of most of the text, up to a half turn; doubling the angle makes opposite directions agree. */
function readingAngle(boxes: Quad[]): number {
  const long = boxes.filter((quad) => lengthOf(quad) > 2.2 * heightOf(quad))
  let x = 0
  let y = 0
  for (const quad of long.length > 0 ? long : boxes) {
    const angle = 2 * Math.atan2(quad[1][1] - quad[0][1], quad[1][0] - quad[0][0])
    x += lengthOf(quad) * Math.cos(angle)
    y += lengthOf(quad) * Math.sin(angle)
  }
  return Math.atan2(y, x) / 2
}

/** The votes of five long lines, weighed by their length. A machine-readable row looks much the same either way up. */
async function standsOnItsHead(networks: TextNetworks, picture: Picture, boxes: Quad[]): Promise<boolean> {
  const usual = boxes.filter((quad) => lengthOf(quad) < 12 * heightOf(quad))
  const longest = (usual.length > 0 ? usual : boxes).toSorted((a, b) => lengthOf(b) - lengthOf(a)).slice(0, 5)
  let vote = 0
  for (const quad of longest) {
    const ratio = lengthOf(quad) / heightOf(quad)
    const piece = ratio > 4 ? pieceOf(quad, 0, 4 / ratio) : quad
    const widthPx = Math.max(16, Math.round(lineHeightPx * Math.min(4, ratio)))
    vote += ((await networks.upsideDown(straighten(picture, piece, widthPx, lineHeightPx))) - 0.5) * lengthOf(quad)
  }
  return vote > 0
}

function lineOf(quad: Quad, read: Glyph[]): Line {
  const glyphs = read.filter(({ character }) => character !== ' ')
  const text = textOf(glyphs)
  return {
    quad,
    glyphs,
    text,
    confidence: meanProbability(glyphs),
    left: 0,
    right: 0,
    yLeft: 0,
    yRight: 0,
    heightPx: heightOf(quad),
  }
}

/** Turns the frame, not the pixels: afterwards lines that belong to one row have nearly the same y. */
function uprightFrame(lines: Line[]): Line[] {
  let x = 0
  let y = 0
  for (const { quad } of lines) {
    x += quad[1][0] - quad[0][0]
    y += quad[1][1] - quad[0][1]
  }
  const angle = Math.atan2(y, x)
  const [cosine, sine] = [Math.cos(-angle), Math.sin(-angle)]
  for (const line of lines) {
    const [a, b, c, d] = line.quad.map(([px, py]) => [px * cosine - py * sine, px * sine + py * cosine]) as [
      number,
      number,
    ][]
    line.left = (a![0] + d![0]) / 2
    line.right = (b![0] + c![0]) / 2
    line.yLeft = (a![1] + d![1]) / 2
    line.yRight = (b![1] + c![1]) / 2
  }
  return lines.toSorted((a, b) => a.yLeft + a.yRight - b.yLeft - b.yRight)
}

/** The quadrilateral of some neighbouring characters of the line, from `first` to `last`, with half a character of air. */
export function quadOfGlyphs({ quad, glyphs }: Line, first: number, last: number): Quad {
  const before = first > 0 ? (glyphs[first - 1]!.at + glyphs[first]!.at) / 2 : 0
  const after = last < glyphs.length - 1 ? (glyphs[last]!.at + glyphs[last + 1]!.at) / 2 : 1
  return pieceOf(quad, before, after)
}
