import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { readCopy, readDockerfile, readEnv, readIgnore, type Stage } from './dockerfile.ts'

/** What the steps of a Dockerfile have made without Docker. */
export interface Image {
  /** Its file system, of which only what the steps made is there. */
  root: string
  workFolder: string
  env: Record<string, string>
  user: { uid: number; gid: number }
  command: string[]
  healthCommand: string[]
}

export interface Builder {
  repository: string
  /** An empty folder with much space. */
  folder: string
  /** Stages that are not carried out, with the folders of the repository that hold what they would make. */
  ready: Record<string, string[]>
  tell(line: string): void
}

/** Carries the stages out, each in a folder that stands for its file system, by the Node and npm of this machine. */
export function buildImage(builder: Builder): Image {
  const read = (name: string) => readFileSync(join(builder.repository, name), 'utf8')
  const stages = readDockerfile(read('deploy/Dockerfile'))
  const isInContext = readIgnore(read('.dockerignore'))
  const roots = new Map<string, string>()
  let image: Image | undefined
  for (const stage of stages) {
    const name = stage.name ?? 'image'
    const ready = builder.ready[name]
    roots.set(name, join(builder.folder, name))
    if (ready !== undefined) {
      builder.tell(`${name}: taken as it was built before`)
      for (const path of ready)
        cpSync(join(builder.repository, path), join(builder.folder, name, 'app', path), { recursive: true })
    } else image = carryOut(stage, builder, isInContext, roots)
  }
  return image!
}

const noModules = (path: string) => basename(path) !== 'node_modules'

function carryOut(
  stage: Stage,
  builder: Builder,
  isInContext: (path: string) => boolean,
  roots: Map<string, string>,
): Image {
  const root = roots.get(stage.name ?? 'image')!
  const image: Image = {
    ...{ root, workFolder: root, env: {}, user: { uid: 0, gid: 0 }, command: [], healthCommand: [] },
  }
  for (const { verb, text } of stage.steps) {
    if (verb === 'WORKDIR') image.workFolder = join(root, text)
    else if (verb === 'ENV') Object.assign(image.env, readEnv(text))
    else if (verb === 'COPY') copy(text, image, builder.repository, isInContext, roots)
    else if (verb === 'RUN') run(text, image, builder.tell)
    else if (verb === 'USER') {
      const [uid, gid] = text.split(':').map(Number)
      image.user = { uid: uid!, gid: gid! }
    } else if (verb === 'CMD') image.command = JSON.parse(text)
    else if (verb === 'HEALTHCHECK') image.healthCommand = JSON.parse(text.slice(text.indexOf('CMD') + 3))
    else if (verb !== 'EXPOSE') throw new Error(`a Dockerfile of ours has no ${verb}`)
    mkdirSync(image.workFolder, { recursive: true })
  }
  return image
}

function copy(
  text: string,
  { workFolder }: Image,
  repository: string,
  isInContext: (path: string) => boolean,
  roots: Map<string, string>,
): void {
  const { from, sources, to } = readCopy(text)
  for (const source of sources) {
    const path = from === undefined ? join(repository, source) : join(roots.get(from)!, source)
    if (!existsSync(path)) throw new Error(`COPY ${source}: it does not exist`)
    if (from === undefined && !isInContext(source) && !statSync(path).isDirectory())
      throw new Error(`COPY ${source}: .dockerignore leaves it out`)
    // A folder's content, not the folder, is copied; a file goes into what ends with a slash.
    const target = join(workFolder, to, to.endsWith('/') && statSync(path).isFile() ? basename(source) : '')
    mkdirSync(dirname(target), { recursive: true })
    const filter = (one: string) => {
      if (from !== undefined) return true
      const inRepository = relative(repository, one)
      return statSync(one).isDirectory() ? noModules(one) && basename(one) !== 'dist' : isInContext(inRepository)
    }
    cpSync(path, target, { recursive: true, verbatimSymlinks: true, filter })
  }
}

function run(command: string, { workFolder, env }: Image, tell: (line: string) => void): void {
  const startedAt = performance.now()
  const PATH = `${dirname(process.execPath)}:${process.env.PATH}`
  const { status, stdout, stderr } = spawnSync('sh', ['-c', command], {
    cwd: workFolder,
    env: { PATH, HOME: process.env.HOME, ...registryOf(process.env), ...env },
    encoding: 'utf8',
    maxBuffer: 64e6,
  })
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(0)
  if (status !== 0) throw new Error(`RUN ${command} ended with ${status}:\n${`${stdout}${stderr}`.slice(-3000)}`)
  tell(`RUN ${command} (${seconds} s)`)
}

/** npm finds its registry on this machine as it does elsewhere. */
function registryOf(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => /^(npm_config_|https?_proxy|no_proxy)/i.test(name)),
  )
}
