import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'

/** One picture (JPEG or PNG), and the payloads of the QR codes in it. */
export interface CodeJob {
  picture: { base64: string }
}
export type CodeFound = { payloads: string[] } | { unreadable: true }

/** More than two are as many as too many. */
const CODES_LOOKED_FOR = 3

// The module would otherwise be fetched from the network.
prepareZXingModule({
  overrides: {
    wasmBinary: readFileSync(fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm')))
      .buffer as ArrayBuffer,
  },
})

async function find({ picture }: CodeJob): Promise<CodeFound> {
  try {
    const bytes = Buffer.from(picture.base64, 'base64')
    const options = { formats: ['QRCode'], tryHarder: true, maxNumberOfSymbols: CODES_LOOKED_FOR } as const
    const results = await readBarcodes(new Blob([bytes]), { ...options, formats: [...options.formats] })
    const payloads = results
      .filter((result) => result.isValid)
      .map((result) => Buffer.from(result.bytes).toString('base64'))
    return { payloads: [...new Set(payloads)] }
  } catch {
    return { unreadable: true }
  }
}

process.on('message', (job: CodeJob & { id: number }) => {
  void find(job).then((found) => process.send?.({ id: job.id, ...found }))
})
process.on('disconnect', () => process.exit())
process.send?.({ ready: true })
