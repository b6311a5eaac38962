import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PersonMask } from '../src/engines/engines.ts'
import { type MaskManifest, readMaskModel } from '../src/engines/mask-manifest.ts'
import { loadOnnxMask } from '../src/engines/onnx-mask.ts'
import { loadSelfieMask } from '../src/engines/selfie-mask.ts'
import { type DrawnPerson, drawPerson } from './drawn-person.ts'
import { onnxModel, type TinyModel } from './onnx-model.ts'

const run = promisify(execFile)
const main = path.join(import.meta.dirname, '..', 'src', 'cli', 'main.ts')

/** Before a blue wall, what has little blue is the person: enough for a network of four numbers. */
const littleBlue: [number, number, number, number] = [20, 0, -30, 5.5]
const wallClass: [number, number, number, number] = [0, 0, 0, 0]
const plain = { mean: [0, 0, 0], std: [1, 1, 1] } as const
const scene = { seed: 3, wall: 'plain', wallColour: 'blue', clothesColour: 'red', skin: 'medium' } as const
const size = { widthPx: 480, heightPx: 640 }

let folder = ''
let drawn: DrawnPerson
beforeAll(async () => {
  drawn = drawPerson(scene, size)
  folder = await mkdtemp(path.join(os.tmpdir(), 'mask-model-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

interface Brought {
  model: TinyModel
  input: Pick<MaskManifest['input'], 'channels' | 'mean' | 'std'>
  output: MaskManifest['output']
}

const usualModel: Brought = {
  model: { sidePx: 128, layout: 'NCHW', classes: [littleBlue], sigmoid: true },
  input: { channels: 'RGB', mean: [0, 0, 0], std: [1, 1, 1] },
  output: { meaning: 'probability' },
}

async function bring(name: string, { model, input, output }: Brought, change: object = {}): Promise<string> {
  const bytes = onnxModel(model)
  await writeFile(path.join(folder, `${name}.onnx`), bytes)
  const manifest = {
    name,
    version: '1',
    file: `${name}.onnx`,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    licence: 'Apache-2.0',
    input: { sidePx: model.sidePx, layout: model.layout, ...input },
    output,
    ...change,
  }
  const file = path.join(folder, `${name}.json`)
  await writeFile(file, JSON.stringify(manifest))
  return file
}

const engines: [string, () => Promise<PersonMask>][] = [
  ['the bundled network', loadSelfieMask],
  ['a brought model', async () => loadOnnxMask(await bring('usual', usualModel))],
  [
    'a brought model with BGR in rows of pixels, normalised, that answers with logits',
    async () =>
      loadOnnxMask(
        await bring('logits', {
          // The same rule for values (v - 0.5) / 0.25 in the order blue, green, red.
          model: { sidePx: 96, layout: 'NHWC', classes: [[-7.5, 0, 5, 0.5]], sigmoid: false },
          input: { channels: 'BGR', mean: [0.5, 0.5, 0.5], std: [0.25, 0.25, 0.25] },
          output: { meaning: 'logit' },
        }),
      ),
  ],
  [
    'a brought model with a channel for the wall and one for the person',
    async () =>
      loadOnnxMask(
        await bring('classes', {
          model: { sidePx: 64, layout: 'NCHW', classes: [wallClass, littleBlue], sigmoid: false },
          input: { channels: 'RGB', mean: [...plain.mean], std: [...plain.std] },
          output: { meaning: 'class-logits', personChannel: 1 },
        }),
      ),
  ],
]

describe.each(engines)('as a person mask, %s', (_, load) => {
  let mask: PersonMask
  beforeAll(async () => {
    mask = await load()
  }, 60_000)

  it('has a name and a version for the report', () => {
    expect([mask.name, mask.version]).toEqual([expect.stringMatching(/\S/), expect.stringMatching(/\S/)])
  })

  it('finds the person before the wall, the same each time', async () => {
    const { rgb, alpha } = drawn
    const side = mask.sidePx
    const raw = { width: size.widthPx, height: size.heightPx }
    const image = await sharp(rgb, { raw: { ...raw, channels: 3 } })
      .resize(side, side, { fit: 'fill' })
      .raw()
      .toBuffer()
    const grey = Uint8Array.from(alpha, (value) => Math.round(value * 255))
    const truth = await sharp(grey, { raw: { ...raw, channels: 1 } })
      .resize(side, side, { fit: 'fill' })
      .toColourspace('b-w')
      .raw()
      .toBuffer()
    const seen = await mask.mask({ widthPx: side, heightPx: side, rgb: new Uint8Array(image) })
    expect(seen.length).toBe(side * side)
    expect(seen.every((value) => value >= 0 && value <= 1)).toBe(true)
    let both = 0
    let either = 0
    for (let i = 0; i < seen.length; i++) {
      if (truth[i] > 127 && seen[i] > 0.5) both++
      if (truth[i] > 127 || seen[i] > 0.5) either++
    }
    expect(both / either).toBeGreaterThan(0.8)
    expect(await mask.mask({ widthPx: side, heightPx: side, rgb: new Uint8Array(image) })).toEqual(seen)
  }, 60_000)

  it('refuses a picture of another size', async () => {
    const side = mask.sidePx + 1
    const picture = { widthPx: side, heightPx: side, rgb: new Uint8Array(side * side * 3) }
    await expect(mask.mask(picture)).rejects.toThrow('pixels')
  })
})

describe('a mask model that does not fit is refused in one sentence', () => {
  const refusals: [string, object, string][] = [
    ['without a licence', { licence: undefined }, '"licence" must be the licence of the model'],
    ['with a wrong hash', { sha256: '0'.repeat(64) }, 'fetch the model again or correct the manifest'],
    ['without a hash', { sha256: '' }, '"sha256" must be 64 hexadecimal digits'],
    ['without its file', { file: 'elsewhere.onnx' }, 'cannot be read (ENOENT): check the path'],
    [
      'of unknown layout',
      { input: { ...usualModel.input, sidePx: 128, layout: 'CHW' } },
      '"input.layout" must be NCHW',
    ],
    ['of unknown meaning', { output: { meaning: 'depth' } }, '"output.meaning" must be probability'],
    ['without an input', { input: null }, '"input.sidePx" must be a whole number'],
  ]
  it.each(refusals)('%s, before anything of it runs', async (_, change, sentence) => {
    const manifest = await bring('refused', usualModel, change)
    const refuse = () => readMaskModel(manifest)
    expect(refuse).toThrow(expect.objectContaining({ name: 'MaskModelRefused' }))
    expect(refuse).toThrow(sentence)
    await expect(loadOnnxMask(manifest)).rejects.toThrow(sentence)
  })

  it('when it takes another size, gives another, or is no model', async () => {
    const larger = { input: { ...usualModel.input, sidePx: 160, layout: 'NCHW' } }
    await expect(loadOnnxMask(await bring('larger', usualModel, larger))).rejects.toThrow('does not fit its manifest')
    const second = { output: { meaning: 'class-logits', personChannel: 1 } }
    await expect(loadOnnxMask(await bring('second', usualModel, second))).rejects.toThrow('none of number 1')
    const manifest = await bring('text', usualModel)
    const text = Buffer.from('this is no model')
    await writeFile(path.join(folder, 'text.onnx'), text)
    const claims = JSON.parse(await readFile(manifest, 'utf8'))
    claims.sha256 = createHash('sha256').update(text).digest('hex')
    await writeFile(manifest, JSON.stringify(claims))
    await expect(loadOnnxMask(manifest)).rejects.toThrow('is no ONNX model that can be run')
  })
})

describe('portrait make --mask-model', () => {
  const make = (manifest: string) =>
    run(process.execPath, [
      main,
      'make',
      path.join(folder, 'photo.png'),
      '--out',
      path.join(folder, 'out'),
      '--mask-model',
      manifest,
      '--report',
      path.join(folder, 'report.json'),
    ])

  it('works with the brought model, and the report says so', async () => {
    const photo = drawPerson(scene, { widthPx: 900, heightPx: 1200 })
    await sharp(photo.rgb, { raw: { width: 900, height: 1200, channels: 3 } })
      .png()
      .toFile(path.join(folder, 'photo.png'))
    await make(await bring('brought', usualModel))
    const [report] = JSON.parse(await readFile(path.join(folder, 'report.json'), 'utf8'))
    expect(report).toMatchObject({ ok: true, engines: { person: 'brought 1' } })
  }, 60_000)

  it('says in one sentence why a model is refused, before any work', async () => {
    await rm(path.join(folder, 'out'), { recursive: true, force: true })
    const manifest = await bring('unlicensed', usualModel, { licence: ' ' })
    const sentence = expect.stringMatching(/^portrait make: In the manifest .* "licence" must be .*correct it\.\n$/)
    await expect(make(manifest)).rejects.toMatchObject({ code: 1, stderr: sentence })
    expect(await readdir(folder)).not.toContain('out')
  }, 30_000)
})
