/**
 * npm run -s sbom > tucai.cdx.json: what the product is made of, as CycloneDX 1.5, from the lock file alone and without a
 * network. The same lock file gives the same bytes: no time, no chance, nothing of this machine. `npm sbom` does not do
 * here: it leaves out what one part needs for itself and another for its tests only.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { idOf, isUsed, licenceOf, nameOf } from './packages.mjs'

const text = readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8')
const { packages } = JSON.parse(text)

const product = idOf('', packages[''])
/** Where each package is, by its id; one that is there twice in the same version counts once. */
const places = new Map(
  Object.entries(packages)
    .filter(([path, entry]) => path !== '' && (isUsed(path, entry) || isOurs(path, entry)))
    .map(([path, entry]) => [idOf(path, entry), path]),
)

const bom = {
  $schema: 'http://cyclonedx.org/schema/bom-1.5.schema.json',
  bomFormat: 'CycloneDX',
  specVersion: '1.5',
  serialNumber: `urn:uuid:${uuidOf(text)}`,
  version: 1,
  metadata: {
    lifecycles: [{ phase: 'pre-build' }],
    component: { ...componentOf(product, ''), type: 'application' },
  },
  components: [...places].map(([id, path]) => componentOf(id, path)),
  dependencies: [[product, ''], ...places].map(([ref, path]) => ({ ref, dependsOn: dependenciesOf(path) })),
}
console.log(JSON.stringify(bom, undefined, 2))

function isOurs(path, entry) {
  return !path.includes('node_modules/') && !entry.link
}

function componentOf(id, path) {
  const { version, integrity, optional, ...entry } = packages[path]
  const name = nameOf(path, entry)
  const licence = licenceOf(path, packages[path])
  return {
    ...{ 'bom-ref': id, type: 'library', name, version },
    scope: optional ? 'optional' : 'required',
    purl: `pkg:npm/${name.replace('@', '%40')}@${version}`,
    licenses: /[ ()]/.test(licence) ? [{ expression: licence }] : [{ license: { id: licence } }],
    ...(integrity ? { hashes: hashesIn(integrity) } : {}),
  }
}

function hashesIn(integrity) {
  return integrity.split(' ').map((one) => {
    const [, algorithm, base64] = /^sha(\d+)-(.*)$/.exec(one)
    return { alg: `SHA-${algorithm}`, content: Buffer.from(base64, 'base64').toString('hex') }
  })
}

function dependenciesOf(path) {
  const { dependencies, optionalDependencies, peerDependencies, workspaces = [] } = packages[path]
  const names = Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies })
  const found = [...names.map((name) => foundFrom(path, name)), ...(path === '' ? workspaces : [])]
  const ids = found.filter((at) => at !== undefined).map((at) => idOf(at, packages[at]))
  return [...new Set(ids)].filter((id) => places.has(id)).sort()
}

/** Where Node finds a package from a folder: in the nearest node_modules upwards. */
function foundFrom(path, name) {
  for (let folder = path; ; folder = folder.replace(/\/?[^/]*$/, '')) {
    const at = `${folder}${folder === '' ? '' : '/'}node_modules/${name}`
    if (packages[at]) return packages[at].link ? packages[at].resolved : at
    if (folder === '') return undefined
  }
}

function uuidOf(content) {
  const hash = createHash('sha256').update(content).digest('hex')
  return hash.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-5$3-8$4-$5')
}
