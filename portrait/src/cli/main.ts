import { UsageError } from './arguments.ts'
import { runBench } from './bench.ts'
import { runInspect } from './inspect.ts'
import { runMake } from './make.ts'
import { runSheet } from './sheet.ts'

const usage = `portrait make IN... --out DIR [--standard ID] [--also ID,ID] [--matte] [--lossless] [--master] [--jobs N] [--report FILE.json]
portrait inspect IN... [--standard ID] [--jobs N] [--report FILE.json]
portrait sheet IN --paper 6in --size 33x48 --out sheet.pdf
portrait bench [--data DIR]
`

/** Each command takes its arguments and gives the exit code: 0 all ok, 2 some photo failed, 1 usage or I/O error. */
const commands: Record<string, (args: string[]) => Promise<number>> = {
  make: runMake,
  inspect: runInspect,
  sheet: runSheet,
  bench: runBench,
}

const [name, ...args] = process.argv.slice(2)
const command = commands[name ?? '']
if (!command) {
  const wantsHelp = name === '--help' || name === 'help'
  ;(wantsHelp ? process.stdout : process.stderr).write(usage)
  process.exitCode = wantsHelp ? 0 : 1
} else {
  try {
    process.exitCode = await command(args)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    process.stderr.write(`portrait ${name}: ${message}\n${error instanceof UsageError ? usage : ''}`)
    process.exitCode = 1
  }
}
