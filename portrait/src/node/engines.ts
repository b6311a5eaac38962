import type { Engines } from '../engines/engines.ts'
import { loadHumanFace } from '../engines/human-face.ts'
import { loadSelfieMask } from '../engines/selfie-mask.ts'

let loading: Promise<Engines> | undefined

/** The real engines, loaded once per process. */
export function engines(): Promise<Engines> {
  loading ??= Promise.all([loadHumanFace(), loadSelfieMask()]).then(([face, person]) => ({ face, person }))
  return loading
}
