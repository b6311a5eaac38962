import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import vm from 'node:vm'
import type { Pixels } from '../frame.ts'
import type { PersonMask } from './engines.ts'

const require = createRequire(import.meta.url)
const sidePx = 256

/**
 * MediaPipe selfie segmentation (Apache-2.0), 256 x 256, on the LiteRT runtime compiled to WebAssembly.
 * Source: "MediaPipe Selfie Segmentation", model card, Google 2021.
 */
export async function loadSelfieMask(): Promise<PersonMask> {
  const wasmHome = path.join(path.dirname(require.resolve('@litertjs/core/package.json')), 'wasm')
  const runtimeFile = path.join(wasmHome, 'litert_wasm_compat_internal.js')
  behaveLikeAWebWorker(wasmHome, runtimeFile)
  const speak = silenceConsole()
  const { loadLiteRt, loadAndCompile, Tensor } = await import('@litertjs/core')
  const home = path.dirname(require.resolve('@mediapipe/selfie_segmentation/package.json'))
  const network = new Uint8Array(readFileSync(path.join(home, 'selfie_segmentation.tflite')))
  const model = await loadLiteRt(runtimeFile)
    .then(() => loadAndCompile(network, { accelerator: 'wasm' }))
    .finally(speak)
  const input = new Float32Array(sidePx * sidePx * 3)
  async function mask(image: Pixels): Promise<Float32Array> {
    if (image.widthPx !== sidePx || image.heightPx !== sidePx) throw new Error('the person mask takes 256 x 256 pixels')
    for (let i = 0; i < input.length; i++) input[i] = image.rgb[i] / 255
    const tensor = new Tensor(input, [1, sidePx, sidePx, 3])
    const outputs = await model.run(tensor)
    const probability = (await outputs[0].data()) as Float32Array
    const result = probability.slice()
    tensor.delete()
    for (const output of outputs) output.delete()
    return result
  }
  const { version } = require('@mediapipe/selfie_segmentation/package.json') as { version: string }
  return { name: '@mediapipe/selfie_segmentation', version, sidePx, mask }
}

/** The runtime reports every accelerator that a server does not have; what goes wrong is thrown, not printed. */
function silenceConsole(): () => void {
  const { log, info, warn, error } = console
  const nothing = () => {}
  Object.assign(console, { log: nothing, info: nothing, warn: nothing, error: nothing })
  return () => void Object.assign(console, { log, info, warn, error })
}

/** LiteRT's runtime is made for browsers: it loads its script with `importScripts` and looks for `self`. */
function behaveLikeAWebWorker(directory: string, runtimeFile: string): void {
  const world = globalThis as Record<string, unknown>
  world.self ??= globalThis
  world.require ??= require
  world.__dirname ??= directory
  world.__filename ??= runtimeFile
  world.importScripts ??= (address: string) => {
    const file = address.startsWith('file:') ? fileURLToPath(address) : address
    vm.runInThisContext(`${readFileSync(file, 'utf8')};globalThis.ModuleFactory=ModuleFactory;`, { filename: file })
  }
}
