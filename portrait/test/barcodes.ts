import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'

const file = fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm'))
const { buffer } = new Uint8Array(readFileSync(file))
prepareZXingModule({ overrides: { wasmBinary: buffer } })

export { readBarcodes }
