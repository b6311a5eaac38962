// npm start: installs and builds what has changed, then runs the product until it is told to stop.
import { join } from 'node:path'
import { keepCompiled, main, productNode, root, run } from './runtime.mjs'
import { ensureBuilt, ensureInstalled } from './setup.mjs'

await main(async () => {
  await ensureInstalled()
  await ensureBuilt()
  // The channel tells the product when this script is killed and can no longer pass signals on.
  const stdio = ['inherit', 'inherit', 'inherit', 'ipc']
  const script = join(root, 'server', 'src', 'main.ts')
  const env = { ...keepCompiled, ...process.env }
  return run(productNode(), [script, ...process.argv.slice(2)], { cwd: process.cwd(), env, stdio, toGroup: false })
})
