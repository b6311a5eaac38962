/**
 * The start of the command line, in plain JavaScript: with what was compiled before at hand, even the first module
 * needs no compiler for TypeScript, which takes 15 MB and some tens of milliseconds. The folder is that of
 * src/node/compiled.ts.
 */
import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'

enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/compiled', import.meta.url)))
await import('./src/cli/main.ts')
