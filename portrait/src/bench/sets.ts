import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Point } from '../frame.ts'
import { parseCsv } from './csv.ts'
import { type Half, loadSplit, personIn, type Split } from './split.ts'

/** Hand-marked or drawn truth in source pixels; left is the image's left. */
export interface Truth {
  pupilLeft: Point
  pupilRight: Point
  chin: Point
  crown: Point
  faceLeftPx?: number
  faceRightPx?: number
}

export interface BenchPhoto {
  file: string
  name: string
  truth?: Truth
  /** True matte of the whole photo, 8-bit grey. */
  alphaFile?: string
  /** True colours of the person, RGBA; scaled to the photo's width and aligned with its bottom. */
  foregroundFile?: string
  label?: string
  param?: string
  /** What is known about the person: sex, ethnicity. */
  groups: string[]
  half: Half
  wall?: string
}

export type SetName = 'frontal' | 'smiling' | 'composites' | 'defects' | 'noface' | 'phone'

/** A folder laid out like the portraits' data: pictures by set, with their truth in tables beside them. */
export async function loadSets(folder: string): Promise<Record<SetName, BenchPhoto[]>> {
  const split = await loadSplit()
  const shown = new Map((await table(folder, 'manifest.csv')).map((row) => [row.file, row.shows]))
  const plain = async (set: SetName) =>
    (await pictures(folder, set)).map(
      (file): BenchPhoto => ({
        ...photo(file, split),
        groups: groupsOf(shown, set, file),
      }),
    )
  const frontalTruth = new Map((await table(folder, 'frontal_landmarks.csv')).map((row) => [row.file, truthOf(row)]))
  const frontal = (await plain('frontal')).map((each) => ({ ...each, truth: frontalTruth.get(each.name) }))
  return {
    frontal,
    smiling: await plain('smiling'),
    composites: await composites(folder, split),
    defects: (await table(folder, 'defects.csv')).map((row) => ({
      ...photo(path.join(folder, 'defects', row.file), split),
      ...(row.source_id ? { half: split.halfOf({ people: row.source_id.split('+') }) } : {}),
      label: row.label,
      param: row.param,
    })),
    noface: (await plain('noface')).map((each) => ({ ...each, label: 'noface' })),
    phone: await plain('phone'),
  }
}

async function composites(folder: string, split: Split): Promise<BenchPhoto[]> {
  const truth = new Map((await table(folder, 'composites_landmarks.csv')).map((row) => [row.subject, truthOf(row)]))
  return (await table(folder, 'composites.csv')).map((row) => {
    const subject = row.file.split('_')[0]
    const foregroundFile = path.join(folder, 'foregrounds', `${subject}.png`)
    return {
      ...photo(path.join(folder, 'composites', row.file), split),
      half: split.halfOf({ people: [subject], wall: row.wall, clothes: row.clothes }),
      wall: row.wall,
      truth: truth.get(subject),
      alphaFile: path.join(folder, 'composites', row.alpha),
      foregroundFile: existsSync(foregroundFile) ? foregroundFile : undefined,
      groups: [row.wall, row.clothes],
    }
  })
}

function photo(file: string, split: Split): BenchPhoto {
  const name = path.basename(file)
  return { file, name, groups: [], half: split.halfOf({ people: [personIn(name, split)] }) }
}

function groupsOf(shown: Map<string, string>, set: SetName, file: string): string[] {
  const words = (shown.get(`${set}/${path.basename(file)}`) ?? '').split(';')
  const person = words[words.length - 1].split(',').map((word) => word.trim())
  return person.length === 3 ? [person[0], person[2]] : []
}

function truthOf(row: Record<string, string>): Truth {
  const point = (name: string): Point => [Number(row[`${name}_x`]), Number(row[`${name}_y`])]
  const optional = (text: string | undefined) => (text ? Number(text) : undefined)
  return {
    pupilLeft: point('pupil_l'),
    pupilRight: point('pupil_r'),
    chin: point('chin'),
    crown: point('crown'),
    faceLeftPx: optional(row.face_left_x),
    faceRightPx: optional(row.face_right_x),
  }
}

async function table(folder: string, name: string): Promise<Record<string, string>[]> {
  const file = path.join(folder, name)
  return existsSync(file) ? parseCsv(await readFile(file, 'utf8')) : []
}

async function pictures(folder: string, set: string): Promise<string[]> {
  const home = path.join(folder, set)
  if (!existsSync(home)) return []
  const names = (await readdir(home)).filter((name) => /\.(jpe?g|png|webp)$/i.test(name)).sort()
  return names.map((name) => path.join(home, name))
}
