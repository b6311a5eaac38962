import { spawn, spawnSync } from 'node:child_process'
import { chownSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Image } from './carry-out.ts'

/** A process of the image as in a container: an ordinary user, the first process, a file system it can't write to. */
export interface Container {
  origin: string
  said(): string
  /** @throws when it ends before it is ready */
  ready(): Promise<void>
  /** What the image's own HEALTHCHECK ends with. */
  healthCheck(): number | null
  /** Processes that have ended and nobody has waited for. */
  zombies(): number
  /** Asks it to end as Docker and Kubernetes do. @returns its exit code */
  stop(): Promise<number | null>
}

export interface Machine {
  image: Image
  /** Where its volumes are. */
  folder: string
  environment: NodeJS.ProcessEnv
}

const TRIES = 600

/** Only root can make the walls of a container; anybody else runs the image without them. */
export const hasWalls =
  process.getuid?.() === 0 && spawnSync('unshare', ['--mount', '--pid', '--fork', 'true']).status === 0

export function startContainer(machine: Machine, port: number): Container {
  const { image } = machine
  const child = spawn(...within(machine, image.command, { PORT: String(port), HOST: '127.0.0.1' }))
  let said = ''
  for (const stream of [child.stdout!, child.stderr!])
    stream.setEncoding('utf8').on('data', (text) => {
      said += text
    })
  const ended = new Promise<number | null>((done) => child.once('close', done))
  const origin = `http://127.0.0.1:${port}`
  return {
    origin,
    said: () => said,
    async ready() {
      for (let tried = 0; tried < TRIES && child.exitCode === null; tried++) {
        const isReady = await fetch(`${origin}/ready`).then(
          ({ status }) => status === 200,
          () => false,
        )
        if (isReady) return
        await new Promise((next) => setTimeout(next, 200))
      }
      throw new Error(`it did not get ready:\n${said.slice(-3000)}`)
    },
    healthCheck: () => spawnSync(...within(machine, image.healthCommand, { PORT: String(port) })).status,
    zombies: () => descendants(child.pid!).filter((pid) => statOf(pid).state === 'Z').length,
    async stop() {
      const first = hasWalls ? descendants(child.pid!)[0] : child.pid
      if (child.exitCode === null && first !== undefined) process.kill(first, 'SIGTERM')
      return ended
    },
  }
}

/** Runs one of the product's commands in the image to its end. */
export function command(machine: Machine, ...words: string[]): string {
  const node = machine.image.command[0]!
  const [file, args, options] = within(machine, [node, 'server/src/commands.ts', ...words], {})
  const { status, stdout, stderr } = spawnSync(file, args, { ...options, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${words.join(' ')} ended with ${status}: ${stdout}${stderr}`)
  return stdout.trim()
}

function within({ image, folder, environment }: Machine, words: string[], more: NodeJS.ProcessEnv) {
  const [data, keys] = [join(folder, 'data'), join(dirname(folder), 'keys')]
  for (const volume of [folder, data, keys]) {
    mkdirSync(volume, { recursive: true })
    if (hasWalls) chownSync(volume, image.user.uid, image.user.gid)
  }
  const env = {
    ...{ PATH: `${dirname(process.execPath)}:${process.env.PATH}`, HOME: '/nonexistent' },
    ...{ ...image.env, ...environment, TUCAI_DATA_DIR: data, TUCAI_KEYS_DIR: keys, ...more },
  }
  const { uid, gid } = image.user
  const inside =
    'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && cd "$1" && shift && ' +
    `exec setpriv --reuid ${uid} --regid ${gid} --clear-groups --no-new-privs --inh-caps=-all "$@"`
  const walls = ['--mount', '--pid', '--fork', '--kill-child', 'sh', '-c', inside, image.root, image.workFolder]
  const file = hasWalls ? 'unshare' : words[0]!
  const args = hasWalls ? [...walls, ...words] : words.slice(1)
  return [file, args, { cwd: image.workFolder, env, stdio: ['ignore', 'pipe', 'pipe'] }] as [
    string,
    string[],
    { cwd: string; env: NodeJS.ProcessEnv; stdio: ['ignore', 'pipe', 'pipe'] },
  ]
}

function descendants(pid: number): number[] {
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  const children = processes.map(Number).filter((one) => statOf(one).parent === pid)
  return [...children, ...children.flatMap(descendants)]
}

function statOf(pid: number): { state: string; parent: number } {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
    return { state: fields[0]!, parent: Number(fields[1]) }
  } catch {
    return { state: 'gone', parent: 0 }
  }
}
