import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Pixels, Point } from '../frame.ts'
import type { FaceFinder, FoundFace } from './engines.ts'

interface HumanFace {
  score: number
  box: [number, number, number, number]
  mesh: [number, number, number?][]
  meshRaw: [number, number, number?][]
}

interface HumanLibrary {
  version: string
  tf: {
    tensor(values: Uint8Array, shape: number[], kind: 'float32'): unknown
    dispose(tensor: unknown): void
  }
  load(): Promise<void>
  detect(tensor: unknown): Promise<{ face: HumanFace[]; error?: unknown }>
}

const require = createRequire(import.meta.url)

/**
 * BlazeFace detector, 468-point face mesh and iris model of @vladmandic/human on the WebAssembly backend of tfjs;
 * models and code come from the installed packages, nothing is fetched.
 * Source: Kartynnik et al. 2019, "Real-time Facial Surface Geometry from Monocular Video on Mobile GPUs".
 */
export async function loadHumanFace(): Promise<FaceFinder> {
  // The package's entry for Node needs a native tfjs; its WebAssembly build lies beside it.
  const dist = path.dirname(require.resolve('@vladmandic/human'))
  const models = path.join(path.dirname(dist), 'models')
  const wasmHome = path.dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json'))
  const restoreFetch = readFilesThroughFetch()
  const { Human } = require(path.join(dist, 'human.node-wasm.js')) as {
    Human: new (configuration: object) => HumanLibrary
  }
  const off = { enabled: false }
  const human = new Human({
    backend: 'wasm',
    wasmPath: `${path.join(wasmHome, 'dist')}/`,
    modelBasePath: `${pathToFileURL(models).href}/`,
    debug: false,
    warmup: 'none',
    cacheSensitivity: 0,
    filter: off,
    face: {
      enabled: true,
      detector: { rotation: true, maxDetected: 4, minConfidence: 0.3, skipFrames: 0, skipTime: 0, return: false },
      mesh: { enabled: true },
      iris: { enabled: true, skipFrames: 0, skipTime: 0 },
      attention: off,
      emotion: off,
      description: off,
      antispoof: off,
      liveness: off,
    },
    body: off,
    hand: off,
    gesture: off,
    object: off,
    segmentation: off,
  })
  try {
    await human.load()
  } finally {
    restoreFetch()
  }
  return { name: '@vladmandic/human', version: human.version, find: (image) => find(human, image) }
}

async function find(human: HumanLibrary, image: Pixels): Promise<FoundFace[]> {
  const tensor = human.tf.tensor(image.rgb, [1, image.heightPx, image.widthPx, 3], 'float32')
  try {
    const { face, error } = await human.detect(tensor)
    if (error) throw new Error(`face finder: ${String(error)}`)
    return face
      .filter((found) => found.mesh.length === 478)
      .map((found) => foundFace(found, image))
      .sort((a, b) => b.widthPx * b.heightPx - a.widthPx * a.heightPx)
  } finally {
    human.tf.dispose(tensor)
  }
}

function foundFace(found: HumanFace, image: Pixels): FoundFace {
  const [leftPx, topPx, widthPx, heightPx] = found.box
  return {
    score: found.score,
    leftPx,
    topPx,
    widthPx,
    heightPx,
    mesh: found.meshRaw.map(([x, y]): Point => [x * image.widthPx, y * image.heightPx]),
    depthPx: found.mesh.map(([, , z]) => z ?? 0),
  }
}

/** tfjs and human read their models with `fetch`, which in Node knows no files. */
function readFilesThroughFetch(): () => void {
  const original = globalThis.fetch
  globalThis.fetch = async (address, options) => {
    const text = String(address)
    if (!text.startsWith('file:') && !path.isAbsolute(text)) return original(address, options)
    const file = text.startsWith('file:') ? fileURLToPath(text) : text
    return new Response(readFileSync(file), { headers: { 'content-type': contentType(file) } })
  }
  return () => {
    globalThis.fetch = original
  }
}

function contentType(file: string): string {
  if (file.endsWith('.json')) return 'application/json'
  return file.endsWith('.wasm') ? 'application/wasm' : 'application/octet-stream'
}
