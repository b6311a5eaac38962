// npm run check: format, lint, types, directions of imports, unused code and notices. Tells all that is wrong at once.
import { join } from 'node:path'
import { main, productNode, root, run } from './runtime.mjs'
import { ensureInstalled } from './setup.mjs'

const modules = join(root, 'node_modules')
// Types are most of the time here, so the native compiler looks at them. AssemblyScript's own types, and the tools that
// use the compiler as a library, need the one before it.
const tsc = join(modules, 'typescript-native', 'bin', 'tsc')
const tscOfKernels = join(modules, 'typescript', 'bin', 'tsc')
const projects = [
  'contract',
  'portrait',
  'reader',
  'server',
  'server/test/browser',
  'student',
  'student/tsconfig.weapp.json',
  'console',
  'trials',
  'emulators',
]

const CHECKS = [
  ['format and lint', join(modules, '@biomejs', 'biome', 'bin', 'biome'), 'ci', '.'],
  ...projects.map((project) => [`types of ${project}`, tsc, '--noEmit', '-p', join(root, project)]),
  ['types of portrait/kernels', tscOfKernels, '--noEmit', '-p', join(root, 'portrait', 'kernels')],
  ['directions of imports', join(root, 'scripts', 'directions.mjs')],
  ['unused code', join(modules, 'knip', 'bin', 'knip.js')],
  ['pages made from the code', join(root, 'scripts', 'pages.mjs'), '--check'],
  ['third-party notices', join(root, 'scripts', 'notices.mjs'), '--check'],
]
const AT_ONCE = 2

await main(async () => {
  await ensureInstalled()
  const node = productNode()
  const waiting = [...CHECKS]
  const failed = []
  const worker = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      const [name, ...command] = check
      if (!(await passes(name, node, command))) failed.push(name)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  console.log(failed.length === 0 ? 'Everything is fine.' : `Not fine: ${failed.join(', ')}`)
  return failed.length === 0 ? 0 : 1
})

async function passes(name, node, command) {
  const startedAt = Date.now()
  let output = ''
  const onOutput = (text) => {
    output += text
  }
  const exitCode = await run(node, command, { stdio: ['ignore', 'pipe', 'pipe'], onOutput })
  console.log(`${exitCode === 0 ? 'fine ' : 'WRONG'} ${name} (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`)
  if (exitCode !== 0) console.log(output.trim())
  return exitCode === 0
}
