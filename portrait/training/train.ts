/**
 * Fits the two networks of src/matte/alpha.ts to photos with a known matte and writes src/matte/alpha-weights.ts:
 *   npm run -s train-matte -- --data DIR [--seed 1]
 * DIR is laid out like the portraits' data. Only people, walls and clothes of the tuned half of docs/split.csv teach.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import sharp from 'sharp'
import { matteOf } from '../src/bench/finished-photo.ts'
import { loadSets } from '../src/bench/sets.ts'
import { loadSplit, personIn } from '../src/bench/split.ts'
import type { Perceptron } from '../src/matte/perceptron.ts'
import { drawPerson } from '../test/drawn-person.ts'
import { chance } from './chance.ts'
import { projectedCutOut, trueCutOuts } from './cut-outs.ts'
import { drawnVariations } from './drawn-variations.ts'
import { fit } from './fit.ts'
import { type Kind, type Lesson, lessonOf, rowsOf } from './lesson.ts'
import { type CutOut, type KnownPhoto, recomposite } from './recomposite.ts'
import { seen } from './sight.ts'

/** How often each person appears before an invented wall, and how much a photo counts. */
const timesTrue = 12
const timesProjected = 2
const compositeWeight = 2.5
const rowsEach = 9000
const steps = 16000
const hidden: [number, number] = [32, 16]
const weightsFile = path.join(import.meta.dirname, '..', 'src', 'matte', 'alpha-weights.ts')

const { values } = parseArgs({ options: { data: { type: 'string' }, seed: { type: 'string', default: '1' } } })
if (!values.data) throw new Error('say where the photos lie: --data DIR')
const folder = values.data
const by = chance(Number(values.seed))
const split = await loadSplit()
const tuned = (person: string) => split.halfOf({ people: [person] }) === 'tuned'

const lessons: Lesson[] = []
await learnComposites()
await learnRecomposites(await trueCutOuts(folder, tuned), 'true', timesTrue)
await learnRecomposites(await projectedCutOuts(), 'projected', timesProjected)
for (const variation of drawnVariations(by)) await learn(await drawnPhoto(variation), 'drawn', 1)
process.stderr.write(`${lessons.length} photos\n`)

const first = fit(rowsOf(lessons, rowsEach, by.between), hidden, steps, by)
process.stderr.write('first network done\n')
const second = fit(rowsOf(lessons, rowsEach, by.between, first), hidden, steps, by)
await writeFile(weightsFile, source(first, second, Number(values.seed)))
process.exit(0)

async function learn(photo: KnownPhoto, kind: Kind, weight: number): Promise<void> {
  const lesson = await lessonOf(photo, kind, weight)
  if (lesson) lessons.push(lesson)
  if (lessons.length % 10 === 0) process.stderr.write(`${lessons.length} photos\n`)
}

async function learnComposites(): Promise<void> {
  for (const { file, name, alphaFile, groups } of (await loadSets(folder)).composites) {
    const [wall, clothes] = groups
    if (!alphaFile || split.halfOf({ people: [personIn(name, split)], wall, clothes }) === 'held') continue
    const { widthPx, heightPx, values: alpha } = await matteOf(alphaFile)
    await learn({ jpeg: await readFile(file), widthPx, heightPx, alpha }, 'true', compositeWeight)
  }
}

async function learnRecomposites(people: CutOut[], kind: Kind, times: number): Promise<void> {
  for (const person of people) for (let k = 0; k < times; k++) await learn(await recomposite(person, by), kind, 1)
  process.stderr.write(`${kind}: ${people.length} people\n`)
}

async function projectedCutOuts(): Promise<CutOut[]> {
  const found: CutOut[] = []
  for (const file of (await readdir(path.join(folder, 'frontal'))).sort()) {
    if (!tuned(personIn(file, split))) continue
    const photo = await seen(await readFile(path.join(folder, 'frontal', file)))
    const cutOut = photo && (await projectedCutOut(file, photo.frame, photo.face))
    if (cutOut) found.push(cutOut)
  }
  return found
}

async function drawnPhoto(variation: Parameters<typeof drawPerson>[0]): Promise<KnownPhoto> {
  const { rgb, alpha, widthPx, heightPx } = drawPerson(variation, { widthPx: 900, heightPx: 1200 })
  const jpeg = await sharp(rgb, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .jpeg({ quality: 92 })
    .toBuffer()
  return { jpeg, widthPx, heightPx, alpha: Float32Array.from(alpha) }
}

function source(firstLook: Perceptron, secondLook: Perceptron, seed: number): string {
  const text = ({ sizes, parameters }: Perceptron) => {
    const bytes = Buffer.from(parameters.buffer, parameters.byteOffset, parameters.byteLength)
    const lines = bytes.toString('base64').match(/.{1,100}/g) ?? []
    return `{
  sizes: [${sizes.join(', ')}],
  parameters: decodeFloats(
    [
${lines.map((line) => `      '${line}',`).join('\n')}
    ].join(''),
  ),
}`
  }
  return `/** Written by portrait/training/train.ts --seed ${seed} from ${lessons.length} photos; see docs/decisions/0013. */
import { decodeFloats, type Perceptron } from './perceptron.ts'

export const firstLook: Perceptron = ${text(firstLook)}

export const secondLook: Perceptron = ${text(secondLook)}
`
}
