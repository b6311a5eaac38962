import { flushCompileCache } from 'node:module'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { type Config, readConfig } from './config.ts'
import { openLog } from './platform/log.ts'
import { refusalOfFileError, StartRefused } from './platform/start-refused.ts'
import { type Product, startProduct } from './product.ts'
import { tellUnknownSettings } from './settings/unknown-settings.ts'

const HARD_STOP_EXIT = 130
const STOP_LIMIT_MS = 60_000

const tell = (line: string) => console.log(line)
const stopping = new AbortController()
let config: Config | undefined
let starting: Promise<Product | undefined> | undefined

/** Stops in order; a second signal, or a stop that takes too long, ends the program at once. */
async function stop(reason: string, exitCode: number): Promise<void> {
  if (stopping.signal.aborted) process.exit(HARD_STOP_EXIT)
  stopping.abort(new Error(reason))
  tell(`${reason}: stopping …`)
  setTimeout(() => process.exit(exitCode || HARD_STOP_EXIT), STOP_LIMIT_MS).unref()
  const product = await starting
  await product?.stop()
  tell('Stopped.')
  process.exit(exitCode)
}

function fail(error: unknown): void {
  if (stopping.signal.aborted) return
  console.error(wordsFor(error))
  void stop('The program can not go on', 1)
}

/** One line that says what to do; the whole story is in the log. */
function wordsFor(error: unknown): string {
  const refusal = error instanceof StartRefused ? error : refusalOfFileError(error, config?.dataFolder ?? 'data')
  if (refusal) return refusal.message
  const [line] = (error instanceof Error ? error.message : String(error)).split('\n')
  return `An error ended the program: ${line} (${noteInLog(error)})`
}

function noteInLog(error: unknown): string {
  try {
    const { logsFolder } = config!
    openLog({ logsFolder }).fatal({ err: error }, 'the program ends')
    return `more about it in ${join(logsFolder, 'tucai.log')}`
  } catch {
    return 'there is no log of it'
  }
}

async function start(): Promise<Product | undefined> {
  try {
    config = readConfig()
    for (const sentence of tellUnknownSettings(process.env)) console.error(sentence)
    const product = await startProduct(config, { tell, lost: fail, signal: stopping.signal })
    for (const line of [
      ...addresses(config, product.port),
      ...product.greeting,
      '',
      'Ready. Ctrl-C stops the program.',
    ])
      tell(line)
    // Whoever is killed keeps nothing of what was compiled: it is kept now.
    flushCompileCache()
    return product
  } catch (error) {
    if (!stopping.signal.aborted) {
      console.error(wordsFor(error))
      process.exit(1)
    }
    return undefined
  }
}

function addresses({ host, publicUrl }: Config, port: number): string[] {
  const everywhere = ['0.0.0.0', '::'].includes(host)
  const outer = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
  const hosts = everywhere
    ? ['localhost', ...outer.filter((a) => a.family === 'IPv4' && !a.internal).map((a) => a.address)]
    : [host === '127.0.0.1' ? 'localhost' : host]
  const origins = [...hosts.map((name) => `http://${name.includes(':') ? `[${name}]` : name}:${port}`)]
  if (publicUrl) origins.unshift(publicUrl)
  const [first] = origins
  return [
    '',
    `Students   ${origins.map((origin) => `${origin}/`).join('  ')}`,
    `Console    ${first}/console/`,
    `API        ${first}/api/docs`,
  ]
}

for (const [signal, words] of [
  ['SIGINT', 'Ctrl-C'],
  ['SIGTERM', 'Asked to end'],
  ['SIGHUP', 'The terminal was closed'],
]) {
  process.on(signal, () => void stop(words, 0))
}
// Whoever started this program passes signals on to it; without him it would run on unseen.
process.on('disconnect', () => void stop('The starting program has ended', 0))
process.channel?.unref()
// Nobody reads any more: no reason to stop.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
process.on('uncaughtException', fail)
process.on('unhandledRejection', fail)

starting = start()
