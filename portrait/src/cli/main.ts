import { keepCompiled } from '../node/compiled.ts'
import { UsageError } from './arguments.ts'

const usage = `portrait make IN... --out DIR [--standard ID] [--also ID,ID] [--matte] [--lossless] [--master] [--jobs N] [--mask-model MANIFEST.json] [--report FILE.json]
portrait inspect IN... [--standard ID] [--jobs N] [--mask-model MANIFEST.json] [--report FILE.json]
portrait sheet IN --paper 6in --size 33x48 --out sheet.pdf [--png] [--text LINE]... [--barcode TEXT] [--count N] [--gap MM] [--fonts DIR]
portrait bench [--data DIR]
`

type Command = (args: string[]) => Promise<number>

/**
 * Each command takes its arguments and gives the exit code: 0 all ok, 2 some photo failed, 1 usage or I/O error. A
 * command is loaded when it is called for: most need nothing of what the others bring with them.
 */
const commands: Record<string, () => Promise<Command>> = {
  make: async () => (await import('./make.ts')).runMake,
  inspect: async () => (await import('./inspect.ts')).runInspect,
  sheet: async () => (await import('./sheet.ts')).runSheet,
  bench: async () => (await import('./bench.ts')).runBench,
}

keepCompiled()
const [name, ...args] = process.argv.slice(2)
const load = commands[name ?? '']
if (!load) {
  const wantsHelp = name === '--help' || name === 'help'
  ;(wantsHelp ? process.stdout : process.stderr).write(usage)
  process.exitCode = wantsHelp ? 0 : 1
} else {
  try {
    const command = await load()
    process.exitCode = await command(args)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    process.stderr.write(`portrait ${name}: ${message}\n${error instanceof UsageError ? usage : ''}`)
    process.exitCode = 1
  }
}
