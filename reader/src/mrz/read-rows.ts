import type { Picture, Point, Quad } from '../picture.ts'
import { centreOf, grown, heightOf, lengthOf, pieceOf } from '../quad.ts'
import { type ClassMask, maskOf } from '../text/glyphs.ts'
import type { TextNetworks } from '../text/networks.ts'
import { type Line, readQuad } from '../text/page.ts'
import { type FirstLine, firstLine } from './first-line.ts'
import { rank, type SecondLine, secondLine } from './second-line.ts'

/** What was made of the zone: each line as far as it was found. */
export interface Zone {
  first: { line: string; quad: Quad; looksAgreeing: number } | undefined
  second: (SecondLine & { quad: Quad }) | undefined
}

/** Pieces that a row is cut into, and how far each is stretched: fillers in a row get lost in some looks, not in all. */
const looks = [
  [3, 1],
  [4, 0.8],
  [1, 1],
  [5, 0.9],
  [3, 0.75],
  [7, 1],
  [2, 1.1],
  [6, 0.75],
  [1, 1.3],
] as const

const slimmest = 14
const allChecks = 5
/** One character of 44. */
const pitch = 1 / 44

/**
 * `isPrinted` tells whether the printed part of the page bears the names of a first line.
 * Looks at the longest rows of the page until both lines are sure, or nothing new is left to try.
 */
export async function readZone(
  networks: TextNetworks,
  picture: Picture,
  lines: Line[],
  isPrinted: (names: string) => boolean,
): Promise<Zone> {
  const rows = zoneRows(lines)
    .filter((quad) => lengthOf(quad) > slimmest * heightOf(quad))
    .toSorted((a, b) => lengthOf(b) - lengthOf(a))
    .slice(0, 3)
  const masks = {
    any: maskOf(networks.characters, (character) => /[A-Z0-9<]/.test(character)),
    letters: maskOf(networks.characters, (character) => /[A-Z<]/.test(character)),
  }
  const search = new ZoneSearch(isPrinted)
  for (const [pieces, stretch] of looks) {
    for (const quad of rows) {
      if (search.wantsSecond(quad))
        search.offer(quad, await readPieces(networks, picture, quad, pieces, stretch, masks.any))
      if (search.wantsFirst(quad))
        search.offerNames(quad, await readPieces(networks, picture, quad, pieces, stretch, masks.letters))
    }
    if (search.isSettled()) break
  }
  return search.zone()
}

/** Collects readings: the second line is settled by its check digits, the first by looks that agree. */
class ZoneSearch {
  private readonly kinds = new Map<Quad, 'first' | 'second'>()
  private readonly votes = new Map<string, { quad: Quad; count: number; isWhole: boolean }>()
  private readonly isPrinted: (line: string) => boolean
  private second: Zone['second']

  constructor(isPrinted: (line: string) => boolean) {
    this.isPrinted = isPrinted
  }

  wantsSecond(quad: Quad): boolean {
    const kind = this.kinds.get(quad)
    return kind === undefined || (kind === 'second' && !this.isSecondSure())
  }

  wantsFirst(quad: Quad): boolean {
    return this.kinds.get(quad) === 'first' && !this.sureFirst()
  }

  offer(quad: Quad, raw: string): void {
    const digitCount = raw.replace(/\D/g, '').length
    if (digitCount >= 12 && raw.length >= 30) {
      this.kinds.set(quad, 'second')
      const found = secondLine(raw)
      if (found && (!this.second || rank(found) > rank(this.second))) this.second = { ...found, quad }
    } else if (raw.replace(/[^<]/g, '').length >= 5) this.kinds.set(quad, 'first')
  }

  offerNames(quad: Quad, raw: string): void {
    const found: FirstLine | undefined = firstLine(raw)
    if (!found) return
    const known = this.votes.get(found.line) ?? { quad, count: 0, isWhole: false }
    this.votes.set(found.line, { quad, count: known.count + 1, isWhole: known.isWhole || found.isWhole })
  }

  isSettled(): boolean {
    return this.isSecondSure() && this.sureFirst() !== undefined
  }

  zone(): Zone {
    const [best] = [...this.votes].toSorted(
      ([, a], [, b]) => b.count - a.count || Number(b.isWhole) - Number(a.isWhole),
    )
    const first = best && { line: best[0], quad: best[1].quad, looksAgreeing: best[1].count }
    return { first, second: this.second }
  }

  private isSecondSure(): boolean {
    return this.second?.checks === allChecks && !this.second.ambiguous && !this.second.resolved
  }

  private sureFirst(): string | undefined {
    return [...this.votes].find(([line, { count, isWhole }]) => this.isPrinted(line) || (count >= 3 && isWhole))?.[0]
  }
}

async function readPieces(
  networks: TextNetworks,
  picture: Picture,
  quad: Quad,
  pieces: number,
  stretch: number,
  mask: ClassMask,
): Promise<string> {
  const placed: Placed[] = []
  for (let piece = 0; piece < pieces; piece++) {
    const from = Math.max(0, piece / pieces - 1.5 * pitch)
    const to = Math.min(1, (piece + 1) / pieces + 1.5 * pitch)
    for (const glyph of await readQuad(networks, picture, pieceOf(quad, from, to), { mask, stretch })) {
      const place = from + (to - from) * glyph.at
      const isOwn = place >= piece / pieces - 0.6 * pitch && place <= (piece + 1) / pieces + 0.6 * pitch
      if (isOwn || pieces === 1) placed.push({ ...glyph, place, piece })
    }
  }
  return joined(placed)
}

interface Placed {
  character: string
  probability: number
  place: number
  piece: number
}

/** Characters that two pieces saw at one place count once: the surer reading. */
function joined(placed: Placed[]): string {
  const kept: Placed[] = []
  for (const glyph of placed.toSorted((a, b) => a.place - b.place)) {
    const last = kept.at(-1)
    if (!last || last.piece === glyph.piece || glyph.place - last.place > 0.6 * pitch) kept.push(glyph)
    else if (glyph.probability > last.probability) kept[kept.length - 1] = glyph
  }
  return kept.map(({ character }) => character).join('')
}

/**
 * The detector splits a row where fillers are faint, and loses its end. Boxes that may belong to the zone are gathered
 * by row; every row reaches as far as the longest one does, and as 44 characters of its own width need.
 */
function zoneRows(lines: Line[]): Quad[] {
  const boxes = lines
    .filter(({ quad, text }) => lengthOf(quad) > slimmest * heightOf(quad) || (/</.test(text) && text.length >= 4))
    .toSorted((a, b) => lengthOf(b.quad) - lengthOf(a.quad))
  const groups: Line[][] = []
  for (const box of boxes) {
    const row = groups.find(([longest]) => isOnRow(longest!.quad, box.quad))
    if (row) row.push(box)
    else groups.push([box])
  }
  const all = lines.map(({ quad }) => quad)
  return groups.map(([longest]) => {
    const { quad } = longest!
    // The check digit behind faint fillers is a box of its own, without a filler in it.
    const own = all.filter((box) => isOnRow(quad, box))
    return grown(reaching(quad, [...boxes.map((box) => box.quad), ...own], endOf(longest!)), 0.5, 0)
  })
}

/** Where 44 characters of the line's own pitch end, in shares of its length; its end where the pitch is unclear. */
function endOf({ glyphs }: Line): number {
  if (glyphs.length < 12) return 1
  const steps = glyphs.slice(1).map(({ at }, i) => at - glyphs[i]!.at)
  const step = steps.toSorted((a, b) => a - b)[Math.floor(steps.length / 2)]!
  const end = glyphs[0]!.at + 43.6 * step
  return end > 1 && end < 3 ? end : 1
}

function isOnRow(row: Quad, box: Quad): boolean {
  const [height, other] = [heightOf(row), heightOf(box)]
  const { across } = placeOn(row, centreOf(box))
  return Math.abs(across) < 0.6 * height && Math.abs(height - other) < 0.5 * Math.max(height, other)
}

/** The row with its ends moved outwards to the farthest end of any of the boxes, and at least to `end`. */
function reaching(row: Quad, boxes: Quad[], end: number): Quad {
  const shares = boxes.flatMap((box) => box.map((corner) => placeOn(row, corner).along / lengthOf(row) + 0.5))
  return pieceOf(row, Math.min(0, ...shares), Math.max(end, ...shares))
}

/** Where a point lies seen from the middle of the row, in pixels along and across its direction. */
function placeOn(row: Quad, [x, y]: Point): { along: number; across: number } {
  const [middleX, middleY] = centreOf(row)
  const span = Math.hypot(row[1][0] - row[0][0], row[1][1] - row[0][1])
  const [ux, uy] = [(row[1][0] - row[0][0]) / span, (row[1][1] - row[0][1]) / span]
  return { along: (x - middleX) * ux + (y - middleY) * uy, across: (y - middleY) * ux - (x - middleX) * uy }
}
