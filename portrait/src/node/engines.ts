import type { Engines, PersonMask } from '../engines/engines.ts'
import { loadHumanFace } from '../engines/human-face.ts'
import { loadSelfieMask } from '../engines/selfie-mask.ts'
import { chosenMaskModel } from './mask-choice.ts'

let loading: Promise<Engines> | undefined

/** The real engines, loaded once per process. */
export function engines(): Promise<Engines> {
  loading ??= Promise.all([loadHumanFace(), loadMask()]).then(([face, person]) => ({ face, person }))
  return loading
}

async function loadMask(): Promise<PersonMask> {
  const manifest = chosenMaskModel()
  if (manifest === undefined) return loadSelfieMask()
  const { loadOnnxMask } = await import('../engines/onnx-mask.ts')
  return loadOnnxMask(manifest)
}
