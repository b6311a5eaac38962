import type { Box } from './kept-area.ts'
import { insideOf } from './light.ts'
import type { CameraPicture, SeenFace } from './seen.ts'

/**
 * What is taken for the person, in face widths around the middle of the eyes: beside down to the shoulders, and above the
 * head the place of a bun.
 */
const person = { beside: 0.85, below: 0.85, above: 0.85, bunBeside: 0.55 }
/** The kept area is looked at with so much around it: the photo may be cut a little wider. */
const aroundShare = 0.06
const samplesWanted = 2500
/** Fewer than this say nothing of a wall. */
const samplesMin = 150
/** So many of the places may deviate (loose hair, a shoulder), before the wall itself is not plain. */
const toldBy = 0.8

/**
 * How far the wall beside and above the head is from a smooth field of one colour, in levels. The field is a quadratic
 * surface for each channel, so light that falls off and soft shadows are plain; things, lines and patterns are not.
 */
export function wallLevelsOf(picture: CameraPicture, kept: Box, face: SeenFace): number {
  const places = wallPlaces(picture, kept, face)
  if (places.length < samplesMin) return 0
  const terms = places.map((place) => termsAt(picture, place))
  const worst = new Float32Array(places.length)
  for (let channel = 0; channel < 3; channel++) {
    const levels = places.map((place) => picture.rgba[place * 4 + channel])
    for (const [i, off] of deviations(terms, levels).entries()) worst[i] = Math.max(worst[i], off)
  }
  return worst.sort()[Math.floor(toldBy * worst.length)]
}

function wallPlaces(picture: CameraPicture, kept: Box, face: SeenFace): number[] {
  const around = aroundShare * kept.widthPx
  const { left, top, right, bottom } = insideOf(picture, {
    leftPx: kept.leftPx - around,
    topPx: kept.topPx - around,
    widthPx: kept.widthPx + 2 * around,
    heightPx: kept.heightPx,
  })
  const step = Math.max(1, Math.round(Math.sqrt(((right - left) * (bottom - top)) / (4 * samplesWanted))))
  const places: number[] = []
  for (let y = top; y < bottom; y += step) {
    const v = (y - face.eyeLinePx) / face.widthPx
    if (v > person.below) break
    for (let x = left; x < right; x += step) {
      const u = Math.abs(x - face.centerXPx) / face.widthPx
      if (u > (v < -person.above ? person.bunBeside : person.beside)) places.push(y * picture.widthPx + x)
    }
  }
  return places
}

type Terms = [number, number, number, number, number, number]

function termsAt({ widthPx, heightPx }: CameraPicture, place: number): Terms {
  const x = (place % widthPx) / widthPx - 0.5
  const y = Math.floor(place / widthPx) / heightPx - 0.5
  return [1, x, y, x * x, x * y, y * y]
}

/** Distance of each level from the surface, fitted twice: the second time without what lay far from the first. */
function deviations(terms: Terms[], levels: number[]): number[] {
  const off = (surface: number[]) => levels.map((level, i) => Math.abs(level - dot(surface, terms[i])))
  const first = off(fit(terms, levels))
  const usual = 3 * [...first].sort((a, b) => a - b)[first.length >> 1] + 1
  const near = terms.map((_, i) => i).filter((i) => first[i] <= usual)
  return off(
    fit(
      near.map((i) => terms[i]),
      near.map((i) => levels[i]),
    ),
  )
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * b[i], 0)
}

/** Least squares by the normal equations, a trace of ridge keeping them solvable. */
function fit(terms: Terms[], levels: number[]): number[] {
  const size = 6
  const rows = Array.from({ length: size }, () => new Float64Array(size + 1))
  for (const [n, t] of terms.entries()) {
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) rows[i][j] = rows[i][j] + t[i] * t[j]
      rows[i][size] = rows[i][size] + t[i] * levels[n]
    }
  }
  for (let i = 0; i < size; i++) rows[i][i] = rows[i][i] + 1e-3
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < size; k++) {
      if (k === i) continue
      const share = rows[k][i] / rows[i][i]
      for (let j = i; j <= size; j++) rows[k][j] = rows[k][j] - share * rows[i][j]
    }
  }
  return rows.map((row, i) => row[size] / row[i])
}
