/** Packages that name no licence in their manifest, with the one in their LICENSE file. */
const readInTheirFile = { 'png-js@2.0.0': 'MIT' }

/** What follows is about an entry of the lock file and its path there. */
export const nameOf = (path, entry) =>
  entry.name ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
export const idOf = (path, entry) => `${nameOf(path, entry)}@${entry.version}`
export const licenceOf = (path, entry) => entry.license ?? readInTheirFile[idOf(path, entry)] ?? 'unknown'
/** An installation without development tools may bring it, on some platform. */
export const isUsed = (path, entry) => path.includes('node_modules/') && !entry.link && !entry.dev

/** Every package that an installation without development tools may bring, on any platform. */
export function packagesOf(lock) {
  const found = new Map()
  for (const [path, entry] of Object.entries(lock.packages)) {
    if (!isUsed(path, entry)) continue
    const { version } = entry
    found.set(idOf(path, entry), { name: nameOf(path, entry), version, licence: licenceOf(path, entry) })
  }
  const inOrder = (a, b) => (a < b ? -1 : a > b ? 1 : 0)
  return [...found.values()].sort((a, b) => inOrder(a.name, b.name) || inOrder(a.version, b.version))
}
