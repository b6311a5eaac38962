import { spawn } from 'node:child_process'
import { resolve } from 'node:path'

export interface Ended {
  exitCode: number | null
  lines: string[]
  errors: string
}

const commands = resolve(import.meta.dirname, '../../src/commands.ts')

/** A command of the command line as a process of its own; killed with SIGKILL once it has said so many lines. */
export function runCommand(
  dataFolder: string,
  args: string[],
  environment: NodeJS.ProcessEnv = {},
  killedAfterLines = Number.POSITIVE_INFINITY,
): Promise<Ended> {
  const { DATABASE_URL: _, ...inherited } = process.env
  const child = spawn(process.execPath, [commands, ...args], {
    env: { ...inherited, NODE_ENV: '', TUCAI_DATA_DIR: dataFolder, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  let errors = ''
  child.stdout.setEncoding('utf8').on('data', (text) => {
    said += text
    if (said.split('\n').length > killedAfterLines) child.kill('SIGKILL')
  })
  child.stderr.setEncoding('utf8').on('data', (text) => {
    errors += text
  })
  return new Promise((done) => {
    child.once('close', (exitCode) => done({ exitCode, lines: said.trimEnd().split('\n'), errors: errors.trim() }))
  })
}
