import { roughBust } from '../src/bust.ts'
import type { Face } from '../src/face/face.ts'
import { findFaces, glanceAt } from '../src/face/find-faces.ts'
import type { Box, Frame } from '../src/frame.ts'
import { frameBust } from '../src/framing.ts'
import { lookAround } from '../src/matte/cut-person.ts'
import type { Look } from '../src/matte/look.ts'
import { decodePhoto } from '../src/node/decode.ts'
import { engines } from '../src/node/engines.ts'
import { loadStandard } from '../src/node/standards.ts'

/** What the product looks at in a photo when it makes the matte. */
export interface Sight {
  look: Look
  /** The view's rectangle, pixels of the frame. */
  box: Box
}

/** The photo decoded, and its face; undefined where the product would find none. */
export async function seen(bytes: Uint8Array): Promise<{ frame: Frame; face: Face } | undefined> {
  const decoded = await decodePhoto({ bytes })
  if ('unreadable' in decoded) return undefined
  const { frame } = decoded
  const [face] = await findFaces(frame, glanceAt(frame), (await engines()).face)
  return face ? { frame, face } : undefined
}

/** Undefined where the product would not make a crop. */
export async function sightOf(frame: Frame, face: Face): Promise<Sight | undefined> {
  const loaded = await engines()
  const standard = loadStandard()
  const framing = frameBust(await roughBust(frame, face, loaded), standard)
  if ('impossible' in framing) return undefined
  const { crop } = framing
  const look = await lookAround(frame, face, crop, crop.widthPx / standard.widthPx, loaded.person)
  return { look, box: look.view.box }
}
