import type { Box } from './kept-area.ts'
import { brightestOf, evennessOf } from './light.ts'
import { eyesOf, type MeshFace, seenFace } from './mesh-face.ts'
import type { CameraPicture, Point, Seen } from './seen.ts'
import { wallLevelsOf } from './wall.ts'

/** A worker: it is sent pictures with their kept area, and answers each with what it shows. It says `ready` first. */
export type FromFinder = { kind: 'ready' } | { kind: 'seen'; seen: Seen } | { kind: 'failed' }
export type ToFinder = { picture: CameraPicture; kept: Box }

type Found = { box: [number, number, number, number]; mesh: number[][]; meshRaw: number[][] }
type HumanLibrary = {
  tf: {
    tensor: (values: Float32Array, shape: number[], kind: 'float32') => unknown
    dispose: (tensor: unknown) => void
  }
  load: () => Promise<void>
  detect: (tensor: unknown) => Promise<{ face: Found[]; error?: unknown }>
}
type Scope = {
  importScripts: (address: string) => void
  Human: { Human: new (configuration: object) => HumanLibrary }
  fetch: typeof fetch
  postMessage: (message: FromFinder) => void
  onmessage: (event: { data: ToFinder }) => void
}
const scope = self as unknown as Scope

/** The library asks for its files by their own names; the build gave each one a name with its hash. */
const files: Record<string, string> = GUIDANCE_FILES
const fetchAnything = scope.fetch.bind(self)
scope.fetch = (asked, settings) => {
  const name =
    String(asked instanceof Request ? asked.url : asked)
      .split('/')
      .at(-1) ?? ''
  return fetchAnything(files[name] ?? asked, settings)
}

const off = { enabled: false }
const configuration = {
  backend: 'wasm',
  wasmPath: '/',
  modelBasePath: '/',
  cacheModels: false,
  debug: false,
  warmup: 'none',
  // A face that was found is followed by its mesh, which costs a third; all of the picture is searched twice a second.
  skipAllowed: true,
  cacheSensitivity: 1,
  filter: off,
  face: {
    enabled: true,
    detector: { rotation: true, maxDetected: 2, minConfidence: 0.4, skipFrames: 99, skipTime: 500, return: false },
    mesh: { enabled: true },
    iris: off,
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
}

async function start(): Promise<void> {
  scope.importScripts(files['human.js'])
  const human = new scope.Human.Human(configuration)
  await human.load()
  await find(human, { widthPx: 64, heightPx: 64, rgba: new Uint8Array(64 * 64 * 4) })
  scope.onmessage = ({ data }) => void answer(human, data).catch(fail)
  scope.postMessage({ kind: 'ready' })
}

async function answer(human: HumanLibrary, { picture, kept }: ToFinder): Promise<void> {
  const [face, second] = await find(human, picture)
  const brightest = brightestOf(picture, kept)
  if (face === undefined) {
    scope.postMessage({ kind: 'seen', seen: { faces: [], brightest, evenness: 1, wallLevels: 0 } })
    return
  }
  const measured = seenFace(face)
  const faces = second === undefined ? [measured] : [measured, seenFace(second)]
  const evenness = evennessOf(picture, ...eyesOf(face))
  const wallLevels = wallLevelsOf(picture, kept, measured)
  scope.postMessage({ kind: 'seen', seen: { faces, brightest, evenness, wallLevels } })
}

/** Faces with their mesh, largest first. */
async function find(human: HumanLibrary, picture: CameraPicture): Promise<MeshFace[]> {
  const { widthPx, heightPx, rgba } = picture
  const rgb = new Float32Array(widthPx * heightPx * 3)
  for (let from = 0, to = 0; from < rgba.length; from += 4) {
    rgb[to++] = rgba[from]
    rgb[to++] = rgba[from + 1]
    rgb[to++] = rgba[from + 2]
  }
  const tensor = human.tf.tensor(rgb, [1, heightPx, widthPx, 3], 'float32')
  try {
    const { face, error } = await human.detect(tensor)
    if (error) throw new Error(`face finder: ${String(error)}`)
    return face
      .filter(({ mesh }) => mesh.length >= 468)
      .sort((a, b) => b.box[2] * b.box[3] - a.box[2] * a.box[3])
      .map(({ mesh, meshRaw }) => ({
        mesh: meshRaw.map(([x, y]): Point => [x * widthPx, y * heightPx]),
        depth: mesh.map(([, , z]) => z ?? 0),
      }))
  } finally {
    human.tf.dispose(tensor)
  }
}

function fail(): void {
  scope.postMessage({ kind: 'failed' })
}

start().catch(fail)
