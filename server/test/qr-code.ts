import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer'

const wasm = readFileSync(fileURLToPath(import.meta.resolve('zxing-wasm/writer/zxing_writer.wasm')))
prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasm).buffer } })

/** A PNG of a QR code that says this. */
export async function qrCodeOf(payload: string): Promise<Buffer> {
  const { image } = await writeBarcode(payload, { format: 'QRCode', scale: 6, withQuietZones: true })
  return Buffer.from(await image!.arrayBuffer())
}
