/**
 * Makes the pages and pictures of docs/ that are drawn from the code: `node scripts/pages.mjs`, through the pinned Node.
 * `--check` writes nothing and fails when one of them is not what the code says now.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { apiPage } from './pages/api-page.mjs'
import { mapPicture } from './pages/map.mjs'
import { root } from './runtime.mjs'

const made = { 'docs/api.md': apiPage, 'docs/pictures/map.svg': mapPicture }
const isCheck = process.argv.includes('--check')
const stale = []

for (const [path, make] of Object.entries(made)) {
  const text = make()
  if (!isCheck) writeFileSync(join(root, path), text)
  else if (readOrEmpty(join(root, path)) !== text) stale.push(path)
}
if (stale.length > 0) {
  console.error(`${stale.join(' and ')} must be made anew: node_modules/.bin/node scripts/pages.mjs`)
  process.exitCode = 1
}

function readOrEmpty(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
