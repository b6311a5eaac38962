const { createHash } = require('node:crypto')
const { readFileSync } = require('node:fs')
const path = require('node:path')

const human = path.dirname(path.dirname(require.resolve('@vladmandic/human')))
const wasm = path.dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json'))

/** What the face finder of the viewfinder needs, by the names it asks for; and the licences that go with it. */
const found = {
  'human.js': path.join(human, 'dist/human.js'),
  'tfjs-backend-wasm-simd.wasm': path.join(wasm, 'dist/tfjs-backend-wasm-simd.wasm'),
  'tfjs-backend-wasm.wasm': path.join(wasm, 'dist/tfjs-backend-wasm.wasm'),
  'blazeface.json': path.join(human, 'models/blazeface.json'),
  'blazeface.bin': path.join(human, 'models/blazeface.bin'),
  'facemesh.json': path.join(human, 'models/facemesh.json'),
  'facemesh.bin': path.join(human, 'models/facemesh.bin'),
}

/** Each file has the hash of its content in its name, so that browsers keep it for good. */
const files = Object.entries(found).map(([name, source]) => {
  const content = readFileSync(source)
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 16)
  const { name: stem, ext } = path.parse(name)
  return { name, content, address: `guidance/${stem}.${hash}${ext}` }
})

/** name -> address on our own origin */
const addresses = Object.fromEntries(files.map(({ name, address }) => [name, `/${address}`]))

class GuidanceFiles {
  apply(compiler) {
    const { Compilation, sources } = compiler.webpack
    compiler.hooks.thisCompilation.tap('GuidanceFiles', (compilation) => {
      compilation.hooks.processAssets.tap(
        { name: 'GuidanceFiles', stage: Compilation.PROCESS_ASSETS_STAGE_REPORT },
        () => {
          for (const { address, content } of files) compilation.emitAsset(address, new sources.RawSource(content))
          compilation.emitAsset('guidance/LICENSES.txt', new sources.RawSource(licenceText()))
        },
      )
    })
  }
}

/** Whoever hands these files on hands on their licences. */
function licenceText() {
  const mit = readFileSync(path.join(human, 'LICENSE'), 'utf8')
  const apache = readFileSync(path.resolve(__dirname, '../../LICENSE'), 'utf8')
  return `human.js: @vladmandic/human\n\n${mit}\n\nIn human.js and beside it: TensorFlow.js and its WebAssembly kernels, (c) Google LLC;\nblazeface and facemesh: BlazeFace and Face Mesh of MediaPipe, (c) The MediaPipe Authors.\n\n${apache}`
}

module.exports = { GuidanceFiles, addresses }
