import type { Pixels } from '../frame.ts'
import type { PersonMask } from './engines.ts'
import { type MaskManifest, MaskModelRefused, readMaskModel } from './mask-manifest.ts'

/** A tensor of the model: its dimensions, the picture count first, and its values. */
interface Output {
  dims: readonly number[]
  data: unknown
}

/**
 * A mask model that the operator brings (MODNet, BiRefNet-portrait and the like), run by ONNX Runtime on one core. The
 * runtime is loaded here and nowhere else, so that it costs nothing where no such model is chosen.
 * @throws MaskModelRefused when manifest and model don't fit together
 */
export async function loadOnnxMask(manifestFile: string): Promise<PersonMask> {
  const { manifest, network } = readMaskModel(manifestFile)
  const { sidePx } = manifest.input
  const { InferenceSession, Tensor } = await import('onnxruntime-node')
  const settings = { intraOpNumThreads: 1, interOpNumThreads: 1, logSeverityLevel: 4 as const }
  const session = await InferenceSession.create(network, settings).catch((error) => {
    throw new MaskModelRefused(`The mask model of ${manifestFile} is no ONNX model that can be run: ${oneLine(error)}.`)
  })
  const values = new Float32Array(sidePx * sidePx * 3)
  const shape = manifest.input.layout === 'NCHW' ? [1, 3, sidePx, sidePx] : [1, sidePx, sidePx, 3]

  async function mask(image: Pixels): Promise<Float32Array> {
    if (image.widthPx !== sidePx || image.heightPx !== sidePx) {
      throw new Error(`the person mask takes ${sidePx} x ${sidePx} pixels`)
    }
    fillInput(values, image.rgb, manifest.input)
    const input = new Tensor('float32', values, shape)
    const results = await session.run({ [session.inputNames[0]]: input }, [session.outputNames[0]])
    return probabilities(results[session.outputNames[0]], manifest)
  }

  await tryOut(mask, sidePx, manifestFile)
  return { name: manifest.name, version: manifest.version, sidePx, mask }
}

async function tryOut(mask: PersonMask['mask'], sidePx: number, manifestFile: string): Promise<void> {
  try {
    await mask({ widthPx: sidePx, heightPx: sidePx, rgb: new Uint8Array(sidePx * sidePx * 3) })
  } catch (error) {
    throw new MaskModelRefused(`The mask model does not fit its manifest ${manifestFile}: ${oneLine(error)}.`)
  }
}

function fillInput(
  values: Float32Array,
  rgb: Uint8Array,
  { layout, channels, mean, std }: MaskManifest['input'],
): void {
  const pixels = values.length / 3
  for (let channel = 0; channel < 3; channel++) {
    const from = channels === 'RGB' ? channel : 2 - channel
    const scale = 1 / (255 * std[channel])
    const shift = mean[channel] / std[channel]
    const at = layout === 'NCHW' ? channel * pixels : channel
    const step = layout === 'NCHW' ? 1 : 3
    for (let i = 0; i < pixels; i++) values[at + i * step] = rgb[i * 3 + from] * scale - shift
  }
}

/** The person's probability, whatever the network calls its answer. @throws Error that says which shape is wrong */
function probabilities({ dims, data }: Output, { input, output }: MaskManifest): Float32Array {
  const { sidePx, layout } = input
  if (!(data instanceof Float32Array)) throw new Error('its answer is not made of 32-bit numbers')
  const pixels = sidePx * sidePx
  const classes = data.length / pixels
  const person = output.personChannel ?? 0
  const [height, width] = layout === 'NHWC' && dims.length === 4 ? dims.slice(1, 3) : dims.slice(-2)
  if (height !== sidePx || width !== sidePx || !Number.isInteger(classes)) {
    throw new Error(`its answer has the shape ${dims.join(' x ')} instead of one of ${sidePx} x ${sidePx} pixels`)
  }
  if (person >= classes) throw new Error(`its answer has ${classes} channels and none of number ${person}`)
  const step = layout === 'NHWC' ? classes : 1
  const apart = layout === 'NHWC' ? 1 : pixels
  const result = new Float32Array(pixels)
  for (let i = 0; i < pixels; i++) {
    const value = data[i * step + person * apart]
    if (output.meaning === 'probability') result[i] = Math.min(1, Math.max(0, value))
    else if (output.meaning === 'logit') result[i] = 1 / (1 + Math.exp(-value))
    else result[i] = softmaxAt(data, i * step, apart, classes, value)
  }
  return result
}

function softmaxAt(data: Float32Array, first: number, apart: number, classes: number, value: number): number {
  let sum = 0
  for (let k = 0; k < classes; k++) sum += Math.exp(data[first + k * apart] - value)
  return 1 / sum
}

function oneLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return text.replace(/\s+/g, ' ').replace(/\.$/, '').slice(0, 300)
}
