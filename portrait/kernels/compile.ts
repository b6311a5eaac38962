/**
 * Compiles the kernels and, run as a program, writes them as text into src/kernels/code.ts, so that nothing is built
 * where the product runs:
 *   npm run -s kernels
 */
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { main } from 'assemblyscript/asc'

export const codeFile: string = path.join(import.meta.dirname, '..', 'src', 'kernels', 'code.ts')

/** The text of src/kernels/code.ts for the kernels as they are now; throws what the compiler complains about. */
export async function compileKernels(): Promise<string> {
  let wasm: Uint8Array | undefined
  const { error, stderr } = await main(
    [
      'index.ts',
      '--baseDir',
      import.meta.dirname,
      '--outFile',
      'kernels.wasm',
      '-O3',
      '--runtime',
      'stub',
      '--enable',
      'simd',
      '--importMemory',
      '--noAssert',
    ],
    {
      writeFile(_: string, contents: string | Uint8Array) {
        if (typeof contents !== 'string') wasm = contents
      },
    },
  )
  if (error || !wasm) throw new Error(`the kernels do not compile: ${stderr.toString()}`)
  const lines =
    Buffer.from(wasm)
      .toString('base64')
      .match(/.{1,100}/g) ?? []
  return `/** The kernels of portrait/kernels, compiled by portrait/kernels/compile.ts. Base64 of a WebAssembly module. */
export const code: string = [
${lines.map((line) => `  '${line}',`).join('\n')}
].join('')
`
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await writeFile(codeFile, await compileKernels())
