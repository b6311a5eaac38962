import { UsageError } from './arguments.ts'
import { runBench } from './bench.ts'
import { runRead } from './read.ts'

const usage = `document read IN... [--kind idcard|passport] --report FILE.json
document bench [--data DIR]
`

/** Each command takes its arguments and gives the exit code: 0 all read, 2 some picture was not, 1 usage or I/O error. */
const commands: Record<string, (args: string[]) => Promise<number>> = { read: runRead, bench: runBench }

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
    process.stderr.write(`document ${name}: ${message}\n${error instanceof UsageError ? usage : ''}`)
    process.exitCode = 1
  }
}
