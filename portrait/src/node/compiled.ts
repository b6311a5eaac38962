import { enableCompileCache, flushCompileCache } from 'node:module'
import path from 'node:path'

/** Beside the packages: whoever may write there could change the code itself as well. */
export const compiledFolder: string = path.join(
  import.meta.dirname,
  '..',
  '..',
  '..',
  'node_modules',
  '.cache',
  'compiled',
)

/**
 * Keeps what becomes of the modules that are loaded from now on, types removed and compiled, for the next start, which
 * then takes half the time. Where the folder cannot be written nothing is kept, and nothing else changes.
 */
export function keepCompiled(): void {
  enableCompileCache(compiledFolder)
}

/** Writes down what was kept so far; a process that is killed never gets to it by itself. */
export function saveCompiled(): void {
  flushCompileCache()
}
