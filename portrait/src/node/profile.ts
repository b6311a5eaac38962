import { crc32, deflateSync } from 'node:zlib'
import sharp, { type Sharp } from 'sharp'

/**
 * The same pixels as a picture that carries an ICC profile, so that the one colour conversion all photos get applies
 * to it: an unpacked PNG with the profile put in.
 */
export async function withProfile(picture: Sharp, profile: Uint8Array): Promise<Buffer> {
  const png = await picture.png({ compressionLevel: 0, adaptiveFiltering: false }).toBuffer()
  return Buffer.concat([png.subarray(0, headBytes), profileChunk(profile), png.subarray(headBytes)])
}

/** Signature and IHDR, after which a profile must come. */
const headBytes = 8 + 25

/** Source: PNG (third edition), 11.3.2.3 iCCP. */
function profileChunk(profile: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from('iCCPphoto\0\0', 'latin1'), deflateSync(profile)])
  const chunk = Buffer.alloc(body.length + 8)
  chunk.writeUInt32BE(body.length - 4, 0)
  body.copy(chunk, 4)
  chunk.writeUInt32BE(crc32(body), body.length + 4)
  return chunk
}

let displayP3: Promise<Uint8Array> | undefined

/** The profile of Display P3, which cameras may name by number instead of carrying it. */
export function displayP3Profile(): Promise<Uint8Array> {
  displayP3 ??= makeDisplayP3()
  return displayP3
}

async function makeDisplayP3(): Promise<Uint8Array> {
  const blank = sharp({ create: { width: 1, height: 1, channels: 3, background: '#000000' } })
  const { icc } = await sharp(await blank.withIccProfile('p3').png().toBuffer()).metadata()
  if (!icc) throw new Error('no profile of Display P3')
  return icc
}
